import emojiRegex from 'emoji-regex';

const mayHaveEmoji = /[^\0-\xff]/;
const emoji = emojiRegex();
/** A sign such as ☺ or © is text, unless a variation selector asks for its picture. */
const isPicture = /\p{Emoji_Presentation}|\ufe0f/u;

/** Where emoji that are shown as pictures stand in a text. */
export function findEmoji(text: string): readonly { readonly start: number; readonly end: number }[] {
  if (!mayHaveEmoji.test(text)) return nothing;
  const found: { start: number; end: number }[] = [];
  // A copy of so large an expression, as matchAll makes one, costs more than the search.
  emoji.lastIndex = 0;
  for (let match = emoji.exec(text); match !== null; match = emoji.exec(text)) {
    if (isPicture.test(match[0])) found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

const nothing: readonly never[] = [];

/** How many emoji a text has where it has nothing else but spaces; 0 where it has anything else. */
export function countOnlyEmoji(text: string): number {
  // Nothing that somebody would call a few emoji is longer.
  if (text.length > 200 || !mayHaveEmoji.test(text)) return 0;
  const found = findEmoji(text);
  let end = 0;
  for (const { start, end: next } of found) {
    if (text.slice(end, start).trim() !== '') return 0;
    end = next;
  }
  return text.slice(end).trim() === '' ? found.length : 0;
}
