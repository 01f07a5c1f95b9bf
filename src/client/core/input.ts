import { formatCtcp } from '../../shared/ctcp';
import { isMiddle, MessageFormatError, type MessageParts } from '../../shared/message';
import { noTags } from '../../shared/tags';
import { splitText } from '../../shared/text';
import { t } from '../i18n';
import type { SubmitOptions } from './client';
import { commandNamed, commandNames } from './commands';
import type { Phase } from './events';
import type { Joint } from './pending';
import type { Store } from './store';
import { wholeTexts, type MultilineLimits, type WholeText } from './whole-texts';

/** The longest text that the box holds, in characters. */
export const maxTyped = 1_000_000;
/** A line of the protocol with its end. Source: https://modern.ircdocs.horse/#messages */
const lineLimit = 512;
const lineEndLength = 2;
/** The longest `user@host` that servers show, where ours is not known yet. */
const longestUserHost = 20 + 1 + 63;

/** One text as it goes to the server: a message, or a batch of several. */
export interface OutgoingText {
  readonly room: string;
  /** They stay together. */
  readonly messages: readonly MessageParts[];
  /** As others will read it. */
  readonly text: string;
  /** As the person would type it. */
  readonly typed: string;
  readonly style: 'text' | 'action' | 'notice';
  readonly joint: Joint;
  readonly replyTo: string | undefined;
}

/** What typed text can bring about. */
export interface InputHost {
  readonly store: Store;
  readonly phase: Phase;
  /** Undefined where a message has one line. */
  readonly multiline: MultilineLimits | undefined;
  /** How many more texts may be on their way. */
  readonly space: number;
  send(message: MessageParts): void;
  sendRaw(line: string): void;
  sendText(text: OutgoingText): void;
  /** Shows the room as soon as we are in it. */
  awaitJoin(room: string): void;
  quitWith(reason: string): void;
  /** Gives text back to the box, and says why. */
  giveBack(text: string, why: string): void;
}

/** A command that cannot be carried out; the message is for the person. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** Takes what was typed: text for the active room, a `/command`, or `quit`. */
export function takeInput(typed: string, host: InputHost, options: SubmitOptions = {}): void {
  const text = withoutLineEnds(typed.replaceAll('\0', ''));
  if (text.trim() === '') return;
  try {
    if (/^quit$/i.test(text.trim())) host.quitWith('');
    else if (isCommand(text)) runCommand(text, host);
    else {
      requireOnline(host);
      say(text.replace(/^\/\//, '/'), activeRoom(host), host, 'text', options);
    }
  } catch (error) {
    if (error instanceof InputError) host.giveBack(text, error.message);
    else if (error instanceof MessageFormatError) host.giveBack(text, t('problem.notSendable'));
    else throw error;
  }
}

/** Without the line ends around it; a pattern would look at each of many in the middle again and again. */
function withoutLineEnds(text: string): string {
  const isEnd = (at: number): boolean => text[at] === '\n' || text[at] === '\r';
  let [start, end] = [0, text.length];
  while (start < end && isEnd(start)) start++;
  while (end > start && isEnd(end - 1)) end--;
  return text.slice(start, end);
}

function isCommand(text: string): boolean {
  return text.startsWith('/') && !text.startsWith('//') && !/[\r\n]/.test(text);
}

function runCommand(text: string, host: InputHost): void {
  const [, name = '', rest = ''] = /^\/(\S*)\s*(.*)$/su.exec(text) ?? [];
  const command = commandNamed(name);
  if (command === undefined) {
    const known = commandNames.map((one) => `/${one}`).join(' ');
    host.store.apply({
      type: 'note', room: undefined, tone: 'warning', time: new Date(),
      text: t('problem.commandUnknownHint', { name, known }),
    });
    throw new InputError(t('problem.commandUnknown', { name }));
  }
  if (command.online) requireOnline(host);
  command.run(rest.trim(), host);
}

function requireOnline({ phase }: InputHost): void {
  switch (phase.name) {
    case 'online':
      return;
    case 'lost':
      throw new InputError(t('problem.notSentLost'));
    case 'reconnecting':
      throw new InputError(t('problem.notSentReconnecting'));
    default:
      throw new InputError(t('problem.notSentOffline'));
  }
}

/** The room that text goes to. @throws InputError */
export function activeRoom({ store }: InputHost): string {
  if (store.active === undefined) throw new InputError(t('problem.notInRoom'));
  return store.active.name;
}

/**
 * Sends text to a room: a message for each line, and for each part of a line that is too long for one; or, where the
 * server can and the person wants it, all of it as one message.
 * @throws InputError when it is more than may be on its way, or no line can go to such a name
 */
export function say(text: string, room: string, host: InputHost, style: OutgoingText['style'] = 'text', options: SubmitOptions = {}): void {
  if (!isMiddle(room)) throw new InputError(t('problem.notSendable'));
  const all = text.split(/\r\n|\r|\n/);
  const texts = options.whole === true && style === 'text' && all.length > 1 ? asWhole(all, room, host, options.replyTo) : undefined;
  const outgoing = texts ?? all.filter((line) => line.trim() !== '').flatMap((line, index) => lineTexts(line, room, host, style, index === 0 ? options.replyTo : undefined));
  if (outgoing.length > host.space) {
    throw new InputError(t('problem.tooManyMessages', { number: outgoing.length, space: host.space }));
  }
  outgoing.forEach((one) => host.sendText(one));
}

/** How many messages {@link say} makes of a text that is to go whole. */
export function partsOf(text: string, room: string, host: Pick<InputHost, 'multiline' | 'store'>): number {
  const { multiline } = host;
  const lines = text.split(/\r\n|\r|\n/);
  return multiline === undefined ? lines.filter((line) => line.trim() !== '').length : wholeTexts(lines, textBudget(host.store, 'PRIVMSG', room, 'text'), multiline).length;
}

/** One line, as one message where that is possible. */
function lineTexts(line: string, room: string, host: InputHost, style: OutgoingText['style'], replyTo: string | undefined): OutgoingText[] {
  const verb = style === 'notice' ? 'NOTICE' : 'PRIVMSG';
  const parts = splitText(line, textBudget(host.store, verb, room, style));
  const whole = parts.length > 1 && style === 'text' ? asWhole([line], room, host, replyTo) : undefined;
  return whole ?? parts.map((part, index) => ({
    room, style, replyTo,
    messages: [{ verb, params: [room, style === 'action' ? formatCtcp('ACTION', part) : part], tags: replyTags(index === 0 ? replyTo : undefined) }],
    text: part,
    typed: asTyped(part, style),
    joint: index === 0 ? '\n' : ' ',
  }));
}

/**
 * Several lines as one message, or as few as the server takes; undefined where it has not got that.
 * Source: https://ircv3.net/specs/extensions/multiline
 */
function asWhole(lines: readonly string[], room: string, host: InputHost, replyTo: string | undefined): OutgoingText[] | undefined {
  if (host.multiline === undefined) return undefined;
  const budget = textBudget(host.store, 'PRIVMSG', room, 'text');
  return wholeTexts(lines, budget, host.multiline).map((whole, index) => ({
    room, text: whole.text, typed: asTyped(whole.text, 'text'), style: 'text', joint: whole.continues ? '' : '\n',
    messages: batchOf(whole, room, index === 0 ? replyTo : undefined),
    replyTo: index === 0 ? replyTo : undefined,
  }));
}

function batchOf({ lines }: WholeText, room: string, replyTo: string | undefined): MessageParts[] {
  const [first] = lines;
  if (first !== undefined && lines.length === 1) return [{ verb: 'PRIVMSG', params: [room, first.text], tags: replyTags(replyTo) }];
  const reference = 'm';
  return [
    { verb: 'BATCH', params: [`+${reference}`, 'draft/multiline', room], tags: replyTags(replyTo) },
    ...lines.map(({ text, continues }) => ({
      verb: 'PRIVMSG', params: [room, text], tags: new Map([['batch', reference], ...(continues ? [['draft/multiline-concat', ''] as const] : [])]),
    })),
    { verb: 'BATCH', params: [`-${reference}`] },
  ];
}

/** Source: https://ircv3.net/specs/client-tags/reply */
function replyTags(replyTo: string | undefined): ReadonlyMap<string, string> {
  return replyTo === undefined ? noTags : new Map([['+reply', replyTo]]);
}

/** How many bytes of text fit into a line as others get it: with our name, user and host before it. */
export function textBudget(store: Store, verb: string, room: string, style: OutgoingText['style']): number {
  const host = store.ownHost === undefined ? longestUserHost : Buffer.byteLength(store.ownHost);
  const before = Buffer.byteLength(`:${store.nick}! ${verb} ${room} :`) + host;
  const wrapping = style === 'action' ? formatCtcp('ACTION', 'x').length - 1 : 0;
  return Math.max(4, lineLimit - lineEndLength - before - wrapping);
}

function asTyped(part: string, style: OutgoingText['style']): string {
  if (style === 'action') return `/me ${part}`;
  return part.startsWith('/') ? `/${part}` : part;
}
