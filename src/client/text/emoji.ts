import rows from '../../../assets/emoji.json';
import type { Key, Language } from '../i18n';
import { foldForSearch } from './search';

/** One emoji without a skin tone. */
export interface Emoji {
  readonly text: string;
  /** Its names between colons, the usual one first: `thumbsup`. */
  readonly names: readonly string[];
  readonly takesTone: boolean;
  readonly group: EmojiGroup;
  /** What it is called, for tips and screen readers. */
  readonly label: Readonly<Record<Language, string>>;
}

/** The parts of a picker, in their order. */
export const emojiGroups = ['smileys', 'people', 'nature', 'food', 'travel', 'activity', 'objects', 'symbols', 'flags'] as const;
export type EmojiGroup = (typeof emojiGroups)[number];

/** What a part of a picker is called. */
export const emojiGroupKeys: Readonly<Record<EmojiGroup, Key>> = {
  smileys: 'emoji.smileys', people: 'emoji.people', nature: 'emoji.nature', food: 'emoji.food', travel: 'emoji.travel',
  activity: 'emoji.activity', objects: 'emoji.objects', symbols: 'emoji.symbols', flags: 'emoji.flags',
};

/** Skin tones; 0 is the yellow one. */
export type SkinTone = 0 | 1 | 2 | 3 | 4 | 5;

const tones = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
/** The data's numbers of the groups: 2 are the tones themselves. */
const groupNumbers: Readonly<Record<string, EmojiGroup>> = {
  0: 'smileys', 1: 'people', 3: 'nature', 4: 'food', 5: 'travel', 6: 'activity', 7: 'objects', 8: 'symbols', 9: 'flags',
};

interface Table {
  readonly all: readonly Emoji[];
  readonly byName: ReadonlyMap<string, Emoji>;
}

let made: Table | undefined;

/** Made when it is first asked for: not every run of the program needs it. */
function table(): Table {
  return (made ??= makeTable());
}

function makeTable(): Table {
  const all = rows.map(toEmoji);
  const byName = new Map<string, Emoji>();
  for (const emoji of all) for (const name of emoji.names) if (!byName.has(name)) byName.set(name, emoji);
  return { all, byName };
}

/** @param row of assets/emoji.json (scripts/emoji.mjs) */
function toEmoji([text = '', group = '', names = '', label = '', , etichetta = '', , tone]: readonly string[]): Emoji {
  return { text, names: names.split(' '), takesTone: tone === 'tone', group: groupNumbers[group] ?? 'symbols', label: { en: label, it: etichetta } };
}

/** What the emoji of the same place is found by in one language. */
interface Words {
  readonly label: readonly string[];
  readonly others: readonly string[];
}

const columns: Readonly<Record<Language, readonly [label: number, others: number]>> = { en: [3, 4], it: [5, 6] };
const words = new Map<Language, readonly Words[]>();

function wordsIn(language: Language): readonly Words[] {
  const known = words.get(language);
  if (known !== undefined) return known;
  const [label, others] = columns[language];
  const made = rows.map((row) => ({ label: split(row[label] ?? ''), others: split(row[others] ?? '') }));
  words.set(language, made);
  return made;
}

function split(text: string): readonly string[] {
  return foldForSearch(text).split(/[\s:,()’'-]+/).filter((word) => word !== '');
}

/** All emoji, in the order of the groups. */
export function allEmoji(): readonly Emoji[] {
  return table().all;
}

/** The emoji of `:name:`, without its colons. */
export function emojiNamed(name: string): Emoji | undefined {
  return table().byName.get(name.toLowerCase());
}

/** The emoji in a tone, where it takes one. */
export function withTone({ text, takesTone }: Emoji, tone: SkinTone): string {
  if (!takesTone || tone === 0) return text;
  const [first = '', ...rest] = text.replace(/^(.)\ufe0f/u, '$1');
  return first + tones[tone] + rest.join('');
}

const name = /(?<![\w:/]):([\w+-]{1,60}):(?![\w/])/g;

/** The text with each `:name:` that is an emoji's as that emoji, but not in code: as it is to be sent. */
export function namesToEmoji(text: string, tone: SkinTone = 0): string {
  if (!text.includes(':')) return text;
  // What stands between backticks is every second part.
  return text.split(/(```[^]*?```|`[^`\n]*`)/).map((part, index) => (index % 2 === 1 ? part : part.replace(name, (whole, called: string) => {
    const emoji = emojiNamed(called);
    return emoji === undefined ? whole : withTone(emoji, tone);
  }))).join('');
}

/** So many emoji are found at most. */
const mostFound = 100;

/**
 * The emoji that fit, best first: by their names between colons, by what they are called and by words that go with them,
 * in the language of the window and in English. Several words must all fit. What is used often comes first where two fit alike.
 */
export function searchEmoji(typed: string, language: Language, used: readonly string[] = []): readonly Emoji[] {
  const wanted = split(typed.slice(0, 100));
  if (wanted.length === 0) return [];
  const whole = foldForSearch(typed.trim().replace(/^:|:$/g, '')).replace(/\s+/g, '_');
  const [own, english] = [wordsIn(language), wordsIn('en')];
  const found: { readonly emoji: Emoji; readonly score: number }[] = [];
  allEmoji().forEach((emoji, place) => {
    const score = scoreOf(emoji, own[place] ?? nothing, english[place] ?? nothing, wanted, whole);
    if (score > 0) found.push({ emoji, score: used.includes(emoji.text) ? score + 1 : score });
  });
  return found.sort((a, b) => b.score - a.score).slice(0, mostFound).map(({ emoji }) => emoji);
}

const nothing: Words = { label: [], others: [] };

function scoreOf({ names, group }: Emoji, own: Words, english: Words, wanted: readonly string[], whole: string): number {
  if (names.includes(whole)) return 100;
  const named = names.some((one) => one.startsWith(whole)) ? 20 : 0;
  let score = named;
  for (const word of wanted) {
    const inName = names.some((one) => one.includes(word)) ? 2 : 0;
    const best = Math.max(
      wordScore(own.label, word, 12), wordScore(own.others, word, 8), wordScore(english.label, word, 6), wordScore(english.others, word, 4), inName,
    );
    if (best === 0) return named;
    score += (best + (own.label[0]?.startsWith(word) === true ? 2 : 0)) / wanted.length;
  }
  // Of two that fit alike, the one with the shorter label says it more plainly, and faces are meant more often than flags.
  return score - own.label.length / 10 - emojiGroups.indexOf(group) / 20;
}

/** The whole word counts for more than its beginning. */
function wordScore(all: readonly string[], word: string, weight: number): number {
  let score = 0;
  for (const one of all) if (one.startsWith(word)) score = Math.max(score, one.length === word.length ? weight : weight * 0.7);
  return score;
}
