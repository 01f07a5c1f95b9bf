import { currentLanguage } from '../i18n';
import { allEmoji, searchEmoji, withTone, type Emoji, type SkinTone } from '../text/emoji';
import type { EmojiUse } from '../text/emoji-use';
import type { Row } from './text-list';

/** So many of the emoji that are used most stand first. */
const usual = 12;

/** The emoji of a tone that fit what was typed; those that are used most, then all, where nothing was typed. */
export function emojiRows(typed: string, use: EmojiUse, tone: SkinTone): readonly Row[] {
  const top = use.top(usual);
  const rowOf = (emoji: Emoji): Row => emojiRow(emoji, tone);
  if (typed.trim() !== '') return searchEmoji(typed, currentLanguage(), top).map(rowOf);
  const all = allEmoji();
  const byText = new Map(all.map((emoji) => [emoji.text, emoji]));
  const first = top.flatMap((text) => byText.get(text) ?? []);
  return [...first, ...all.filter(({ text }) => !top.includes(text))].map(rowOf);
}

function emojiRow(emoji: Emoji, tone: SkinTone): Row {
  const { text, names, label } = emoji;
  const tip = `${label[currentLanguage()]}   :${names[0] ?? ''}:`;
  // The key has no tone, so that one emoji is counted once.
  return { key: text, text: withTone(emoji, tone), tip, spoken: label[currentLanguage()] };
}
