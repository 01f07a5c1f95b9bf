import { foldForSearch } from './search';

/** How well letters fit into a text, and where they stand in it (for marking them). */
export interface FuzzyMatch {
  readonly score: number;
  /** Places in the folded text, which are those of the text where that has no letters of several units. */
  readonly places: readonly number[];
}

const bonus = { start: 12, wordStart: 8, next: 6, gap: -2 } as const;
/** Longer ones are cut: nobody types so much into a switcher. */
const longest = { typed: 40, text: 200 };

/**
 * Finds the letters of `typed` in their order in a text, without case, accents and spaces, where they fit best: at the
 * starts of words and next to each other. @returns undefined where they are not there
 */
export function fuzzyMatch(typed: string, text: string): FuzzyMatch | undefined {
  const letters = foldForSearch(typed).replace(/\s/g, '').slice(0, longest.typed);
  const folded = foldForSearch(text).slice(0, longest.text);
  if (letters === '') return { score: 0, places: [] };
  if (!isInside(letters, folded)) return undefined;
  const scores: number[][] = [];
  const from: number[][] = [];
  for (let letter = 0; letter < letters.length; letter++) fillRow(letters, letter, folded, scores, from);
  return best(scores, from, folded.length);
}

function isInside(letters: string, text: string): boolean {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at === -1) return false;
  }
  return true;
}

/** For each place the best score of the letters so far where the last of them stands there, and where the one before stands. */
function fillRow(letters: string, letter: number, text: string, scores: number[][], from: number[][]): void {
  const before = scores[letter - 1];
  const row = Array<number>(text.length).fill(-Infinity);
  const came = Array<number>(text.length).fill(-1);
  let bestBefore = -1;
  for (let at = 0; at < text.length; at++) {
    const far = before === undefined ? 0 : (before[bestBefore] ?? -Infinity) + bonus.gap;
    const next = before === undefined ? -Infinity : (before[at - 1] ?? -Infinity) + bonus.next;
    if (text[at] === letters[letter]) {
      row[at] = Math.max(far, next) + placeBonus(text, at);
      came[at] = next > far ? at - 1 : bestBefore;
    }
    if (before !== undefined && (before[at] ?? -Infinity) > (before[bestBefore] ?? -Infinity)) bestBefore = at;
  }
  scores.push(row);
  from.push(came);
}

function placeBonus(text: string, at: number): number {
  if (at === 0 || (at === 1 && !isWordCharacter(text, 0))) return bonus.start;
  return isWordCharacter(text, at - 1) ? 0 : bonus.wordStart;
}

function isWordCharacter(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
}

function best(scores: readonly number[][], from: readonly number[][], length: number): FuzzyMatch {
  const last = scores.at(-1) ?? [];
  let at = last.reduce((top, score, place) => (score > (last[top] ?? -Infinity) ? place : top), 0);
  const score = (last[at] ?? 0) - length / 50;
  const places: number[] = [];
  for (let letter = scores.length - 1; letter >= 0; letter--) {
    places.unshift(at);
    at = from[letter]?.[at] ?? -1;
  }
  return { score, places };
}

/**
 * Those whose text has the letters, best first; all of them, in their order, where nothing is typed.
 * @param weight more for what is likelier, as what was used lately: from 0 to 10, in the measure of two starts of words
 */
export function fuzzyRank<Item>(items: readonly Item[], typed: string, textOf: (item: Item) => string, weight: (item: Item) => number = () => 0): readonly Item[] {
  return items
    .flatMap((item, place) => {
      const match = fuzzyMatch(typed, textOf(item));
      return match === undefined ? [] : [{ item, place, score: match.score + weight(item) }];
    })
    .sort((a, b) => (typed.trim() === '' ? 0 : b.score - a.score) || a.place - b.place)
    .map(({ item }) => item);
}
