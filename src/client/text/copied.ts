// What is copied out of the timeline is what was written, not what the timeline puts around it: names, times, reactions, room.
// Qt gives no say in what it copies, so the text itself tells: characters without width mark where the words of an item begin
// and end, and what was shown in the place of something else. Whatever others write cannot be taken for a mark (`stuffed`).
import type { TimelineItem } from '../core/timeline';
import { time } from '../i18n';

const space = '\u200b';
const [zero, one] = ['\u200c', '\u200d'];
const anyMark = /\u200b\u200d([\u200c\u200d]*)\u200b/g;

function mark(bits: string): string {
  return `${space}${one}${bits.replaceAll('0', zero).replaceAll('1', one)}${space}`;
}

/** What the marks mean, by their bits. The mark of an end goes on with the number of its item. */
const meanings = { none: '', begin: '0', end: '11', padding: '00', tab: '01', quote: '10' } as const;

export const copyMarks = {
  /** What stands here is the timeline's. */
  ours: mark(meanings.none),
  /** Before the words of an item. */
  begin: mark(meanings.begin),
  /** Before what fills a line of code. */
  padding: mark(meanings.padding),
  /** Before the spaces that stand for a tab. */
  tab: mark(meanings.tab),
  /** Before the bar that stands for `> `. */
  quote: mark(meanings.quote),
} as const;

/** So many spaces stand for a tab. */
export const tabSpaces = '    ';

/** Behind the words of an item. @param id undefined where it has none yet */
export function endMark(id: number | undefined): string {
  return mark(`${meanings.end}${(id ?? 0).toString(2)}`);
}

/** A text of others, in which nothing is a mark; `cleanCopy` takes it back. */
export function stuffed(text: string): string {
  return text.includes(space) ? text.replaceAll(space, `${space}\u2060`) : text;
}

/** Whether a text was copied out of a timeline with something in it that nobody wrote. */
export function isMarked(text: string): boolean {
  return text.includes(`${space}${one}`);
}

/** A part of an item's words. */
interface Piece {
  text: string;
  id: number | undefined;
}

/**
 * What was written. Of one message that is its words alone; several items are a line each, with time and name, as other
 * chats copy them. Where nothing of it was written by anybody, it is what is to be seen.
 * @param items those that the timeline shows, oldest first
 */
export function cleanCopy(copied: string, items: readonly TimelineItem[]): string {
  const pieces = piecesOf(copied).filter(({ text }) => text !== '');
  const [first] = pieces;
  if (first === undefined) return withoutMarks(copied).replaceAll(space, '').trim();
  if (pieces.length === 1) return first.text;
  const places = new Map(items.map(({ id }, place) => [id, place]));
  let last = -1;
  return pieces.map(({ text, id }) => {
    // What is copied ends within the last one, whose number stands at its end: it is the message after the one before.
    const place = id === undefined ? items.findIndex((item, at) => at > last && item.kind === 'message') : places.get(id) ?? -1;
    last = Math.max(last, place);
    return lineOf(text, items[place]);
  }).join('\n');
}

function lineOf(text: string, item: TimelineItem | undefined): string {
  if (item === undefined) return text;
  if (item.kind === 'event') return `[${time(item.time)}] ${text}`;
  return `[${time(item.time)}] ${item.style === 'action' ? `* ${item.nick} ` : `${item.nick}: `}${text}`;
}

function piecesOf(copied: string): Piece[] {
  const pieces: Piece[] = [];
  // Where the first mark is an end, or there is none, what was copied begins within the words of an item.
  const first = Array.from(copied.matchAll(anyMark), ([, bits = '']) => meaningOf(bits)).find((meaning) => meaning === 'begin' || meaning === 'end');
  let inside = first === 'end';
  let piece: Piece = { text: '', id: undefined };
  let at = 0;
  let before: Meaning = 'none';
  const take = (text: string): void => {
    if (inside) piece.text += asWritten(text, before);
  };
  for (const match of copied.matchAll(anyMark)) {
    take(copied.slice(at, match.index));
    at = match.index + match[0].length;
    const bits = match[1] ?? '';
    before = meaningOf(bits);
    if (before === 'begin') {
      inside = true;
      piece = { text: '', id: undefined };
    } else if (before === 'end' && inside) {
      inside = false;
      pieces.push({ text: piece.text, id: idOf(bits) });
      piece = { text: '', id: undefined };
    }
  }
  take(copied.slice(at));
  if (inside) pieces.push(piece);
  return pieces;
}

type Meaning = keyof typeof meanings;

function meaningOf(bits: string): Meaning {
  const read = Array.from(bits, (bit) => (bit === one ? '1' : '0')).join('');
  if (read.startsWith(meanings.end)) return 'end';
  const found = Object.entries(meanings).find(([, known]) => known === read);
  return (found?.[0] as Meaning | undefined) ?? 'none';
}

function idOf(bits: string): number | undefined {
  const digits = Array.from(bits.slice(meanings.end.length), (bit) => (bit === one ? '1' : '0')).join('');
  const id = Number.parseInt(digits, 2);
  return id === 0 ? undefined : id;
}

/** The words between two marks. @param before what the first of them means */
function asWritten(text: string, before: Meaning): string {
  const unstuffed = text.replaceAll(`${space}\u2060`, space);
  switch (before) {
    // Qt copies a space that does not break as any other.
    case 'padding': return unstuffed.replace(/^[ \xa0]+/, '');
    case 'tab': return unstuffed.startsWith(tabSpaces) ? `\t${unstuffed.slice(tabSpaces.length)}` : unstuffed;
    case 'quote': return unstuffed.replace(/^. /u, '> ');
    default: return unstuffed;
  }
}

function withoutMarks(copied: string): string {
  return copied.replace(anyMark, '').replaceAll('\xa0', ' ');
}
