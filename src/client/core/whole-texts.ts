import { splitKeeping } from '../../shared/text';

/** What one server takes of several lines in one message. Source: https://ircv3.net/specs/extensions/multiline#capability-value */
export interface MultilineLimits {
  /** Of all its text, with a line feed between two lines. */
  readonly bytes: number;
  readonly lines: number;
}

/** One line on the wire of a message of several. */
export interface WireLine {
  readonly text: string;
  /** Whether it goes on the line before it, which was too long for one. */
  readonly continues: boolean;
}

/** One message of several lines. */
export interface WholeText {
  readonly lines: readonly WireLine[];
  /** As others will read it. */
  readonly text: string;
  /** Whether it begins in the middle of a line that was too long for one message. */
  readonly continues: boolean;
}

const fence = '```';
const fenceStart = /^```\w*$/;

/**
 * Makes of some lines as few messages as a server takes. Nothing of them is left out, but blank lines at their start and
 * end; where a block of code has to be cut, each message is a block of its own.
 * @param budget the most bytes of text in one line
 */
export function wholeTexts(lines: readonly string[], budget: number, limits: MultilineLimits): readonly WholeText[] {
  const all = withoutBlankEnds(lines);
  const [first = ''] = all;
  const isCode = all.length > 2 && fenceStart.test(first) && all.at(-1) === fence && all.slice(1, -1).every((line) => !line.startsWith(fence));
  const one = pack(all, budget, limits);
  if (one.length < 2 || !isCode) return one;
  const around = { bytes: limits.bytes - Buffer.byteLength(first) - fence.length - 2, lines: limits.lines - 2 };
  if (around.lines < 1 || around.bytes < budget) return one;
  return pack(all.slice(1, -1), budget, around).map((part) => ({
    lines: [{ text: first, continues: false }, ...part.lines.map((line, index) => (index === 0 ? { ...line, continues: false } : line)), { text: fence, continues: false }],
    text: `${first}\n${part.text}\n${fence}`,
    continues: false,
  }));
}

function pack(lines: readonly string[], budget: number, limits: MultilineLimits): WholeText[] {
  const texts: WholeText[] = [];
  let current: WireLine[] = [];
  let bytes = 0;
  const finish = (): void => {
    // A message of blank lines only is none.
    if (current.some(({ text }) => text.trim() !== '')) texts.push(wholeOf(current));
    current = [];
    bytes = 0;
  };
  for (const line of lines) {
    const parts = line === '' ? [''] : splitKeeping(line, Math.max(4, Math.min(budget, limits.bytes)));
    parts.forEach((text, index) => {
      const continues = index > 0;
      const more = Buffer.byteLength(text) + (continues || current.length === 0 ? 0 : 1);
      if (current.length >= limits.lines || bytes + more > limits.bytes) finish();
      bytes += current.length === 0 ? Buffer.byteLength(text) : more;
      current.push({ text, continues });
    });
  }
  finish();
  return texts;
}

function wholeOf(lines: readonly WireLine[]): WholeText {
  const text = lines.map((line, index) => (index === 0 || line.continues ? '' : '\n') + line.text).join('');
  return { lines: lines.map((line, index) => (index === 0 ? { ...line, continues: false } : line)), text, continues: lines[0]?.continues === true };
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const isText = (line: string): boolean => line.trim() !== '';
  const first = lines.findIndex(isText);
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex(isText) + 1);
}
