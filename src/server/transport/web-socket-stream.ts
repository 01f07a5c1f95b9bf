import { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { framesOf, Opcode } from './frames';

/** Source: https://ircv3.net/specs/extensions/websocket#websocket-features-and-encoding */
export const subprotocols = { 'binary.ircv3.net': Opcode.binary, 'text.ircv3.net': Opcode.text } as const;

const lineEnd = Buffer.from('\r\n');

/** Some programs end their lines here too. */
function lengthWithoutEnd(line: Buffer): number {
  let { length } = line;
  while (length > 0 && lineEnd.includes(line[length - 1] ?? 0)) length--;
  return length;
}

/** Nothing went wrong. Source: https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const normalClosure = 1000;

/**
 * How many frames without a line (empty messages, pongs) a peer may send in a second. They cost the server as much as
 * lines do, and nothing else slows them down; ws itself ends who sends pings and does not wait for their pongs.
 */
const maxEmptyFrames = 100;

/**
 * A WebSocket as a stream of lines, so that a connection need not know of it: each message that comes is a line, each
 * line that is written is a message. What the peer does not read waits here and is counted by `writableLength`.
 * Source: https://ircv3.net/specs/extensions/websocket
 */
export class WebSocketStream extends Duplex {
  private readonly opcode: Opcode;
  private hasEnded = false;
  private emptyFrames = 0;
  private countedSince = performance.now();

  /**
   * @param socket what the WebSocket runs on. Frames are written to it directly: one write for all the lines of a turn,
   * made once for all recipients. Nothing is compressed, so that ws writes whole frames only and none is cut in two.
   */
  constructor(
    private readonly webSocket: WebSocket,
    private readonly socket: Duplex,
  ) {
    super({ allowHalfOpen: true });
    // Who asks for none is older than the specification, and expects text: a page would be given a Blob otherwise.
    this.opcode = webSocket.protocol === 'binary.ircv3.net' ? Opcode.binary : Opcode.text;
    webSocket.on('message', (data: RawData) => this.receive(data));
    webSocket.on('pong', () => this.countEmpty());
    // After an error it closes by itself, with the code that says why.
    webSocket.on('error', () => this.endReading());
    webSocket.on('close', () => this.endReading());
  }

  override _read(): void {
    if (this.webSocket.isPaused) this.webSocket.resume();
  }

  override _write(lines: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.webSocket.readyState === this.webSocket.OPEN) this.socket.write(framesOf(lines, this.opcode), callback);
    else callback();
  }

  /** Waits for the peer to close as well; who does not want to wait for ever destroys the stream. */
  override _final(callback: (error?: Error | null) => void): void {
    if (this.webSocket.readyState === this.webSocket.CLOSED) {
      callback();
      return;
    }
    this.webSocket.once('close', () => callback());
    this.webSocket.close(normalClosure);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.webSocket.terminate();
    callback(error);
  }

  private receive(data: RawData): void {
    if (this.hasEnded) return;
    const line = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
    const length = lengthWithoutEnd(line);
    if (length === 0) this.countEmpty();
    else if (!this.push(Buffer.concat([line.subarray(0, length), lineEnd]))) this.webSocket.pause();
  }

  private countEmpty(): void {
    const now = performance.now();
    if (now - this.countedSince > 1000) {
      this.countedSince = now;
      this.emptyFrames = 0;
    }
    if (++this.emptyFrames <= maxEmptyFrames || this.hasEnded) return;
    this.endReading();
    this.webSocket.terminate();
  }

  private endReading(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.push(null);
  }
}
