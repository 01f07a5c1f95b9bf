/** How long a line may be, in bytes. */
export interface LineLimits {
  /** The tags, from `@` to the space that ends them, both included. */
  readonly tags: number;
  /** The rest of the line, with the two bytes of CR LF. */
  readonly body: number;
}

/** 512 bytes and no tags. Source: https://modern.ircdocs.horse/#messages */
export const plainLineLimits: LineLimits = { tags: 0, body: 512 };

/** What a client may send: 4,096 bytes of tags. Source: https://ircv3.net/specs/extensions/message-tags#size-limit */
export const clientLineLimits: LineLimits = { tags: 4096, body: 512 };

/** What a server may send: 8,191 bytes of tags. Source: https://ircv3.net/specs/extensions/message-tags#size-limit */
export const serverLineLimits: LineLimits = { tags: 8191, body: 512 };

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const at = 0x40;
const space = 0x20;
const lineEndLength = 2;

/** What becomes of the lines. */
export interface LineHandler {
  /** A line without its end; it may share memory with the bytes that were given. */
  onLine(line: Buffer): void;
  /** Called once for each line that is over a limit; the line itself is dropped. */
  onTooLong(): void;
  /** A line with nothing in it was passed over. */
  onEmpty?(): void;
  /** Asked after each line, whether the next one may be handed out. */
  mayGoOn?(): boolean;
}

/**
 * Cuts a stream of bytes into lines. A line ends at CR, LF or both; empty lines are passed over and NUL is taken out,
 * since neither can stand in a message. Whatever a peer sends, no more than one line's limit is kept.
 */
export class LineSplitter {
  private rest: Buffer | undefined;
  private discarding = false;
  /** Whether the last byte was a CR, to which an LF right behind it belongs. */
  private endedByReturn = false;

  constructor(
    private readonly limits: LineLimits,
    private readonly handler: LineHandler,
  ) {}

  /**
   * Takes the next bytes, however they were cut.
   * @returns the bytes that were not looked at, since the line before them was the last one for now
   */
  push(bytes: Buffer): Buffer | undefined {
    // Taken out before anything is counted, so that how the bytes were cut makes no difference.
    const chunk = bytes.includes(0) ? Buffer.from(bytes.filter((byte) => byte !== 0)) : bytes;
    let start = 0;
    for (let end = lineEnd(chunk, start); end !== -1; end = lineEnd(chunk, start)) {
      const piece = chunk.subarray(start, end);
      const isSecondHalf = this.endedByReturn && end === start && chunk[end] === lineFeed;
      start = end + 1;
      this.endedByReturn = chunk[end] === carriageReturn;
      if (isSecondHalf) continue;
      if (this.discarding) this.discarding = false;
      else this.deliver(this.rest === undefined ? piece : Buffer.concat([this.rest, piece]));
      this.rest = undefined;
      if (start < chunk.length && this.handler.mayGoOn?.() === false) return chunk.subarray(start);
    }
    if (start < chunk.length) this.endedByReturn = false;
    if (start < chunk.length && !this.discarding) this.keep(chunk.subarray(start));
    return undefined;
  }

  private keep(piece: Buffer): void {
    const length = (this.rest?.length ?? 0) + piece.length;
    if (length > this.limits.tags + this.limits.body - lineEndLength) {
      this.discarding = true;
      this.rest = undefined;
      this.handler.onTooLong();
    } else {
      // A copy: the chunk that the piece is part of may be 64 KiB.
      this.rest = this.rest === undefined ? Buffer.from(piece) : Buffer.concat([this.rest, piece]);
    }
  }

  private deliver(line: Buffer): void {
    if (line.length === 0) {
      this.handler.onEmpty?.();
      return;
    }
    let tagsLength = 0;
    if (line[0] === at) {
      const end = line.indexOf(space);
      tagsLength = end === -1 ? line.length : end + 1;
    }
    if (tagsLength > this.limits.tags || line.length - tagsLength + lineEndLength > this.limits.body) this.handler.onTooLong();
    else this.handler.onLine(line);
  }
}

/** The index of the first CR or LF at or after `from`, or -1; each byte is looked at once. */
function lineEnd(chunk: Buffer, from: number): number {
  for (let index = from; index < chunk.length; index++) {
    const byte = chunk[index];
    if (byte === lineFeed || byte === carriageReturn) return index;
  }
  return -1;
}
