/** What a terminal obeys instead of showing: control characters, those that turn the direction of a text, and Unicode's line ends. */
const obeyed = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
/** The same in a text of several lines. */
const obeyedInLines = /[^\P{Cc}\n\t]|[\p{Bidi_Control}\u2028\u2029]/gu;
/** The same in JSON, which escapes the C0 controls by itself. */
const obeyedInJson = /[\x7f-\x9f\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * A text as one line that a terminal can be given, wherever the text came from: what the terminal would obey is shown by
 * its code, as `less` does: `<U+001B>`. Otherwise a peer could set colours and titles, write over lines or turn them round.
 */
export function lineForTerminal(text: string): string {
  return text.replace(obeyed, shown);
}

/** As {@link lineForTerminal}, for a text of several lines; tabs stay too. */
export function linesForTerminal(text: string): string {
  return text.replace(obeyedInLines, shown);
}

/** JSON with the same value in which nothing is left that a terminal obeys, but for the line ends between values. */
export function jsonForTerminal(json: string): string {
  return json.replace(obeyedInJson, (character) => `\\u${codeOf(character)}`);
}

/** The door for what our programs say on a terminal. */
export function tellTerminal(words: string, stream: { write(text: string): unknown } = process.stderr): void {
  stream.write(`${linesForTerminal(words)}\n`);
}

function shown(character: string): string {
  return `<U+${codeOf(character).toUpperCase()}>`;
}

/** All of them are in the Basic Multilingual Plane. */
function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
