import { formatTags, noTags, parseTags, type Tags } from './tags';

/**
 * One line of the IRC protocol, taken apart.
 * Source: https://modern.ircdocs.horse/#message-format
 */
export interface Message {
  /** Message tags, unescaped; empty when the line had none. */
  readonly tags: Tags;
  /** Who sent it, as written on the wire (`nick!user@host` or a server's name), without the colon. */
  readonly source: string | undefined;
  /** The command in upper case, or three digits. */
  readonly verb: string;
  /** The parameters; the last one may hold spaces, be empty or start with a colon. */
  readonly params: readonly string[];
}

/** A message that cannot be written as one line: a parameter holds what the wire has no form for. */
export class MessageFormatError extends Error {
  override readonly name = 'MessageFormatError';
}

const space = 0x20;
const colon = 0x3a;
const at = 0x40;

/** The first index at or after `from` that does not hold a space. */
function skipSpaces(line: string, from: number): number {
  let index = from;
  while (line.charCodeAt(index) === space) index++;
  return index;
}

/** The index of the next space at or after `from`, or the line's length. */
function wordEnd(line: string, from: number): number {
  const index = line.indexOf(' ', from);
  return index === -1 ? line.length : index;
}

/**
 * Reads one line, without its line end. Never throws: any text has a meaning or is not a message.
 * @returns undefined when there is no verb in the line.
 */
export function parse(line: string): Message | undefined {
  let position = 0;
  let tags: Tags = noTags;
  let source: string | undefined;
  if (line.charCodeAt(0) === at) {
    const end = wordEnd(line, 1);
    tags = parseTags(line.slice(1, end));
    position = end;
  }
  position = skipSpaces(line, position);
  if (line.charCodeAt(position) === colon) {
    const end = wordEnd(line, position + 1);
    source = line.slice(position + 1, end);
    position = skipSpaces(line, end);
  }
  const verbEnd = wordEnd(line, position);
  if (verbEnd === position) return undefined;
  const verb = line.slice(position, verbEnd).toUpperCase();
  return { tags, source, verb, params: parseParams(line, skipSpaces(line, verbEnd)) };
}

function parseParams(line: string, start: number): string[] {
  const params: string[] = [];
  let position = start;
  while (position < line.length) {
    if (line.charCodeAt(position) === colon) {
      params.push(line.slice(position + 1));
      break;
    }
    const end = wordEnd(line, position);
    params.push(line.slice(position, end));
    position = skipSpaces(line, end);
  }
  return params;
}

/** Verbs whose last parameter is text for people: it always gets its colon, as clients and scripts expect. */
const textVerbs: ReadonlySet<string> = new Set([
  'PRIVMSG', 'NOTICE', 'ERROR', 'QUIT', 'TOPIC', 'KICK', 'AWAY', 'CAP', 'PING', 'PONG', 'WALLOPS', 'SETNAME',
  'FAIL', 'WARN', 'NOTE', 'USER', 'PASS',
]);

function endsInText(verb: string, count: number): boolean {
  if (textVerbs.has(verb)) return true;
  const isNumeric = verb.charCodeAt(0) <= 0x39;
  return count > 1 && (isNumeric || verb === 'PART');
}

const lineBreaking = /[\0\r\n]/;

/** Whether a text can stand as a parameter that is not the last one. */
export function isMiddle(param: string): boolean {
  return param !== '' && param.charCodeAt(0) !== colon && !param.includes(' ');
}

/** What {@link format} needs of a message: tags and source may be left out. */
export type MessageParts = Pick<Message, 'verb' | 'params'> & Partial<Pick<Message, 'tags' | 'source'>>;

/**
 * Writes a message as one line, without the line end. Length limits are the caller's: see {@link splitText} for text.
 * @throws MessageFormatError when a parameter holds NUL, CR or LF, or one before the last is empty, holds a space or
 *   starts with a colon.
 */
export function format(message: MessageParts): string {
  let line = message.tags !== undefined && message.tags.size > 0 ? `@${formatTags(message.tags)} ` : '';
  if (message.source !== undefined) line += `:${message.source} `;
  line += message.verb;
  const last = message.params.length - 1;
  message.params.forEach((param, index) => {
    if (index < last) {
      if (!isMiddle(param)) throw new MessageFormatError(`not a middle parameter: ${JSON.stringify(param)}`);
      line += ` ${param}`;
    } else {
      line += isMiddle(param) && !endsInText(message.verb, last + 1) ? ` ${param}` : ` :${param}`;
    }
  });
  if (lineBreaking.test(line)) throw new MessageFormatError(`a line end inside a message: ${JSON.stringify(line)}`);
  return line;
}
