import { readText } from './message-text';

/** What stands for a hidden text, whatever its length. */
const hidden = '░░░';
const nobody = { nick: '' };
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A message as it is read: without the marks that were typed, and without what they hide. */
export function plainText(formatted: string): string {
  let text = '';
  let spoiler: number | undefined;
  for (const span of readText(formatted, nobody)) {
    const { replaced, spoiler: inside } = span.marks;
    if (replaced !== undefined) text += replaced.includes('\n') ? '\n' : '';
    else if (inside === undefined) text += span.text;
    else if (inside !== spoiler) text += hidden;
    spoiler = inside;
  }
  return text;
}

/** The beginning of a message on one line, at most so many characters as people see them. */
export function excerpt(formatted: string, length: number): string {
  // Whatever the marks take away, and however many units a character has, this is enough.
  return cutText(plainText(formatted.slice(0, length * 20)).replace(/\s+/g, ' ').trim(), length);
}

/** At most so many characters, with an ellipsis where there were more. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes.segment(text.slice(0, length * 20))) {
    if (count === length) return `${kept.trimEnd()}…`;
    kept += segment;
    count++;
  }
  return kept.length < text.length ? `${kept}…` : kept;
}
