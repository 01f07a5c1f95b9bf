import { isUtf8 } from 'node:buffer';
import type net from 'node:net';
import type { Address } from '../../shared/address';
import { LineSplitter, serverLineLimits } from '../../shared/line-splitter';
import { format, parse, type Message, type MessageParts } from '../../shared/message';
import { t } from '../i18n';
import { openSocket, type OpenOptions } from './open-socket';

/** How long `end` waits for the flush, in ms. */
const flushTimeout = 500;
/** The longest that lines are handled without a break, in ms: a flood must not freeze the window. */
const turnLength = 8;
/** What the peer may leave unread of what we wrote, in bytes. */
const maxUnread = 1024 * 1024;
const keepAliveDelay = 20_000;

/** Who hears of a connection. */
export interface ConnectionListener {
  message(message: Message): void;
  /** Once, after the last message; not after `end` or `destroy`. */
  closed(error: Error | undefined): void;
}

/**
 * One connection to a server: messages in, messages out. Nothing a server sends can make it throw, block the loop or
 * keep more than one chunk's lines.
 */
export class Connection {
  private listener: ConnectionListener | undefined;
  private readonly splitter: LineSplitter;
  private queue: Message[] = [];
  private next = 0;
  private draining = false;
  /** Until when lines are handled in this turn, by `performance.now()`; several chunks may come in one. */
  private turnEnd: number | undefined;
  private gone: { error: Error | undefined } | undefined;
  private failure: Error | undefined;
  /** When bytes last came, by `performance.now()`. */
  lastHeard = performance.now();

  private constructor(private readonly socket: net.Socket, readonly address: Address) {
    this.splitter = new LineSplitter(serverLineLimits, { onLine: (line) => this.take(line), onTooLong: () => undefined });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveDelay);
    socket.on('error', (error) => (this.failure = error));
    socket.on('close', () => this.over());
    if (socket.destroyed) this.over();
  }

  /** A connection over a socket that stands: plain, or TLS whose certificate is trusted. */
  static over(socket: net.Socket, address: Address): Connection {
    return new Connection(socket, address);
  }

  /** Connects without TLS. @throws ConnectError */
  static async open(address: Address, options: OpenOptions = {}): Promise<Connection> {
    return new Connection(await openSocket(address, options), address);
  }

  /** The address of the machine at the other end, without the form of an IPv4 address in IPv6. */
  get remoteAddress(): string {
    const remote = (this.socket.remoteAddress ?? this.address.host).replace(/^::ffff:(?=\d+\.)/i, '');
    // Node leaves the zone out; without it a link-local address says nothing.
    return remote.startsWith('fe80:') && this.address.host.includes('%') ? this.address.host : remote;
  }

  /** Starts the messages; what came before waits. */
  listen(listener: ConnectionListener): void {
    this.listener = listener;
    this.socket.on('data', (chunk: Buffer) => {
      this.lastHeard = performance.now();
      this.splitter.push(chunk);
      this.drain();
    });
    if (this.gone !== undefined) this.drain();
  }

  /** @throws MessageFormatError */
  send(message: MessageParts): void {
    this.write(format(message));
  }

  /** Sends a line as it is, up to its first line end. */
  write(line: string): void {
    if (!this.socket.writable) return;
    this.socket.write(`${line.replace(/[\r\n\0].*$/s, '')}\r\n`);
    if (this.socket.writableLength > maxUnread) this.socket.destroy(new Error(t('problem.readsNothing')));
  }

  /** Writes a last message, waits until the server has taken it and closed (500 ms at most), and closes. */
  async end(last?: MessageParts): Promise<void> {
    if (last !== undefined) this.send(last);
    this.listener = undefined;
    this.queue = [];
    this.socket.resume();
    if (!this.socket.destroyed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, flushTimeout);
        this.socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        this.socket.end();
      });
    }
    this.socket.destroy();
  }

  /** Closes without a word; nothing is told any more. */
  destroy(): void {
    this.listener = undefined;
    this.queue = [];
    this.socket.destroy();
  }

  private over(): void {
    this.gone ??= { error: this.failure };
    this.drain();
  }

  private take(line: Buffer): void {
    // Servers of old networks pass on what their people send, which may be Latin-1.
    const message = parse(line.toString(isUtf8(line) ? 'utf8' : 'latin1'));
    if (message !== undefined && this.listener !== undefined) this.queue.push(message);
  }

  private drain(): void {
    if (this.draining) return;
    const end = this.endOfTurn();
    while (this.next < this.queue.length && performance.now() < end) {
      const message = this.queue[this.next++];
      if (message !== undefined) this.listener?.message(message);
    }
    if (this.next < this.queue.length) {
      this.draining = true;
      this.socket.pause();
      setImmediate(() => {
        this.draining = false;
        this.drain();
      });
      return;
    }
    this.queue = [];
    this.next = 0;
    if (this.socket.isPaused()) this.socket.resume();
    if (this.gone !== undefined) this.tellClosed(this.gone.error);
  }

  private endOfTurn(): number {
    if (this.turnEnd === undefined) {
      this.turnEnd = performance.now() + turnLength;
      setImmediate(() => (this.turnEnd = undefined));
    }
    return this.turnEnd;
  }

  private tellClosed(error: Error | undefined): void {
    const listener = this.listener;
    this.listener = undefined;
    listener?.closed(error);
  }
}
