import assert from 'node:assert/strict';
import net from 'node:net';
import { connectError } from '../../../src/client/core/connect-error';
import { Connection } from '../../../src/client/core/connection';
import type { Message } from '../../../src/shared/message';

const lab = { host: 'lab', port: 8080 };

describe('a connection', () => {
  let server: net.Server | undefined;
  const sockets: net.Socket[] = [];
  afterEach(() => {
    sockets.splice(0).forEach((socket) => socket.destroy());
    server?.close();
  });

  async function listen(onSocket: (socket: net.Socket) => void, host = '127.0.0.1'): Promise<{ host: string; port: number }> {
    const made = net.createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    server = made;
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject);
      made.listen(0, host, resolve);
    });
    const address = made.address();
    return { host, port: typeof address === 'object' && address !== null ? address.port : 0 };
  }

  it('gives all messages before it says that the server closed', async () => {
    const address = await listen((socket) => socket.end(':a NOTICE * :1\r\n:a NOTICE * :2\n:a NOTICE * :3\r\n'));
    const connection = await Connection.open(address);
    const heard: Message[] = [];
    await new Promise<void>((resolve) => connection.listen({ message: (message) => heard.push(message), closed: () => resolve() }));
    assert.deepEqual(heard.map(({ params }) => params[1]), ['1', '2', '3']);
  });

  it('the last message arrives before the end', async () => {
    let received = '';
    let ended: () => void = () => undefined;
    const whenEnded = new Promise<void>((resolve) => (ended = resolve));
    const address = await listen((socket) => socket.on('data', (chunk) => (received += chunk.toString())).on('end', () => ended()));
    const connection = await Connection.open(address);
    await connection.end({ verb: 'QUIT', params: ['bye'] });
    await whenEnded;
    assert.equal(received, 'QUIT :bye\r\n');
  });

  it('sends one line only, whatever is in the text', async () => {
    let received = '';
    const address = await listen((socket) => socket.on('data', (chunk) => (received += chunk.toString())));
    const connection = await Connection.open(address);
    connection.write('PRIVMSG #a :one\r\nQUIT :two');
    await connection.end();
    assert.equal(received, 'PRIVMSG #a :one\r\n');
  });

  it('speaks IPv6, and names an IPv4 address by its own form', async function () {
    let address;
    try {
      address = await listen(() => undefined, '::1');
    } catch {
      return this.skip();
    }
    const connection = await Connection.open(address);
    assert.equal(connection.remoteAddress, '::1');
    connection.destroy();
  });

  it('an attempt ends after its time, and when it is given up', async () => {
    // 192.0.2.0/24 is for documents: nothing answers there (RFC 5737).
    const nowhere = { host: '192.0.2.1', port: 8080 };
    await assert.rejects(Connection.open(nowhere, { timeout: 30 }), /192\.0\.2\.1/);
    await assert.rejects(Connection.open(nowhere, { signal: AbortSignal.abort() }), /given up/);
  });
});

describe('a connection that cannot be made is put into words', () => {
  for (const [code, failure, words] of [
    ['ENOTFOUND', 'unknown-host', /No computer named “lab” was found/],
    ['EAI_AGAIN', 'unknown-host', /cannot be looked up now/],
    ['ECONNREFUSED', 'refused', /Nothing listens on port 8080 of “lab”\. Is the server running\?/],
    ['ETIMEDOUT', 'timed-out', /firewall/],
    ['EHOSTUNREACH', 'unreachable', /same network/],
    ['EACCES', 'unreachable', /A firewall here/],
    ['ECONNRESET', 'turned-away', /closed the connection at once/],
    ['ESOMETHING', 'unreachable', /cannot be reached/],
  ] as const) {
    it(code, () => {
      const error = connectError(lab, Object.assign(new Error('system words'), { code }));
      assert.equal(error.failure, failure);
      assert.match(error.message, words);
    });
  }

  it('several addresses: the first one\'s error', () => {
    const inner = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
    assert.equal(connectError(lab, new AggregateError([inner])).failure, 'refused');
  });
});
