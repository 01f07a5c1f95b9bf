import { formatSafely, type MessageParts } from '../shared/message';

/** Bytes of a line without its tags and CR LF. Source: https://modern.ircdocs.horse/#messages */
export const maxLineLength = 510;

/** The longest line that is sent, in the same bytes. */
let longestLine = maxLineLength;

/** Lets lines be longer than IRC's 512 bytes, CR LF included (setting `line-length`), for every server of this process. */
export function allowLineLength(bytes: number): void {
  longestLine = bytes - 2;
}

/**
 * Writes a message as one line; what does not fit into a line, apart from the tags, is cut off at its end. Everything
 * that the server says comes through here, whoever its words are from, so that nothing can break a line or throw.
 */
export function formatLine(message: MessageParts): string {
  const line = formatSafely(message);
  if (line.length * 3 <= longestLine) return line;
  const tagsEnd = line.startsWith('@') ? line.indexOf(' ') + 1 : 0;
  return line.slice(0, tagsEnd) + cutToBytes(line.slice(tagsEnd), longestLine);
}

/** Joins words by spaces into texts of at most `limit` bytes each; a longer word has a text of its own. */
export function* joinWords(words: Iterable<string>, limit: number): Generator<string> {
  let text = '';
  let bytes = 0;
  for (const word of words) {
    const length = Buffer.byteLength(word);
    if (text !== '' && bytes + 1 + length > limit) {
      yield text;
      text = '';
      bytes = 0;
    }
    bytes += text === '' ? length : length + 1;
    text += text === '' ? word : ` ${word}`;
  }
  if (text !== '') yield text;
}

/** The longest start of a text that has at most `limit` bytes in UTF-8; no character is cut in two. */
export function cutToBytes(text: string, limit: number): string {
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return text;
  const bytes = Buffer.from(text);
  let end = limit;
  // 10xxxxxx goes on a character that began before.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
