import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { parse, type Message } from '../../src/shared/message';

const open = new Set<IrcClient>();
let fences = 0;

/** Ends with the test: no client outlives the test that connected it. */
afterEach(() => {
  for (const client of open) client.destroy();
});

/**
 * A client for tests on a socket of its own. What it is sent waits in a queue; {@link fence} is how a test knows that
 * all that was to come is there, without a sleep.
 */
export class IrcClient {
  /** How long a line may take to come before the test fails, in ms. */
  patience = 5000;
  /** The lines that came and that no test has taken yet. */
  private readonly lines: string[] = [];
  /** All lines that ever came, for the words of a failure. */
  private readonly history: string[] = [];
  private waiting: (() => void)[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private ended = false;

  private constructor(readonly socket: Socket) {
    open.add(this);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', () => undefined);
    socket.on('end', () => this.finish());
    socket.on('close', () => this.finish());
  }

  /** Connects; `host` is this computer's IPv4 address unless said otherwise, `localAddress` the one to connect from. */
  static connect(port: number, host = '127.0.0.1', localAddress?: string): Promise<IrcClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host, ...(localAddress === undefined ? {} : { localAddress }) });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new IrcClient(socket));
      });
    });
  }

  /** Connects by TLS, whatever certificate the server shows. */
  static connectTls(port: number, options: ConnectionOptions = {}): Promise<IrcClient> {
    return new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed the connection')));
      socket.once('secureConnect', () => {
        socket.off('error', reject);
        resolve(new IrcClient(socket));
      });
    });
  }

  /** Somebody who has come to the shared room and was told all of it. */
  static async join(port: number, nick: string): Promise<IrcClient> {
    const client = await IrcClient.connect(port);
    client.send(`NICK ${nick}`, `USER test 0 * :${nick}`);
    await client.expect(/ 366 /);
    await client.fence();
    return client;
  }

  /** Sends lines, each with CR LF. */
  send(...lines: readonly string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  /** Sends bytes as they are. */
  sendBytes(bytes: Buffer | string): void {
    this.socket.write(bytes);
  }

  /** The next line, without its end. Fails when the connection ends or none comes. */
  async next(): Promise<string> {
    await this.until(() => this.lines.length > 0, 'a line');
    return this.lines.shift() ?? '';
  }

  /** The next line that is the text or fits the pattern; lines before it are passed over. */
  async expect(wanted: string | RegExp): Promise<string> {
    const fits = (line: string): boolean => (typeof wanted === 'string' ? line === wanted : wanted.test(line));
    await this.until(() => this.lines.some(fits), String(wanted));
    const index = this.lines.findIndex(fits);
    return this.lines.splice(0, index + 1).at(-1) ?? '';
  }

  /** Sends a PING and waits for its PONG: every line that came before it, and was not taken yet. */
  async fence(): Promise<string[]> {
    const token = `fence-${String(++fences)}`;
    this.send(`PING ${token}`);
    const isPong = (line: string): boolean => {
      const message = parse(line);
      return message?.verb === 'PONG' && message.params.at(-1) === token;
    };
    await this.until(() => this.lines.some(isPong), `PONG ${token}`);
    return this.lines.splice(0, this.lines.findIndex(isPong) + 1).slice(0, -1);
  }

  /** Sends lines and returns what came before a fence behind them. */
  ask(...lines: readonly string[]): Promise<string[]> {
    this.send(...lines);
    return this.fence();
  }

  /** As {@link ask}, for lines that may end the connection: what came before the fence, or before the end. */
  async askAnything(...lines: readonly string[]): Promise<string[]> {
    const token = `fence-${String(++fences)}`;
    this.send(...lines, `PING ${token}`);
    await this.until(() => this.ended || this.lines.some((line) => line.endsWith(` :${token}`)), `PONG ${token}`, true);
    return this.lines.splice(0);
  }

  /** As {@link ask}, taken apart. */
  async askMessages(...lines: readonly string[]): Promise<Message[]> {
    return (await this.ask(...lines)).map((line) => parse(line)).filter((message) => message !== undefined);
  }

  /** The verbs and numerics of what came before a fence behind these lines. */
  async askVerbs(...lines: readonly string[]): Promise<string[]> {
    return (await this.askMessages(...lines)).map(({ verb }) => verb);
  }

  /** Waits for the end of the connection and returns the lines that were not taken. */
  async closed(): Promise<string[]> {
    await this.until(() => this.ended, 'the end of the connection', true);
    return this.lines.splice(0);
  }

  /** Whether the server ended the connection. */
  get isClosed(): boolean {
    return this.ended;
  }

  /** Cuts the connection without a word. */
  destroy(): void {
    open.delete(this);
    this.socket.destroy();
  }

  private async until(isThere: () => boolean, what: string, mayEnd = false): Promise<void> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.wake();
    }, this.patience);
    try {
      while (!isThere()) {
        const seen = this.history.slice(-20).join('\n');
        assert.ok(!isLate, `${what} did not come within ${String(this.patience)} ms; the last lines were:\n${seen}`);
        assert.ok(mayEnd || !this.ended, `the connection ended before ${what}; the last lines were:\n${seen}`);
        await new Promise<void>((resolve) => this.waiting.push(resolve));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  private take(chunk: Buffer): void {
    const all = Buffer.concat([this.rest, chunk]);
    let start = 0;
    for (let end = all.indexOf('\r\n'); end !== -1; end = all.indexOf('\r\n', start)) {
      const line = all.toString('utf8', start, end);
      start = end + 2;
      this.lines.push(line);
      this.history.push(line);
    }
    this.rest = all.subarray(start);
    this.wake();
  }

  private finish(): void {
    this.ended = true;
    open.delete(this);
    this.socket.end();
    this.wake();
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
