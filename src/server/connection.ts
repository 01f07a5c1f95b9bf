import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import { LineSplitter } from '../shared/line-splitter';
import { addressKey } from './address';
import { Allowance, type PaceLimits } from './allowance';
import { Outbox, type OutboxFlusher } from './outbox';
import { takeTurns, type Share, type Steps, type Turns } from './turns';
import type { Link } from './transport/link';

/** Limits of one connection; see the settings of the same names. */
export interface ConnectionLimits extends PaceLimits {
  /** Bytes of a line without its tags, with its CR LF. */
  readonly lineLength: number;
  /** Bytes of the tags of a line. */
  readonly tagsLength: number;
  /** Bytes that may wait for a slow reader. */
  readonly sendq: number;
}

/** What a connection tells its owner. */
export interface ConnectionHandler {
  /** One line of valid UTF-8, without its end. */
  onLine(line: string): void;
  /** A line over the length limits was dropped. */
  onTooLong(): void;
  /** A line that is not UTF-8 was dropped. */
  onInvalidUtf8(): void;
  /** The peer is over its rate, and its lines have waited for so long that it may have gone meanwhile. */
  onDelayed(): void;
  /** The connection is gone; called once, and nothing after it. */
  onClose(reason: string): void;
  /** Something was thrown that nobody expected; the connection ends by it. */
  onFault(error: unknown): void;
}

/** How long a peer may take to read the last words, in ms. */
const lastWordsTime = 1000;
/** A peer that is over its rate is looked at again this often, in ms. */
const delayStep = 50;
/** How many bytes are cut into lines at once. */
const pieceLength = 4096;
/** How long lines wait before {@link ConnectionHandler.onDelayed}, each time, in ms. */
const longDelay = 2000;
/** The part of `sendq` that answers may fill; past it no further line is taken until the peer has read. */
const answersPart = 0.25;

/**
 * One line transport: bytes in are cut into lines and paced, lines out wait in a bounded outbox. A peer that is over its
 * rate, makes the server work for long, or does not read its answers waits: its bytes are not even cut into lines.
 */
export class Connection {
  private person: Omit<Link, 'stream'>;
  private gatewayName: string | undefined;
  /** When the last byte came, by `performance.now()`. */
  lastHeard = performance.now();
  readonly outbox: Outbox;
  private readonly splitter: LineSplitter;
  /** What has come and was not cut into lines yet. */
  private readonly unread: Buffer[] = [];
  private readonly allowance: Allowance;
  private delay: NodeJS.Timeout | undefined;
  /** Since when its lines have waited, or were said to. */
  private delayedSince: number | undefined;
  private closeReason: string | undefined;
  private ended = false;
  private hasPeerEnded = false;
  private isHeld = false;

  private readonly socket: Duplex;
  private share: Share;
  /** Whether it waits for its address's next turn. */
  private isQueued = false;
  /** Until when the address's time was counted, by `performance.now()`. */
  private chargedAt = 0;

  constructor(
    link: Link,
    private readonly flusher: OutboxFlusher,
    private readonly turns: Turns,
    private readonly limits: ConnectionLimits,
    private readonly handler: ConnectionHandler,
  ) {
    const { stream: socket } = link;
    this.socket = socket;
    this.person = link;
    this.share = turns.enter(addressKey(link.address));
    this.allowance = new Allowance(limits);
    this.outbox = new Outbox(socket, flusher, limits, this);
    const splitting = { onLine: (line: Buffer) => this.handle(line), onTooLong: () => this.refuse(), onEmpty: () => this.allowance.spend(), mayGoOn: () => this.mayTake() };
    this.splitter = new LineSplitter({ body: limits.lineLength, tags: limits.tagsLength }, splitting);
    socket.on('data', (chunk: Buffer) => {
      this.lastHeard = performance.now();
      if (this.ended) return;
      this.unread.push(chunk);
      if (this.delay === undefined && !this.isQueued) this.drain();
    });
    socket.on('end', () => {
      this.hasPeerEnded = true;
      if (this.unread.length === 0 && !this.isHeld && this.delay === undefined && !this.isQueued) this.drain();
    });
    socket.on('error', (error) => (this.closeReason ??= wordsFor(error)));
    socket.on('close', () => this.finish());
  }

  /** Where the person behind it is: the peer's address, or what a gateway has told. */
  get remoteAddress(): string {
    return this.person.address;
  }

  /** Whether all of the way to the person is encrypted. */
  get isSecure(): boolean {
    return this.person.isSecure;
  }

  /** The SHA-256 of the certificate that the person showed, in lower-case hexadecimal digits. */
  get certificateFingerprint(): string | undefined {
    return this.person.certificateFingerprint;
  }

  /** What the gateway calls itself that the person comes through, if any. */
  get gateway(): string | undefined {
    return this.gatewayName;
  }

  /** The peer is a gateway, and the person behind it is elsewhere (WEBIRC). */
  actFor(address: string, isSecure: boolean, gateway: string): void {
    this.person = { address, isSecure, certificateFingerprint: undefined };
    this.turns.leave(this.share);
    this.share = this.turns.enter(addressKey(address));
    this.gatewayName = gateway;
  }

  /** Queues a line, or several, each with its CR LF; the Buffer may be shared. */
  send(lines: Buffer): void {
    this.outbox.push(lines);
  }

  /**
   * Ends the connection: what is queued is sent, then `lastWords` as an ERROR, then the socket is closed. A peer that
   * does not read is cut off after a second.
   * Source: https://modern.ircdocs.horse/#error-message
   * @param reason what others are told
   */
  end(reason: string, lastWords?: string): void {
    if (this.ended) return;
    this.ended = true;
    this.closeReason ??= reason;
    this.unread.length = 0;
    clearTimeout(this.delay);
    this.flusher.flushOnly(this.outbox);
    this.outbox.close();
    this.socket.resume();
    this.socket.end(lastWords === undefined ? '' : `ERROR :${lastWords}\r\n`);
    setTimeout(() => this.socket.destroy(), lastWordsTime).unref();
  }

  /** Whether the peer has said that it sends nothing more: a program was there to the end. */
  get wasClosedByPeer(): boolean {
    return this.hasPeerEnded;
  }

  /** Bytes that wait for the peer to read them. */
  get waiting(): number {
    return this.outbox.waiting;
  }

  /** Ends the connection of a peer that reads too slowly. */
  overflow(): void {
    this.end('SendQ exceeded', 'SendQ exceeded');
  }

  /**
   * Takes that many of the peer's next lines without a delay, as parts of one message that is not to trickle in; what comes
   * after them waits until they are earned.
   */
  lend(lines: number): void {
    this.allowance.lend(lines);
  }

  /** Hands over no further line until {@link release}: the one that was handed over takes its time. */
  hold(): void {
    this.isHeld = true;
    this.socket.pause();
  }

  /** Goes on where {@link hold} stopped. */
  release(): void {
    this.isHeld = false;
    if (this.ended) return;
    clearTimeout(this.delay);
    this.delay = undefined;
    if (!this.isQueued) this.drain();
  }

  /**
   * Does work for this connection in its address's turns, so that nobody waits for it; its time is counted like that of lines.
   * @param isForOthers whether it is done to its end also when the connection is gone
   * @returns undefined where all was done at once
   */
  takeTurns(steps: Steps, isForOthers = false): Promise<void> | undefined {
    return takeTurns(this.share, steps, (time) => this.allowance.spendTime(time), () => this.ended && !isForOthers);
  }

  /** Calls back when the connection is gone. */
  onceClosed(callback: () => void): void {
    if (this.socket.closed) callback();
    else this.socket.once('close', callback);
  }

  /** Cuts the connection without a word. */
  destroy(): void {
    this.ended = true;
    this.socket.destroy();
  }

  /** Ends a connection with which something is wrong that nobody expected: it may not even take last words. */
  abort(error: unknown): void {
    this.closeReason ??= 'Internal error';
    this.destroy();
    this.handler.onFault(error);
  }

  private finish(): void {
    this.ended = true;
    clearTimeout(this.delay);
    this.outbox.close();
    this.turns.leave(this.share);
    this.handler.onClose(this.closeReason ?? 'Connection closed');
  }

  private handle(line: Buffer): void {
    const startedAt = performance.now();
    this.allowance.spend();
    this.flusher.traffic.lines++;
    if (isUtf8(line)) this.handler.onLine(line.toString());
    else this.handler.onInvalidUtf8();
    this.allowance.spendTime(performance.now() - startedAt);
  }

  private refuse(): void {
    this.allowance.spend();
    this.handler.onTooLong();
  }

  /** Whether a line may be taken now. */
  private mayTake(): boolean {
    if (this.ended || this.isHeld || this.flusher.isPaused) return false;
    return this.allowance.hasLine(this.charge()) && this.outbox.waiting <= this.limits.sendq * answersPart && this.share.mayWork;
  }

  /** Counts the time since the last call as worked for the address. @returns now */
  private charge(): number {
    const now = performance.now();
    this.share.charge(now - this.chargedAt);
    this.chargedAt = now;
    return now;
  }

  /** Takes as many lines as may be taken of the bytes that are here. While some are left the peer's own TCP slows it down. */
  private drain(): void {
    try {
      this.takeLines();
    } catch (error) {
      this.abort(error);
    }
  }

  private takeLines(): void {
    this.chargedAt = performance.now();
    while (this.unread.length > 0 && this.mayTake()) {
      const [chunk] = this.unread;
      if (chunk !== undefined) this.takePiece(chunk);
    }
    // The last line that has come, which is not followed by a question whether another one may be taken.
    this.charge();
    if (this.ended || this.isHeld) return;
    if (this.unread.length > 0) {
      this.wait();
      return;
    }
    this.delayedSince = undefined;
    if (this.hasPeerEnded) this.end('Connection closed');
    else this.socket.resume();
  }

  private takePiece(chunk: Buffer): void {
    const piece = chunk.length <= pieceLength ? chunk : chunk.subarray(0, pieceLength);
    const { taken } = this.allowance;
    const rest = this.splitter.push(piece);
    if (this.ended) return;
    const left = [rest, piece === chunk ? undefined : chunk.subarray(pieceLength)].filter((bytes) => bytes !== undefined);
    this.unread.splice(0, 1, ...left);
    this.allowance.spendBytes(piece.length - (rest?.length ?? 0), this.allowance.taken - taken);
  }

  private wait(): void {
    this.socket.pause();
    this.noteDelay();
    if (!this.share.mayWork) {
      this.isQueued = true;
      this.share.wait(() => {
        this.isQueued = false;
        this.drain();
      });
      return;
    }
    this.delay ??= setTimeout(() => {
      this.delay = undefined;
      this.drain();
    }, delayStep);
  }

  private noteDelay(): void {
    const now = performance.now();
    this.delayedSince ??= now;
    if (now - this.delayedSince <= longDelay) return;
    this.delayedSince = now;
    this.handler.onDelayed();
  }
}

function wordsFor(error: Error & { code?: string }): string {
  switch (error.code) {
    case 'ECONNRESET':
    case 'EPIPE':
      return 'Connection reset';
    case 'ETIMEDOUT':
      return 'Connection timed out';
    default:
      return 'Connection failed';
  }
}
