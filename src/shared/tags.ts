/**
 * Message tags: `@key=value;key2` before a message.
 * Source: https://ircv3.net/specs/extensions/message-tags
 */
export type Tags = ReadonlyMap<string, string>;

/** The tags of a message that has none; shared, so that plain lines cost no map. */
export const noTags: Tags = new Map();

const escapes: Readonly<Record<string, string>> = { ';': '\\:', ' ': '\\s', '\\': '\\\\', '\r': '\\r', '\n': '\\n' };
const meanings: Readonly<Record<string, string>> = { ':': ';', s: ' ', '\\': '\\', r: '\r', n: '\n' };

/** Writes a tag's value so that it can stand on the wire. */
export function escapeTagValue(value: string): string {
  return value.replace(/[; \\\r\n]/g, (character) => escapes[character] ?? character);
}

/** Reads a tag's value from the wire; a backslash before any other character, or at the end, is dropped. */
export function unescapeTagValue(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\(.?)/gs, (_, character: string) => meanings[character] ?? character);
}

/**
 * Reads the text between `@` and the first space. A key without a value has the value ''; where a key stands twice,
 * the last one counts; an item without a key is left out.
 */
export function parseTags(text: string): Tags {
  const tags = new Map<string, string>();
  for (const item of text.split(';')) {
    const equals = item.indexOf('=');
    const key = equals === -1 ? item : item.slice(0, equals);
    if (key !== '') tags.set(key, equals === -1 ? '' : unescapeTagValue(item.slice(equals + 1)));
  }
  return tags;
}

/** Writes tags as they stand between `@` and the space. */
export function formatTags(tags: Tags): string {
  let text = '';
  for (const [key, value] of tags) {
    if (text !== '') text += ';';
    text += value === '' ? key : `${key}=${escapeTagValue(value)}`;
  }
  return text;
}
