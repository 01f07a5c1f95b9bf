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
const breakingWord = /[\0\r\n ]/;

/** Whether a text can stand as a parameter that is not the last one. */
export function isMiddle(param: string): boolean {
  return param !== '' && param.charCodeAt(0) !== colon && !breakingWord.test(param);
}

/** What {@link format} needs of a message: tags and source may be left out. */
export type MessageParts = Pick<Message, 'verb' | 'params'> & Partial<Pick<Message, 'tags' | 'source'>>;

/**
 * Writes a message as one line, without the line end. Length limits are the caller's: see {@link splitText} for text.
 * @throws MessageFormatError when a parameter holds NUL, CR or LF, or one before the last is empty, holds a space or
 *   starts with a colon.
 */
export function format(message: MessageParts): string {
  const line = compose(message);
  if (line === undefined) throw new MessageFormatError(`there is no line for ${JSON.stringify({ ...message, tags: [...(message.tags ?? [])] })}`);
  return line;
}

/**
 * As {@link format}, for texts that come from elsewhere (a peer, a file, a setting). It never throws: a parameter that
 * cannot stand where it is is written as `*`, and in the last one a line end is a space.
 */
export function formatSafely(message: MessageParts): string {
  return compose(message) ?? compose(repaired(message)) ?? '';
}

/** @returns undefined where some part cannot be written as it is */
function compose({ tags, source, verb, params }: MessageParts): string | undefined {
  let line = '';
  if (tags !== undefined && tags.size > 0) {
    const text = formatTags(tags);
    if (text.includes(' ')) return undefined;
    line = `@${text} `;
  }
  if (source !== undefined) {
    if (source === '' || source.includes(' ')) return undefined;
    line += `:${source} `;
  }
  if (!isMiddle(verb)) return undefined;
  line += verb;
  const last = params.length - 1;
  for (let index = 0; index < last; index++) {
    const param = params[index] ?? '';
    if (!isMiddle(param)) return undefined;
    line += ` ${param}`;
  }
  const text = params[last];
  if (text !== undefined) line += isMiddle(text) && !endsInText(verb, last + 1) ? ` ${text}` : ` :${text}`;
  return lineBreaking.test(line) ? undefined : line;
}

function repaired({ tags, source, verb, params }: MessageParts): MessageParts {
  const last = params.length - 1;
  return {
    tags: tags === undefined ? noTags : new Map([...tags].filter(([key]) => isMiddle(key)).map(([key, value]) => [key, value.replaceAll('\0', '')])),
    source: source === undefined ? undefined : source.replace(/[\0\r\n ]+/g, '') || '*',
    verb: isMiddle(verb) ? verb : '*',
    params: params.map((param, index) => (index === last ? param.replace(/[\0\r\n]+/g, ' ') : isMiddle(param) ? param : '*')),
  };
}
