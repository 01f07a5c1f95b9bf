/** Sequence numbers in one millisecond; with 1,024 they stay whole numbers in JavaScript until the year 2248. */
const perMillisecond = 1024;

/** In the year 2248; there is room behind it for what is numbered then. */
export const highestSequence = Number.MAX_SAFE_INTEGER - perMillisecond * 86_400_000;

let latest = 0;

/**
 * The place of an event in the order of all events, and its time: no two are the same, each is greater than the one
 * before. Where the clock was set back the numbers go on from the latest, so that time stands still rather than run
 * backwards: who asks for what came after a message gets it whatever the clock did.
 */
export function nextSequence(): number {
  latest = Math.max(latest + 1, Date.now() * perMillisecond);
  return latest;
}

/** Goes on behind what an earlier run of the server has written. */
export function resumeSequence(written: number): void {
  // What is greater can only be a damaged number, behind which there would be no other.
  if (Number.isSafeInteger(written) && written < highestSequence) latest = Math.max(latest, written);
}

/** Whether a number is one that {@link nextSequence} has given out by now, by its clock of then or of now. */
export function isGivenOut(sequence: number): boolean {
  return Number.isSafeInteger(sequence) && sequence <= Math.max(latest, Date.now() * perMillisecond);
}

/** When an event happened, in ms since 1970. */
export function timeOf(sequence: number): number {
  return Math.floor(sequence / perMillisecond);
}

/** The smallest sequence number of a time. */
export function sequenceAt(time: number): number {
  return time * perMillisecond;
}

/** The message id on the wire. It says its sequence number, so that no index is needed to find a message by it. */
export function messageId(sequence: number): string {
  return sequence.toString(36);
}

/** The sequence number of a message id; undefined where no message can have that id. */
export function parseMessageId(id: string): number | undefined {
  if (!/^[\da-z]{1,11}$/.test(id)) return undefined;
  const sequence = parseInt(id, 36);
  return Number.isSafeInteger(sequence) && messageId(sequence) === id ? sequence : undefined;
}
