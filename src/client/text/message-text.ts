import { parseFormatting, plainFormatting } from '../../shared/formatting';
import { findEmoji } from './emoji-match';
import { findLinks, ownLink } from './links';
import { cut, type Mark, type Span } from './marks';
import { markdown } from './markdown';

/** What a text is read for. */
export interface Reader {
  /** The name of the person who reads; '' where there is none. */
  readonly nick: string;
  /** Whether somebody here has this name: then `name:` at the start and `@name` are addresses. */
  isName?(nick: string): boolean;
  /** Whether a name cannot be told from another. */
  isDoubtful?(nick: string): boolean;
  /** Where a search has found something: start and end in the text without codes. */
  hits?(plain: string): readonly (readonly [start: number, end: number])[];
}

/**
 * A message's text as spans: mIRC's codes, the markdown that people type, addresses, rooms, names and emoji.
 * @param formatted with formatting codes
 */
export function readText(formatted: string, reader: Reader): readonly Span[] {
  const runs = parseFormatting(formatted);
  const plain = runs.length === 1 ? (runs[0]?.text ?? '') : runs.map((run) => run.text).join('');
  const marks: Mark[] = [];
  let at = 0;
  for (const { text, formatting } of runs) {
    if (formatting !== plainFormatting) marks.push({ kind: 'formatting', start: at, end: at + text.length, value: formatting });
    at += text.length;
  }
  const links = findLinks(plain);
  const typed = markdown(plain, links);
  const verbatim = typed.filter(({ kind }) => kind === 'code' || kind === 'codeBlock');
  const isVerbatim = ({ start, end }: Range): boolean => verbatim.some((mark) => mark.start < end && start < mark.end);
  for (const { start, end, href } of links) if (!isVerbatim({ start, end })) marks.push({ kind: 'link', start, end, value: ownLink({ kind: 'outside', address: href }) });
  marks.push(...typed, ...rooms(plain, isVerbatim, links), ...mentions(plain, reader, isVerbatim, links));
  for (const { start, end } of findEmoji(plain)) marks.push({ kind: 'emoji', start, end, value: true });
  for (const [start, end] of reader.hits?.(plain) ?? []) marks.push({ kind: 'hit', start, end, value: true });
  return cut(plain, marks);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

type Test = (range: Range) => boolean;

/** `#name` at the start of a word. Numbers (#42) and colours (#ff8800) are no rooms. */
const room = /(?<=^|[\s([{"'“‘«])#[^\s,:;!?"'“”‘’«»()[\]{}<>\x07]*[^\s,.:;!?"'“”‘’«»()[\]{}<>\x07*_~|`]/gu;
const noRoom = /^#(?:[\d#]+|(?=.*\d)(?:[\da-f]{3}|[\da-f]{6}|[\da-f]{8}))$/i;

function rooms(plain: string, isVerbatim: Test, links: readonly Range[]): Mark[] {
  if (!plain.includes('#')) return [];
  return Array.from(plain.matchAll(room), (match): Mark & { kind: 'link' } => {
    const [name] = match;
    return { kind: 'link', start: match.index, end: match.index + name.length, value: ownLink({ kind: 'room', room: name }) };
  }).filter((mark) => !noRoom.test(plain.slice(mark.start, mark.end)) && !isVerbatim(mark) && !links.some((link) => link.start < mark.end && mark.start < link.end));
}

/** Who is spoken to: the reader's own name as a whole word, `name:` at the start, and `@name` anywhere. */
function mentions(plain: string, reader: Reader, isVerbatim: Test, links: readonly Range[]): Mark[] {
  const { nick } = reader;
  const found: (Mark & { kind: 'mention' })[] = [];
  for (const { name, start } of addressed(plain)) {
    if (reader.isName?.(name) === true && name.toLowerCase() !== nick.toLowerCase()) {
      found.push({ kind: 'mention', start, end: start + name.length, value: name });
    }
  }
  for (const at of placesOf(plain, nick)) {
    if (!found.some((mark) => mark.start <= at && at < mark.end)) found.push({ kind: 'mention', start: at, end: at + nick.length, value: '' });
  }
  return found.filter((mark) => !isVerbatim(mark) && !links.some((link) => link.start < mark.end && mark.start < link.end));
}

const atStart = /^([\p{L}_[\]\\`^{|}][\p{L}\p{M}\p{N}_[\]\\`^{|}-]{0,63})[:,](?=\s)/u;
const afterAt = /(?<=^|[\s([{"'“‘«])@([\p{L}_[\]\\`^{|}][\p{L}\p{M}\p{N}_[\]\\`^{|}-]{0,63})/gu;

/** What stands where a name would stand that is spoken to. */
function* addressed(plain: string): Generator<{ readonly name: string; readonly start: number }> {
  const name = atStart.exec(plain)?.[1];
  if (name !== undefined) yield { name, start: 0 };
  if (!plain.includes('@')) return;
  for (const match of plain.matchAll(afterAt)) yield { name: match[1] ?? '', start: match.index + 1 };
}

const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;

/** Where the name stands as a word of its own, in any case. */
function placesOf(plain: string, nick: string): number[] {
  if (nick === '') return [];
  const [folded, name] = [plain.toLowerCase(), nick.toLowerCase()];
  // A few letters change their length with their case; then places in the one are not places in the other.
  if (folded.length !== plain.length) return [];
  const places: number[] = [];
  for (let at = folded.indexOf(name); at !== -1; at = folded.indexOf(name, at + name.length)) {
    if (!wordCharacter.test(folded.charAt(at - 1)) && !wordCharacter.test(folded.charAt(at + name.length))) places.push(at);
  }
  return places;
}
