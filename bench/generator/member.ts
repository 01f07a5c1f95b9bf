import { connect, type Socket } from 'node:net';

/** What a member asks for: nothing, as plain clients do, or the capabilities of a modern one. */
export type MemberKind = 'plain' | 'modern';

const modernCapabilities = 'server-time message-tags echo-message batch';
const lineEnd = 10;
/** Every socket reads into this: a chunk is looked at before the next one comes. */
const readBuffer = Buffer.alloc(256 * 1024);

/** Takes the chunks that one member receives. The chunk is valid during the call only. */
export type Receiver = (chunk: Buffer) => void;

/** One connection of the load generator. It does as little as it can: what is measured is the server. */
export class Member {
  /** Bytes received. */
  bytes = 0;
  receiver: Receiver | undefined;
  private readonly socket: Socket;
  private rest = '';
  private fences = 0;
  private waiting: { readonly pattern: string; readonly resolve: (before: string) => void } | undefined;
  private failure: Error | undefined;
  private fail: ((error: Error) => void) | undefined;

  private constructor(readonly nick: string, host: string, port: number, localAddress: string | undefined) {
    this.socket = connect({
      host, port, ...(localAddress === undefined ? {} : { localAddress }),
      onread: {
        buffer: readBuffer,
        callback: (length, buffer) => {
          this.received((buffer as Buffer).subarray(0, length));
          return true;
        },
      },
    });
    this.socket.setNoDelay(true);
    this.socket.on('error', (error) => this.broke(error));
    this.socket.on('close', () => this.broke(new Error(`the server closed the connection of ${nick}: ${this.rest.slice(-200)}`)));
  }

  /** Connects, registers and waits for the end of the welcome. */
  static async register(nick: string, kind: MemberKind, host: string, port: number, localAddress?: string): Promise<Member> {
    const member = new Member(nick, host, port, localAddress);
    const negotiation = kind === 'modern' ? `CAP REQ :${modernCapabilities}\r\n` : '';
    const end = kind === 'modern' ? 'CAP END\r\n' : '';
    const welcomed = member.until(' 001 ');
    member.send(`${negotiation}NICK ${nick}\r\nUSER bench 0 * :bench\r\n${end}`);
    await welcomed;
    return member;
  }

  send(lines: string): void {
    this.socket.write(lines);
  }

  /** Waits until something like this has come; what came before is dropped. */
  until(pattern: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) { reject(this.failure); return; }
      this.fail = reject;
      this.waiting = { pattern, resolve };
      this.look('');
    });
  }

  /** Joins a room (where the server has not done so by itself) and waits until its list of names has come. */
  async join(room: string): Promise<void> {
    this.send(`JOIN ${room}\r\n`);
    await this.fence();
  }

  /** Waits until the server has done everything that was asked so far. */
  async fence(): Promise<void> {
    const token = `fence-${this.nick}-${++this.fences}`;
    const answered = this.until(`${token}\r\n`);
    this.send(`PING :${token}\r\n`);
    await answered;
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }

  private received(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.waiting !== undefined) this.look(chunk.toString('latin1'));
    else if (this.receiver === undefined && chunk.includes('PING :')) this.answerPing(chunk.toString('latin1'));
    this.receiver?.(chunk);
  }

  private look(text: string): void {
    this.rest += text;
    this.answerPing(this.rest);
    const { waiting } = this;
    if (waiting === undefined) return;
    const at = this.rest.indexOf(waiting.pattern);
    if (at === -1) {
      this.rest = this.rest.slice(-Math.max(400, waiting.pattern.length));
      return;
    }
    const before = this.rest.slice(0, at);
    this.rest = this.rest.slice(at + waiting.pattern.length);
    this.waiting = undefined;
    waiting.resolve(before);
  }

  /** Servers ask a newcomer (or a quiet client) whether it is there. */
  private answerPing(text: string): void {
    const token = /(?:^|\n)PING :?([^\r\n]*)\r?\n/.exec(text)?.[1];
    if (token !== undefined) this.send(`PONG :${token}\r\n`);
  }

  private broke(error: Error): void {
    this.failure ??= error;
    this.fail?.(this.failure);
    if (this.receiver !== undefined) throw this.failure;
  }
}

/** Cuts chunks into lines; for the few members that look at what they receive. */
export function lineReceiver(onLine: (line: string) => void): Receiver {
  let rest = '';
  return (chunk) => {
    const end = chunk.lastIndexOf(lineEnd);
    if (end === -1) {
      rest += chunk.toString('latin1');
      return;
    }
    const lines = (rest + chunk.toString('latin1', 0, end)).split('\n');
    rest = chunk.toString('latin1', end + 1);
    for (const line of lines) onLine(line);
  };
}
