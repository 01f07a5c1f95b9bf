import { isMiddle } from '../../shared/message';
import { formatTags, noTags, parseTags, type Tags } from '../../shared/tags';
import { inLine } from '../store/checked-rows';
import { messageVerbs, type Author, type StoredEvent, type StoredMessage, type StoredReaction } from './store';

/** A value as SQLite gives it; bytes only where a row is damaged. */
type Value = string | number | Uint8Array | null;
/** A row as an array of its columns: half the cost of an object with names. */
export type Row = readonly Value[];

/** What stands among the tags of a row for a bot; client-only tags begin with `+`. */
const botTag = 'bot';

export const messageColumns = 'id, place, verb, source, account, session, text, tags, edited';
export const eventColumns = 'id, place, verb, source, account, text';
export const reactionColumns = 'id, place, message, source, account, session, tags';

const textAt = (row: Row, index: number): string => String(row[index] ?? '');
/** A whole number of which there is also a time, whatever a damaged row holds. */
function numberAt(row: Row, index: number): number {
  const number = Number(row[index] ?? 0);
  return Number.isSafeInteger(number) && number >= 0 ? number : number > 0 ? Number.MAX_SAFE_INTEGER : 0;
}

/** What cannot stand in a source, an account or tags, and is there only where a disk has damaged the row. */
const notInWords = /[\0\r\n \uFFFD]/;

/** A word of a row as it can stand in a line. */
export function wordFrom(text: string): string {
  return notInWords.test(text) ? text.replace(/[\0\r\n ]/g, '\uFFFD') : text;
}

/** Whether a row holds what nobody can have put into it; the text alone may hold U+FFFD because somebody typed it. */
export function isSpoilt(row: Row): boolean {
  return row.some((value) => (typeof value === 'string' ? value.includes('\uFFFD') || value.includes('\0') : ArrayBuffer.isView(value)));
}

function authorOf(row: Row, at: number, tags: Tags): Author {
  return { source: wordFrom(textAt(row, at)) || '\uFFFD', account: accountFrom(row[at + 1]), session: numberAt(row, at + 2), isBot: tags.has(botTag) };
}

function accountFrom(value: Value | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : wordFrom(String(value));
}

function withoutBot(tags: Tags): Tags {
  return tags.has(botTag) ? new Map([...tags].filter(([key]) => key !== botTag)) : tags;
}

function tagsFrom(value: Value | undefined): Tags {
  return value === null || value === undefined || value === '' ? noTags : parseTags(wordFrom(String(value)));
}

/** Tags as they are kept; null where there are none. */
function tagsFor(tags: Tags, isBot: boolean): string | null {
  if (tags.size === 0 && !isBot) return null;
  return formatTags(isBot ? new Map([[botTag, ''], ...tags]) : tags);
}

export function messageFrom(row: Row): StoredMessage {
  const tags = tagsFrom(row[7]);
  const edited = row[8];
  return {
    kind: 'message',
    sequence: numberAt(row, 0),
    place: numberAt(row, 1),
    verb: messageVerbs[numberAt(row, 2)] ?? 'PRIVMSG',
    author: authorOf(row, 3, tags),
    text: textAt(row, 6).replaceAll('\0', '\uFFFD'),
    tags: withoutBot(tags),
    edited: typeof edited === 'number' ? numberAt(row, 8) : undefined,
  };
}

/** What stands in the place of a message that cannot be read, so that a page has as many as it was asked for. */
export function unreadableRow(id: number, place: number): Row {
  return [id, place, 0, '\uFFFD', null, 0, '\uFFFD', null, null];
}

export function rowOfMessage({ sequence, place, verb, author, text, tags }: StoredMessage): Row {
  return [sequence, place, messageVerbs.indexOf(verb), author.source, author.account ?? null, author.session, text, tagsFor(tags, author.isBot)];
}

/** Parameters have no line feed. */
const between = '\n';

export function eventFrom(row: Row): StoredEvent {
  const text = textAt(row, 5);
  return {
    kind: 'event',
    sequence: numberAt(row, 0),
    place: numberAt(row, 1),
    verb: textAt(row, 2),
    author: authorOf([row[3] ?? '', row[4] ?? null, 0], 0, noTags),
    params: text === '' ? [] : paramsFrom(text.split(between)),
  };
}

/** Parameters as they can stand in a line, whatever a damaged row holds. */
function paramsFrom(params: readonly string[]): string[] {
  const last = params.length - 1;
  return params.map((param, index) => (index === last || isMiddle(param) ? inLine(param) : inLine(param).replace(/^:?$|^:| /g, '\uFFFD')));
}

export function rowOfEvent({ sequence, place, verb, author, params }: StoredEvent): Row {
  return [sequence, place, verb, author.source, author.account ?? null, params.join(between)];
}

export function reactionFrom(row: Row): StoredReaction {
  const tags = tagsFrom(row[6]);
  return {
    sequence: numberAt(row, 0),
    place: numberAt(row, 1),
    message: numberAt(row, 2),
    author: authorOf(row, 3, tags),
    tags: withoutBot(tags),
  };
}

export function rowOfReaction({ sequence, place, message, author, tags }: StoredReaction): (string | number | null)[] {
  return [sequence, place, message, author.source, author.account ?? null, author.session, tagsFor(tags, author.isBot)];
}
