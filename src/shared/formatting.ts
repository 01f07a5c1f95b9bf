// mIRC's formatting codes. Source: https://modern.ircdocs.horse/formatting.html

/** A colour of the palette, 0 to 98, or `#rrggbb`. */
export type FormattingColour = number | string;

/** How a part of a text looks. */
export interface Formatting {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly monospace: boolean;
  /** Foreground and background changed for each other. */
  readonly reverse: boolean;
  /** undefined: the reader's own. */
  readonly foreground: FormattingColour | undefined;
  readonly background: FormattingColour | undefined;
}

/** A part of a text that looks the same all through; never empty. */
export interface FormattedRun {
  readonly text: string;
  readonly formatting: Formatting;
}

export const plainFormatting: Formatting = {
  bold: false, italic: false, underline: false, strike: false, monospace: false, reverse: false, foreground: undefined, background: undefined,
};

type Toggle = 'bold' | 'italic' | 'underline' | 'strike' | 'monospace' | 'reverse';

const toggles: Readonly<Record<string, Toggle>> = {
  '\x02': 'bold', '\x1d': 'italic', '\x1f': 'underline', '\x1e': 'strike', '\x11': 'monospace', '\x16': 'reverse',
};

/** Each code with its colours. A colour code without a colour takes both colours away. */
const code = /\x03(?:(\d{1,2})(?:,(\d{1,2}))?)?|\x04(?:([\da-fA-F]{6})(?:,([\da-fA-F]{6}))?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/g;
const anyCode = /[\x02-\x04\x0f\x11\x16\x1d-\x1f]/;

/** The palette's number that stands for the reader's own colour. */
const defaultColour = 99;

/** A text without its formatting codes. */
export function stripFormatting(text: string): string {
  return anyCode.test(text) ? text.replace(code, '') : text;
}

/** The parts of a text; joined, their texts are `stripFormatting(text)`. */
export function parseFormatting(text: string): FormattedRun[] {
  if (!anyCode.test(text)) return text === '' ? [] : [{ text, formatting: plainFormatting }];
  const runs: FormattedRun[] = [];
  let formatting = plainFormatting;
  let end = 0;
  for (const match of text.matchAll(code)) {
    if (match.index > end) runs.push({ text: text.slice(end, match.index), formatting });
    formatting = applyCode(formatting, match);
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), formatting });
  return runs;
}

function applyCode(before: Formatting, [whole, foreground, background, hexForeground, hexBackground]: RegExpExecArray): Formatting {
  const first = whole.charAt(0);
  const toggle = toggles[first];
  if (toggle !== undefined) return { ...before, [toggle]: !before[toggle] };
  if (first === '\x0f') return plainFormatting;
  const chosen = first === '\x03' ? paletteColour(foreground) : hexColour(hexForeground);
  const behind = first === '\x03' ? paletteColour(background) : hexColour(hexBackground);
  const given = foreground ?? hexForeground;
  if (given === undefined) return { ...before, foreground: undefined, background: undefined };
  // A foreground alone leaves the background as it is.
  return { ...before, foreground: chosen, background: (background ?? hexBackground) === undefined ? before.background : behind };
}

function paletteColour(digits: string | undefined): number | undefined {
  const value = digits === undefined ? defaultColour : Number(digits);
  return value === defaultColour ? undefined : value;
}

function hexColour(digits: string | undefined): string | undefined {
  return digits === undefined ? undefined : `#${digits.toLowerCase()}`;
}

/** Writes parts with the codes; `parseFormatting` gives the same parts back, where neighbours differ. */
export function writeFormatting(runs: readonly FormattedRun[]): string {
  let plain = true;
  let written = '';
  for (const { text, formatting } of runs) {
    const codes = codesOf(formatting);
    written += `${plain ? '' : reset}${codes}`;
    // A comma after a colour would be read as part of the code: bold, on and off, ends it.
    written += colourIsLast(codes) && text.startsWith(',') ? `\x02\x02${text}` : text;
    plain = codes === '';
  }
  return written;
}

const reset = '\x0f';

function codesOf(formatting: Formatting): string {
  const switched = Object.entries(toggles).map(([character, name]) => (formatting[name] ? character : ''));
  return switched.join('') + backgroundCode(formatting.background) + foregroundCode(formatting);
}

/** There is no code for a background alone: the foreground that it needs is set again after it. */
function backgroundCode(background: FormattingColour | undefined): string {
  if (background === undefined) return '';
  return typeof background === 'number' ? `\x03${defaultColour},${twoDigits(background)}` : `\x04000000,${background.slice(1)}`;
}

function foregroundCode({ foreground, background }: Formatting): string {
  if (typeof foreground === 'number') return `\x03${twoDigits(foreground)}`;
  if (typeof foreground === 'string') return `\x04${foreground.slice(1)}`;
  return typeof background === 'string' ? `\x03${defaultColour}` : '';
}

function colourIsLast(codes: string): boolean {
  return /[\x03\x04]/.test(codes);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
