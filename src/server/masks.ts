import { foldUnicode } from '../shared/casemap';

/** Fills a mask up to `nick!user@host`: `anna` is `anna!*@*`, `*@10.0.0.5` is `*!*@10.0.0.5`. */
export function completeMask(mask: string): string {
  const hostAt = mask.lastIndexOf('@');
  const host = hostAt === -1 ? '*' : mask.slice(hostAt + 1) || '*';
  const person = hostAt === -1 ? mask : mask.slice(0, hostAt);
  const userAt = person.indexOf('!');
  if (userAt !== -1) return `${person.slice(0, userAt) || '*'}!${person.slice(userAt + 1) || '*'}@${host}`;
  return hostAt === -1 ? `${person || '*'}!*@*` : `*!${person || '*'}@${host}`;
}

/** A mask that is taken apart once, for texts that were folded with {@link foldText}. */
export type CompiledMask = (folded: FoldedText) => boolean;

/** The characters of a text without regard to case; made by {@link foldText}. */
export type FoldedText = Readonly<ArrayLike<string>>;

/** A text as {@link CompiledMask} takes it. */
export function foldText(text: string): FoldedText {
  const folded = foldUnicode(text);
  // Nearly every text can be looked at as it is: a character is a code unit.
  return /[\ud800-\udfff]/.test(folded) ? Array.from(folded) : folded;
}

/**
 * Prepares a mask with `*` (any text) and `?` (any one character) that many texts are compared with, without regard to
 * case. Each character of a text is looked at once, whatever the mask: what has been read fits some beginnings of the
 * mask, and all of them are followed at a time, as the bits of a few words.
 * Sources: https://modern.ircdocs.horse/#wildcard-expressions and https://doi.org/10.1145/135239.135244 (Shift-And)
 */
export function compileMask(mask: string): CompiledMask {
  const { characters, stars } = takeApart(foldText(mask));
  const least = characters.length;
  const words = (least >>> 5) + 1;
  const staying = new Int32Array(words);
  for (const place of stars) setBit(staying, place);
  const others = new Int32Array(words);
  const fitting = new Map<string, Int32Array>();
  for (const character of new Set(characters)) {
    const places = character === '?' ? others : new Int32Array(words);
    characters.forEach((other, place) => {
      if (other === character || other === '?') setBit(places, place);
    });
    if (character !== '?') fitting.set(character, places);
  }
  // Bit n: the first n characters of the mask fit what has been read.
  const begun = new Int32Array(words);
  return (subject) => {
    const { length } = subject;
    if (length < least || (stars.length === 0 && length > least)) return false;
    begun.fill(0);
    begun[0] = 1;
    for (let index = 0; index < length; index++) {
      const places = fitting.get(subject[index] ?? '') ?? others;
      let carry = 0;
      let any = 0;
      for (let word = 0; word < words; word++) {
        const before = begun[word] ?? 0;
        const moved = before & (places[word] ?? 0);
        const after = (moved << 1) | carry | (before & (staying[word] ?? 0));
        carry = moved >>> 31;
        begun[word] = after;
        any |= after;
      }
      if (any === 0) return false;
    }
    return ((begun[least >>> 5] ?? 0) & (1 << (least & 31))) !== 0;
  };
}

/** The characters of a mask without its `*`, and before which of them these stand. */
function takeApart(pattern: FoldedText): { readonly characters: readonly string[]; readonly stars: readonly number[] } {
  const characters: string[] = [];
  const stars: number[] = [];
  for (const character of Array.from(pattern)) {
    if (character !== '*') characters.push(character);
    else if (stars.at(-1) !== characters.length) stars.push(characters.length);
  }
  return { characters, stars };
}

function setBit(words: Int32Array, bit: number): void {
  words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
}

/** Whether a text fits a mask; see {@link compileMask}, which is for a mask that is used more than once. */
export function matchesMask(mask: string, text: string): boolean {
  return compileMask(mask)(foldText(text));
}
