/** A function that maps every spelling of a name to one key: two names are the same when their keys are. */
export type Fold = (name: string) => string;

/** `A` to `Z` only. Source: https://modern.ircdocs.horse/#casemapping-parameter */
export const foldAscii: Fold = (name) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** `A` to `Z` and `[]\` as upper case of `{}|`. */
export const foldRfc1459Strict: Fold = (name) =>
  name.replace(/[A-Z[\]\\]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));

/** As `rfc1459-strict`, and `~` as upper case of `^`. */
export const foldRfc1459: Fold = (name) => foldRfc1459Strict(name).replaceAll('~', '^');

/**
 * Any script: compatibility forms are made one (NFKC), then case is taken away by way of the upper case, so that
 * `Straße` is `STRASSE` (and `STRAẞE`, whose letter is its own upper case: hence lower case first), a final sigma is a
 * sigma and a dotless i is an i. This is what a Ritrovo server compares names by; it never calls two names different
 * that ASCII case mapping calls the same.
 */
export const foldUnicode: Fold = (name) => {
  if (/^[\x21-\x7e]*$/.test(name)) return name.toLowerCase();
  // Lower case has two sigmas, by where they stand in the word; a start of a name must map as it does in the whole.
  return name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
};

const folds: Readonly<Record<string, Fold>> = {
  ascii: foldAscii,
  rfc1459: foldRfc1459,
  'rfc1459-strict': foldRfc1459Strict,
  rfc7613: foldUnicode,
};

/** The fold for an ISUPPORT `CASEMAPPING` value; RFC 1459's where the value is unknown, as the specification says. */
export function foldFor(caseMapping: string | undefined): Fold {
  return folds[caseMapping ?? 'rfc1459'] ?? foldRfc1459;
}
