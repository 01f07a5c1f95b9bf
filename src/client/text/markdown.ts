import type { FoundLink } from './links';
import type { Mark } from './marks';

// The few marks that people type in every chat, read so that ordinary text is left alone: a mark has to stand at the edge
// of a word, outside, and at the edge of its content, inside. Nothing crosses a line but a block of code.

interface Range {
  readonly start: number;
  readonly end: number;
}

type Kind = 'bold' | 'italic' | 'both' | 'strike' | 'spoiler';

interface Opener extends Range {
  readonly kind: Kind;
}

/** What stands before a line of a quotation. */
export const quoteBar = '▎';

/** Longer texts are shown as they were typed. */
const longest = 10_000;

const anyMark = /[*_~|`]|^> /m;
const fence = '```';
const inlineCode = /(?<![`\p{L}\p{N}\\])(`{1,2})(?!`)([^\n]*?[^\s`][^\n]*?)(?<!`)\1(?![`\p{L}\p{N}])/gu;
const run = /\*+|_+|~+|\|+/g;
const kinds: Readonly<Record<string, Kind>> = { '*': 'italic', _: 'italic', '**': 'bold', '***': 'both', '~~': 'strike', '||': 'spoiler' };

/** Scripts that put no spaces between words. */
const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}';
const beforeOpening = new RegExp(`[\\s([{"'“‘«„—–\\-:,;.!?*_~|…。、${unspaced}]`, 'u');
const afterOpening = /[^\s.,;:!?)\]}…/\\=^+%-]/u;
const beforeClosing = /[^\s([{“‘«\\]/u;
const afterClosing = new RegExp(`[\\s.,;:!?)\\]}"'”’»…—–\\-*_~|。、${unspaced}]`, 'u');
const meaningful = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** The marks of a text. @param links addresses, which may have any of the characters in them */
export function markdown(text: string, links: readonly FoundLink[]): Mark[] {
  if (text.length > longest || !anyMark.test(text)) return [];
  const marks: Mark[] = [];
  const taken: Range[] = [...codeBlocks(text, marks)];
  taken.push(...codeSpans(text, taken, marks));
  const addresses = links.filter((link) => !overlaps(link, taken));
  quotes(text, taken, marks);
  emphasis(text, [...taken, ...addresses].sort((a, b) => a.start - b.start), marks);
  return marks;
}

function codeBlocks(text: string, marks: Mark[]): Range[] {
  if (!text.includes(fence)) return [];
  const fences = Array.from(text.matchAll(/```/g), ({ index }) => index);
  const taken: Range[] = [];
  let closer = 0;
  let end = 0;
  for (const opener of fences) {
    if (opener < end || /\S/.test(text.charAt(opener - 1))) continue;
    const content = contentStart(text, opener);
    while (closer < fences.length && !endsBlock(text, fences[closer] ?? 0, content)) closer++;
    const closing = fences[closer];
    if (closing === undefined) break;
    ({ end } = addBlock(text, { start: opener, end: closing + fence.length }, { start: content, end: closing }, marks, taken));
  }
  return taken;
}

/** After the fence, and after the name of a language where it has a line of its own. */
function contentStart(text: string, opener: number): number {
  const head = /^[\w+#.-]{0,20}\n/.exec(text.slice(opener + fence.length, opener + fence.length + 21));
  return opener + fence.length + (head?.[0].length ?? 0);
}

function endsBlock(text: string, closing: number, content: number): boolean {
  return closing > content && !/\S/.test(text.charAt(closing + fence.length));
}

function addBlock(text: string, whole: Range, content: Range, marks: Mark[], taken: Range[]): Range {
  // The line breaks around a block and before its end are its own.
  const start = text.charAt(whole.start - 1) === '\n' ? whole.start - 1 : whole.start;
  const end = text.charAt(whole.end) === '\n' ? whole.end + 1 : whole.end;
  const contentEnd = text.charAt(content.end - 1) === '\n' && content.end - 1 > content.start ? content.end - 1 : content.end;
  marks.push({ kind: 'replaced', start, end: content.start, value: start === 0 ? '' : '\n' });
  marks.push({ kind: 'codeBlock', start: content.start, end: contentEnd, value: true });
  marks.push({ kind: 'replaced', start: contentEnd, end, value: end === text.length ? '' : '\n' });
  taken.push({ start, end });
  return { start, end };
}

function codeSpans(text: string, taken: readonly Range[], marks: Mark[]): Range[] {
  if (!text.includes('`')) return [];
  const found: Range[] = [];
  for (const match of text.matchAll(inlineCode)) {
    const range = { start: match.index, end: match.index + match[0].length };
    if (overlaps(range, taken)) continue;
    const ticks = match[1]?.length ?? 1;
    found.push(range);
    marks.push({ kind: 'replaced', start: range.start, end: range.start + ticks, value: '' });
    marks.push({ kind: 'code', start: range.start + ticks, end: range.end - ticks, value: true });
    marks.push({ kind: 'replaced', start: range.end - ticks, end: range.end, value: '' });
  }
  return found;
}

function quotes(text: string, taken: readonly Range[], marks: Mark[]): void {
  for (const match of text.matchAll(/^> (?=[^\n]*\S)/gm)) {
    const start = match.index;
    if (overlaps({ start, end: start + 2 }, taken)) continue;
    const lineEnd = text.indexOf('\n', start);
    marks.push({ kind: 'replaced', start, end: start + 2, value: `${quoteBar} ` });
    marks.push({ kind: 'quote', start, end: lineEnd === -1 ? text.length : lineEnd, value: true });
  }
}

/** Bold, italic, strike and spoilers, line by line. @param taken in order: nothing in there is a mark */
function emphasis(text: string, taken: readonly Range[], marks: Mark[]): void {
  let open: Opener[] = [];
  let line = 0;
  let next = 0;
  let spoilers = 0;
  for (const match of text.matchAll(run)) {
    const range = { start: match.index, end: match.index + match[0].length };
    while ((taken[next]?.end ?? Infinity) <= range.start) next++;
    const kind = kinds[match[0]];
    if (kind === undefined || (taken[next]?.start ?? Infinity) < range.end) continue;
    if (text.slice(line, range.start).includes('\n')) open = [];
    line = range.start;
    const opener = open.find((one) => one.kind === kind);
    if (opener !== undefined && closes(text, opener, range)) {
      open = open.slice(0, open.indexOf(opener));
      add(marks, opener, range, kind === 'spoiler' ? spoilers++ : 0);
    } else if (opener === undefined && opens(text, range)) open.push({ ...range, kind });
  }
}

function opens(text: string, { start, end }: Range): boolean {
  return (start === 0 || beforeOpening.test(characterBefore(text, start))) && afterOpening.test(characterAfter(text, end));
}

function closes(text: string, opener: Opener, { start, end }: Range): boolean {
  return (
    beforeClosing.test(characterBefore(text, start)) &&
    (end === text.length || afterClosing.test(characterAfter(text, end))) &&
    // * and _ are the same kind: one does not close the other.
    text[opener.start] === text[start] &&
    meaningful.test(text.slice(opener.end, start))
  );
}

function add(marks: Mark[], opener: Opener, closer: Range, spoiler: number): void {
  const inside = { start: opener.end, end: closer.start };
  marks.push({ kind: 'replaced', start: opener.start, end: opener.end, value: '' });
  marks.push({ kind: 'replaced', start: closer.start, end: closer.end, value: '' });
  switch (opener.kind) {
    case 'both':
      marks.push({ ...inside, kind: 'bold', value: true }, { ...inside, kind: 'italic', value: true });
      break;
    case 'spoiler':
      marks.push({ ...inside, kind: 'spoiler', value: spoiler });
      break;
    default:
      marks.push({ ...inside, kind: opener.kind, value: true });
  }
}

function overlaps({ start, end }: Range, ranges: readonly Range[]): boolean {
  return ranges.some((range) => range.start < end && start < range.end);
}

function characterBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff ? text.slice(at - 2, at) : text.charAt(at - 1);
}

function characterAfter(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}
