/**
 * Splits a text so that each part has at most `limit` bytes in UTF-8: at a space where one is near enough, otherwise
 * between two characters as people see them (an emoji or an accented letter stays whole). The spaces at a split are
 * dropped; joined by one space, the parts give the words of the text in their order. No part is empty.
 * @param limit bytes; at least 4, the longest code point
 */
export function splitText(text: string, limit: number): string[] {
  if (limit < 4) throw new RangeError(`a part of ${String(limit)} bytes cannot hold every character`);
  const parts: string[] = [];
  let rest = text;
  while (isLonger(rest, limit)) {
    const fitting = longestStart(rest, limit);
    const atSpace = rest[fitting.length] === ' ' ? fitting.length : fitting.lastIndexOf(' ');
    const cut = atSpace > 0 && fitting.slice(0, atSpace).trim() !== '' ? atSpace : fitting.length;
    const part = rest.slice(0, cut).trimEnd();
    // More spaces than a part can hold are no part.
    if (part !== '') parts.push(part);
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest].filter((part) => part !== '');
}

/**
 * As {@link splitText}, but nothing is dropped: the space at a split stays at the end of its part, and the parts make
 * up the text.
 */
export function splitKeeping(text: string, limit: number): string[] {
  if (limit < 4) throw new RangeError(`a part of ${String(limit)} bytes cannot hold every character`);
  const parts: string[] = [];
  let rest = text;
  while (isLonger(rest, limit)) {
    const fitting = longestStart(rest, limit);
    const afterSpace = fitting.lastIndexOf(' ') + 1;
    const cut = fitting.slice(0, afterSpace).trim() !== '' ? afterSpace : fitting.length;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Counting the bytes of what is left of a long text again and again would take longer and longer. */
function isLonger(text: string, limit: number): boolean {
  return text.length > limit || Buffer.byteLength(text) > limit;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The longest start of a text that ends between two graphemes and has at most `limit` bytes. */
function longestStart(text: string, limit: number): string {
  // Each UTF-16 unit is at least one byte: what is past `limit` units cannot fit.
  const window = text.slice(0, limit + 1);
  let bytes = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(window)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > limit) break;
    end = index + segment.length;
  }
  return end > 0 ? text.slice(0, end) : longestCodePoints(text, limit);
}

/** For one grapheme that is longer than a line: whole code points at least. */
function longestCodePoints(text: string, limit: number): string {
  let bytes = 0;
  let start = '';
  for (const point of text) {
    bytes += Buffer.byteLength(point);
    if (bytes > limit) break;
    start += point;
  }
  return start;
}

export { stripFormatting } from './formatting';
