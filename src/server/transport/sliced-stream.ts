import { Duplex } from 'node:stream';
import type { Share } from '../turns';

/** How many bytes are handed on at once; as WebSocket frames they are a millisecond of work at most. */
const sliceLength = 1024;

/**
 * A stream whose bytes are handed on in small pieces, in the turns of the peer's address: one chunk of a socket can hold
 * ten thousand WebSocket frames, which ws takes apart in one go. What is written goes on as it is.
 */
export class SlicedStream extends Duplex {
  private readonly pending: Buffer[] = [];
  private isWanted = false;
  private isQueued = false;
  private hasEnded = false;

  constructor(
    private readonly stream: Duplex,
    private readonly share: Share,
  ) {
    super({ allowHalfOpen: true });
    stream.on('data', (chunk: Buffer) => {
      this.pending.push(chunk);
      stream.pause();
      this.handOn();
    });
    stream.on('end', () => {
      this.hasEnded = true;
      this.handOn();
    });
    stream.on('error', (error) => this.destroy(error));
    stream.on('close', () => this.destroy());
  }

  override _read(): void {
    this.isWanted = true;
    // Not from in here: what is pushed now would only be kept, and nobody would know how long it takes.
    this.queue();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.stream.write(chunk, callback);
  }

  /** A frame's head and its content are written one after the other, and nothing may come in between. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], callback: (error?: Error | null) => void): void {
    this.stream.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  override _final(callback: () => void): void {
    this.stream.end(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.pending.length = 0;
    this.stream.destroy();
    callback(error);
  }

  private queue(): void {
    if (this.isQueued || this.destroyed) return;
    this.isQueued = true;
    this.share.wait(() => {
      this.isQueued = false;
      this.handOn();
    });
  }

  private handOn(): void {
    while (this.isWanted && this.share.mayWork) {
      const [chunk] = this.pending;
      if (chunk === undefined) {
        if (!this.hasEnded) this.stream.resume();
        else if (!this.destroyed) this.push(null);
        return;
      }
      if (chunk.length <= sliceLength) this.pending.shift();
      else this.pending[0] = chunk.subarray(sliceLength);
      this.isWanted = false;
      // The lines in it are counted by their connection.
      this.share.work(() => {
        if (this.push(chunk.subarray(0, sliceLength))) this.isWanted = true;
      });
    }
    if (this.isWanted) this.queue();
  }
}
