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

/** Prepares a mask that many texts are compared with. */
export function compileMask(mask: string): CompiledMask {
  const pattern = foldText(mask);
  return (subject) => matches(pattern, subject);
}

/**
 * Whether a text fits a mask with `*` (any text) and `?` (any one character), without regard to case. It takes time
 * in proportion to the product of the two lengths at most, whatever the mask.
 * Source: https://modern.ircdocs.horse/#wildcard-expressions
 */
export function matchesMask(mask: string, text: string): boolean {
  return matches(foldText(mask), foldText(text));
}

function matches(pattern: FoldedText, subject: FoldedText): boolean {
  let p = 0;
  let s = 0;
  let star = -1;
  let resume = 0;
  while (s < subject.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = s;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === subject[s])) {
      p++;
      s++;
    } else if (star !== -1) {
      p = star + 1;
      s = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
