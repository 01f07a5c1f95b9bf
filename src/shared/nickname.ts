/** The most characters (code points) a name may have; sent as ISUPPORT `NICKLEN`. */
export const maxNicknameLength = 32;

/** The rule for names, in words for the person who chose one that is not allowed. */
export const nicknameRule =
  `A name has 1 to ${String(maxNicknameLength)} letters (of any script), digits and _ - [ ] { } \\ | ^ \`, ` +
  'without spaces, and does not start with a digit or a hyphen. Latin, Cyrillic and Greek letters do not stand in one name.';

const allowed = /^[\p{L}_[\]\\`^{}|][\p{L}\p{M}\p{Nd}_[\]\\`^{}|-]*$/u;
/** Letters that show nothing (Hangul fillers and the like) would make two names that look the same. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;
/** More marks on one letter than any language needs spill over the lines around them. */
const stackedMarks = /\p{M}{4}/u;

/**
 * Scripts whose letters look alike: a name has letters of one of them at most, or anybody could look like somebody else,
 * or like a service that people tell their password. Source: https://www.unicode.org/reports/tr39/#Restriction_Level_Detection
 */
const similarScripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u, /\p{Script=Coptic}/u, /\p{Script=Lisu}/u];

/** The one spelling (NFC) that a name is kept and shown in. */
export function normalizeNickname(name: string): string {
  return name.normalize('NFC');
}

/** Whether a normalized name follows {@link nicknameRule}. */
export function isNickname(name: string): boolean {
  return (
    allowed.test(name) && !invisible.test(name) && !stackedMarks.test(name) && !mixesSimilarScripts(name) && Array.from(name).length <= maxNicknameLength
  );
}

/** Whether a text has letters of several scripts that look alike. */
export function mixesSimilarScripts(name: string): boolean {
  // As nearly all names are.
  if (/^[\x21-\x7e]*$/.test(name)) return false;
  return similarScripts.filter((script) => script.test(name)).length > 1;
}

/** The other names worth trying, in order, when a name is taken: `anna2`, `anna3` … cut so that they are allowed. */
export function* alternativeNicknames(name: string): Generator<string> {
  const base = name.replace(/\d+$/, '');
  for (let number = Number(/\d{1,6}$/.exec(name)?.[0] ?? '1') + 1; ; number++) {
    const ending = String(number);
    yield Array.from(base).slice(0, maxNicknameLength - ending.length).join('') + ending;
  }
}
