import { formatTags, noTags, parseTags, type Tags } from '../../shared/tags';
import { messageVerbs, type Author, type StoredEvent, type StoredMessage, type StoredReaction } from './store';

/** A value as SQLite gives it. */
type Value = string | number | null;
/** A row as an array of its columns: half the cost of an object with names. */
export type Row = readonly Value[];

/** What stands among the tags of a row for a bot; client-only tags begin with `+`. */
const botTag = 'bot';

export const messageColumns = 'id, place, verb, source, account, session, text, tags, edited';
export const eventColumns = 'id, place, verb, source, account, text';
export const reactionColumns = 'id, place, message, source, account, session, tags';

const textAt = (row: Row, index: number): string => String(row[index] ?? '');
const numberAt = (row: Row, index: number): number => Number(row[index] ?? 0);
const maybe = (value: Value | undefined): string | undefined => (value === null || value === undefined ? undefined : String(value));

function authorOf(row: Row, at: number, tags: Tags): Author {
  return { source: textAt(row, at), account: maybe(row[at + 1]), session: numberAt(row, at + 2), isBot: tags.has(botTag) };
}

function withoutBot(tags: Tags): Tags {
  return tags.has(botTag) ? new Map([...tags].filter(([key]) => key !== botTag)) : tags;
}

function tagsFrom(value: Value | undefined): Tags {
  return value === null || value === undefined || value === '' ? noTags : parseTags(String(value));
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
    text: textAt(row, 6),
    tags: withoutBot(tags),
    edited: typeof edited === 'number' ? edited : undefined,
  };
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
    author: { source: textAt(row, 3), account: maybe(row[4]), session: 0, isBot: false },
    params: text === '' ? [] : text.split(between),
  };
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
