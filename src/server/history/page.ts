import { hasSeveralParts, partsOf } from './lines';
import type { ReadablePlace } from './room-places';
import { parseMessageId, sequenceAt } from './sequence';
import type { HistoryStore, Range, StoredEvent, StoredMessage } from './store';

/** A point of the history: all that has one of these sequence numbers. A message is one; a time is a millisecond. */
export interface Point {
  readonly first: number;
  readonly last: number;
}

/** Source: https://ircv3.net/specs/extensions/server-time */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** A time as it stands in tags and parameters, in ms since 1970; undefined where it is none. */
export function parseTime(text: string): number | undefined {
  const time = timestamp.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time);
}

/** `msgid=…` or `timestamp=…`. Source: https://ircv3.net/specs/extensions/chathistory#chathistory-command */
export function parsePoint(text: string): Point | undefined {
  if (text.startsWith('msgid=')) {
    const sequence = parseMessageId(text.slice('msgid='.length));
    return sequence === undefined ? undefined : { first: sequence, last: sequence };
  }
  const time = text.startsWith('timestamp=') ? parseTime(text.slice('timestamp='.length)) : undefined;
  return time === undefined ? undefined : { first: sequenceAt(time), last: sequenceAt(time + 1) - 1 };
}

export type Item = StoredMessage | StoredEvent;

/** What bounds a page besides its range. */
export interface PageOptions {
  readonly withEvents: boolean;
  /** The most characters of all texts together. */
  readonly maxSize: number;
}

/** What an item costs on the wire besides its text (source, tags, verb), and what each further line of it; about, in characters. */
const overhead = 250;
const lineOverhead = 100;

/** A part of the history of some places as one sequence, oldest first. */
export function readPage(store: HistoryStore, places: readonly ReadablePlace[], range: Range, options: PageOptions): Item[] {
  const { newestFirst, limit } = range;
  // In the order in which the page fills: the earlier rooms of a name are many, and most of them are not needed.
  const ordered = [...places].sort((one, other) => (newestFirst ? other.until - one.until : one.since - other.since));
  const isFurther = (one: Item, other: Item): number => (newestFirst ? other.sequence - one.sequence : one.sequence - other.sequence);
  let wanted: Item[] = [];
  for (const { id, since, until } of ordered) {
    const last = wanted.length < limit ? undefined : wanted.at(-1)?.sequence;
    if (last !== undefined && (newestFirst ? until <= last : since >= last)) break;
    const part = { ...range, after: Math.max(range.after, since), before: Math.min(range.before, until) };
    if (part.after >= part.before) continue;
    const more = options.withEvents ? [...store.messages(id, part), ...store.events(id, part)] : store.messages(id, part);
    // What the store gives is in order already.
    if (more.length > 0 && wanted.length === 0 && !options.withEvents) wanted = newestFirst ? more.reverse() : more;
    else if (more.length > 0) wanted = [...wanted, ...more].sort(isFurther).slice(0, limit);
  }
  const fitting = wanted.slice(0, countWithin(wanted, options.maxSize));
  return newestFirst ? fitting.reverse() : fitting;
}

/** How many items from the start have at most `limit` characters together; one at least. */
function countWithin(items: readonly Item[], limit: number): number {
  let size = 0;
  let count = 0;
  for (const item of items) {
    size += sizeOf(item);
    if (size > limit && count > 0) break;
    count++;
  }
  return count;
}

/** About how many characters an item takes on the wire. */
export function sizeOf(item: Item): number {
  if (item.kind === 'event') return overhead;
  let size = overhead + item.text.length;
  if (hasSeveralParts(item.text)) size += lineOverhead * partsOf(item.text).length;
  // The edit says the text again, with a backslash before each space.
  if (item.edited !== undefined) size += overhead + 2 * item.text.length;
  for (const [key, value] of item.tags) size += key.length + value.length;
  return size;
}
