import { parse, type Message } from '../../src/shared/message';
import type { IrcClient } from './irc-client';

/** What a client asks for that can do all with the history. */
export const historian = [
  'batch', 'message-tags', 'server-time', 'labeled-response', 'echo-message', 'standard-replies',
  'draft/chathistory', 'draft/message-edit', 'draft/message-redaction', 'draft/multiline', 'draft/read-marker', 'draft/search',
] as const;

/** The messages inside the batches of an answer. */
export async function askBatch(client: IrcClient, ...lines: readonly string[]): Promise<Message[]> {
  return (await client.askMessages(...lines)).filter(({ tags }) => tags.has('batch'));
}

/** The texts of messages: of each the last parameter. */
export function textsOf(messages: readonly Message[]): string[] {
  return messages.map(({ params }) => params.at(-1) ?? '');
}

/** Says something with echo-message. @returns its id */
export async function say(client: IrcClient, target: string, text: string, tags = ''): Promise<string> {
  const lines = await client.ask(`${tags === '' ? '' : `@${tags} `}PRIVMSG ${target} :${text}`);
  const echo = lines.map((line) => parse(line)).findLast((message) => message?.params.at(-1) === text);
  return echo?.tags.get('msgid') ?? '';
}
