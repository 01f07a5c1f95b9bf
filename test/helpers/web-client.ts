import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** What a server answered to raw bytes, to the end of the connection. */
export async function exchange(port: number, bytes: Buffer | string, { tls = false, host = '127.0.0.1' }: { readonly tls?: boolean; readonly host?: string } = {}): Promise<string> {
  const socket: Duplex = tls ? connectTls({ port, host, rejectUnauthorized: false }) : connect(port, host);
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

const patience = 5000;

/** How a test connects by WebSocket. */
export interface WebSocketOptions {
  readonly protocols?: readonly string[];
  readonly origin?: string;
  readonly tls?: boolean;
  readonly path?: string;
  /** The name by which the server is asked for. */
  readonly host?: string;
}

/** A chat client in a browser, nearly: each message is a line. It ends with the test. */
export class WebIrcClient {
  /** The messages that came and that no test has taken yet. */
  private readonly messages: { readonly text: string; readonly isBinary: boolean }[] = [];
  private closeCode: number | undefined;
  private wake: () => void = () => undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      this.messages.push({ text: data.toString(), isBinary });
      this.wake();
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      this.wake();
    });
    socket.on('error', () => undefined);
    open.add(socket);
  }

  static async connect(port: number, { protocols = ['text.ircv3.net'], origin, tls = false, path = '/', host }: WebSocketOptions = {}): Promise<WebIrcClient> {
    const socket = new WebSocket(`${tls ? 'wss' : 'ws'}://127.0.0.1:${String(port)}${path}`, [...protocols], {
      rejectUnauthorized: false,
      ...(origin === undefined ? {} : { origin }),
      ...(host === undefined ? {} : { headers: { host } }),
    });
    const client = new WebIrcClient(socket);
    await once(socket, 'open');
    return client;
  }

  send(...lines: readonly string[]): void {
    for (const line of lines) this.socket.send(line);
  }

  /** The next message that fits; those before it are passed over. */
  async expect(pattern: RegExp): Promise<{ readonly text: string; readonly isBinary: boolean }> {
    await this.until(() => this.messages.some(({ text }) => pattern.test(text)), String(pattern));
    const index = this.messages.findIndex(({ text }) => pattern.test(text));
    return this.messages.splice(0, index + 1).at(-1) ?? assert.fail();
  }

  /** The code with which the connection was closed. */
  async closed(): Promise<number> {
    await this.until(() => this.closeCode !== undefined, 'the end');
    return this.closeCode ?? assert.fail();
  }

  /** The texts of the messages that were not taken. */
  get rest(): string[] {
    return this.messages.splice(0).map(({ text }) => text);
  }

  private async until(isThere: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + patience;
    const timer = setInterval(() => this.wake(), 100);
    try {
      while (!isThere()) {
        assert.ok(Date.now() < deadline, `${what} did not come; there was:\n${this.messages.map(({ text }) => text).join('\n')}`);
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      clearInterval(timer);
    }
  }
}

const open = new Set<WebSocket>();

afterEach(() => {
  for (const socket of open) socket.terminate();
  open.clear();
});
