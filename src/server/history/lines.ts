import { splitKeeping } from '../../shared/text';

/**
 * A message of several lines is kept as one text. A line feed stands where a new line begins; a carriage return where
 * the sender only cut a long line, so that the composition is the sender's when the message is sent again. Neither can
 * stand in a line of IRC.
 * Source: https://ircv3.net/specs/extensions/multiline#fallback
 */
const newLine = '\n';
const concatenation = '\r';

/** One line of a message as it goes over the wire. */
export interface Part {
  readonly text: string;
  /** Whether it goes on the line before it (`draft/multiline-concat`). */
  readonly isConcatenated: boolean;
}

/** How many bytes of an edited text go into one line: what a line holds less the longest source and target. */
const partLength = 350;

export function textOf(parts: readonly Part[]): string {
  return parts.map(({ text, isConcatenated }, index) => (index === 0 ? text : (isConcatenated ? concatenation : newLine) + text)).join('');
}

export function partsOf(text: string): Part[] {
  return text.split(newLine).flatMap((line) => line.split(concatenation).map((part, index) => ({ text: part, isConcatenated: index > 0 })));
}

export function hasSeveralParts(text: string): boolean {
  return text.includes(newLine) || text.includes(concatenation);
}

/** What a person reads: the cuts inside lines are gone. */
export function readable(text: string): string {
  return text.replaceAll(concatenation, '');
}

/**
 * A text in one piece, as it comes with an edit, in the form that is kept: each line is cut so that it fits the wire.
 * The space at a cut stays at the end of the part before it.
 */
export function composed(text: string): string {
  const lines = text.replaceAll(concatenation, '').split(newLine);
  return lines.map((line) => splitKeeping(line, partLength).join(concatenation)).join(newLine);
}
