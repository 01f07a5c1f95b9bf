import { foldFor, type Fold } from './casemap';

/** The most tokens in one 005 line. Source: https://modern.ircdocs.horse/#rplisupport-005 */
const tokensPerLine = 13;
/** The most bytes of tokens, with their spaces: the longest names of a server and of a person fit beside them. */
const bytesPerLine = 270;

/** What a server says of itself in 005: key to value, '' where a key has none. */
export type Isupport = ReadonlyMap<string, string>;

/** Writes the tokens as the middle parameters of as many 005 lines as are needed. */
export function formatIsupport(tokens: Isupport): string[][] {
  return inLines([...tokens].map(([key, value]) => (value === '' ? key : `${key}=${escapeValue(value)}`)));
}

/** Written tokens in as many lines as they need. */
export function inLines(written: readonly string[]): string[][] {
  const lines: string[][] = [];
  let bytes = 0;
  for (const token of written) {
    const length = Buffer.byteLength(token) + 1;
    const line = lines.at(-1);
    if (line === undefined || line.length === tokensPerLine || bytes + length > bytesPerLine) {
      lines.push([token]);
      bytes = length;
    } else {
      line.push(token);
      bytes += length;
    }
  }
  return lines;
}

function escapeValue(value: string): string {
  return value.replace(/[\\ =]/g, (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/**
 * Adds what one 005 line says to what is known. `-KEY` takes a key away.
 * @param params the tokens alone: without the nick before and the text behind them
 */
export function updateIsupport(known: Map<string, string>, params: readonly string[]): void {
  for (const token of params) {
    if (token.startsWith('-')) {
      known.delete(token.slice(1));
      continue;
    }
    const equals = token.indexOf('=');
    const key = equals === -1 ? token : token.slice(0, equals);
    const value = equals === -1 ? '' : token.slice(equals + 1);
    if (key !== '') known.set(key, value.replace(/\\x([\da-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))));
  }
}

/** How names compare on this server. */
export function foldOf(isupport: Isupport): Fold {
  return foldFor(isupport.get('CASEMAPPING'));
}

/** One rank of a channel's members: its mode letter and the prefix before a name. Highest first. */
export interface MemberRank {
  readonly mode: string;
  readonly prefix: string;
}

/** The ranks of `PREFIX`, highest first; `@` and `+` where the server does not say. */
export function ranksOf(isupport: Isupport): MemberRank[] {
  const [, modes = '', prefixes = ''] = /^\((\w*)\)(.*)$/.exec(isupport.get('PREFIX') ?? '(ov)@+') ?? [];
  return Array.from(modes).map((mode, index) => ({ mode, prefix: prefixes[index] ?? '' }));
}

/** The characters that a channel's name may start with. */
export function channelTypesOf(isupport: Isupport): string {
  return isupport.get('CHANTYPES') ?? '#&';
}
