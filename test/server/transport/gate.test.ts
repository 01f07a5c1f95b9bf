import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { IrcClient } from '../../helpers/irc-client';
import { TestServer } from '../../helpers/server';
import { exchange } from '../../helpers/web-client';

/** Listens on a port of its own and hands each piece of what a client sends, with the way to the server, to `forward`. */
async function between(port: number, forward: (piece: Buffer, toServer: Socket) => void): Promise<number> {
  const proxy = createServer((client) => {
    const toServer = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [socket, other] of [[client, toServer], [toServer, client]] as const) socket.on('error', () => undefined).on('close', () => other.destroy());
    client.on('data', (piece) => forward(piece, toServer));
    toServer.on('data', (piece) => client.write(piece));
  }).listen(0, '127.0.0.1');
  proxies.push(proxy);
  await once(proxy, 'listening');
  return (proxy.address() as AddressInfo).port;
}

const proxies: NetServer[] = [];

afterEach(() => {
  for (const proxy of proxies.splice(0)) proxy.close();
});

/** Waits until a server has neither clients nor connections. */
function isEmpty(tested: TestServer): Promise<void> {
  const { clients, admission } = tested.server;
  return tested.until(() => clients.size === 0 && admission.count === 0);
}

describe('one port', () => {
  it('speaks IRC, TLS and HTTP, and IRC and HTTP inside TLS', async () => {
    const server = await TestServer.start();
    await server.join('anna');
    const secure = await IrcClient.connectTls(server.port);
    secure.send('NICK bob', 'USER b 0 * :B');
    await secure.expect(/ 001 bob /);
    for (const tls of [false, true]) assert.match(await exchange(server.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', { tls }), /^HTTP\/1\.1 200 OK\r\n/);
  });

  it('takes lines that come a byte at a time, also inside TLS', async () => {
    const server = await TestServer.start();
    for (const [nick, client] of [['pia', await server.connect()], ['pio', await IrcClient.connectTls(server.port)]] as const) {
      for (const byte of Buffer.from(`PASS x\r\nNICK ${nick}\r\nUSER p 0 * :P\r\n`)) client.sendBytes(Buffer.from([byte]));
      await client.expect(new RegExp(` 001 ${nick} `));
    }
  });

  it('takes what comes with the first bytes, lines and all', async () => {
    const server = await TestServer.start();
    for (const client of [await server.connect(), await IrcClient.connectTls(server.port)]) {
      client.send('NICK anna', 'USER a 0 * :A', `PRIVMSG anna :${'x'.repeat(400)}`, 'QUIT');
      assert.ok((await client.closed()).some((line) => line.endsWith(`PRIVMSG anna :${'x'.repeat(400)}`)));
    }
  });

  it('answers a peer that sends its lines and closes its side, inside TLS too', async () => {
    const server = await TestServer.start();
    const secure = await IrcClient.connectTls(server.port);
    secure.socket.end('NICK anna\nUSER a 0 * :A\nPRIVMSG anna :ciao\n');
    assert.ok((await secure.closed()).includes(':anna!a@127.0.0.1 PRIVMSG anna :ciao'));
  });

  it('knows whose way is encrypted, and tells so (671)', async () => {
    const server = await TestServer.start();
    await server.join('anna');
    const bob = await IrcClient.connectTls(server.port);
    bob.send('NICK bob', 'USER b 0 * :B');
    await bob.fence();
    const [anna, other] = ['anna', 'bob'].map((nick) => server.server.names.find(nick)?.connection);
    assert.deepEqual([anna?.isSecure, other?.isSecure], [false, true]);
    assert.deepEqual([anna?.certificateFingerprint, other?.certificateFingerprint], [undefined, undefined]);
    assert.ok((await bob.ask('WHOIS bob')).includes(':ritrovo.chat 671 bob bob :is using a secure connection'));
    assert.ok(!(await bob.askVerbs('WHOIS anna')).includes('671'));
  });
});

describe('a peer', () => {
  it('that says nothing, or too little, is told so and cut off after registration-timeout', async () => {
    const server = await TestServer.start({ registrationTimeout: 1 });
    const [silent, hesitating] = [await server.connect(), await server.connect()];
    hesitating.sendBytes('PRI');
    for (const client of [silent, hesitating]) assert.deepEqual(await client.closed(), ['ERROR :Closing link: Registration timed out']);
    await isEmpty(server);
  });

  it('that begins TLS, or a request, and never goes on is cut off', async () => {
    const server = await TestServer.start({ registrationTimeout: 1 });
    const bytes = [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), 'GET / HTTP/1.1\r\nHost: x\r\nA: ', 'POST / HTTP/1.1\r\nContent-Length: 100\r\n'];
    await Promise.all(bytes.map((start) => exchange(server.port, start)));
    await isEmpty(server);
  });

  it('that sends a header a second is cut off all the same', async () => {
    const server = await TestServer.start({ registrationTimeout: 1 });
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n');
    const dribble = setInterval(() => socket.write('A: b\r\n'), 100);
    try {
      await once(socket, 'close');
    } finally {
      clearInterval(dribble);
    }
    await isEmpty(server);
  });

  it('that did not finish its handshake is cut off', async () => {
    const server = await TestServer.start({ registrationTimeout: 1 });
    const secure = connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false });
    secure.on('error', () => undefined);
    await once(secure, 'secureConnect');
    await once(secure, 'close');
    await isEmpty(server);
  });

  it('that was never heard is told SHUTDOWN when the server stops', async () => {
    const server = await TestServer.start();
    const silent = await server.connect();
    await server.join('anna');
    await server.stop();
    assert.deepEqual(await silent.closed(), [':ritrovo.chat NOTICE * SHUTDOWN', 'ERROR SHUTDOWN'].map((line) => line.replace(/ SHUTDOWN$/, ' :SHUTDOWN')));
  });

  it('is counted before it has said anything, and makes room for the next where there is none', async () => {
    const server = await TestServer.start({ maxConnections: 2 });
    const [first, second] = [await server.connect(), await server.connect()];
    await server.join('anna');
    await first.closed();
    assert.equal(server.server.admission.count, 2);
    second.send('NICK bob', 'USER b 0 * :B');
    await second.expect(/ 001 bob /);
    assert.match((await (await server.connect()).closed())[0] ?? '', /^ERROR :The server is full/);
  });
});

describe('a TLS handshake', () => {
  it('is understood however its bytes are cut', async () => {
    const server = await TestServer.start();
    for (const size of [1, 7]) {
      const port = await between(server.port, (piece, toServer) => {
        for (let start = 0; start < piece.length; start += size) toServer.write(piece.subarray(start, start + size));
      });
      const client = await IrcClient.connectTls(port);
      client.send('NICK anna', 'USER a 0 * :A', 'QUIT');
      assert.ok((await client.closed()).some((line) => line.includes(' 001 anna ')));
    }
  });

  it('that is cut off at any byte leaves nothing behind', async function () {
    this.timeout(30_000);
    const server = await TestServer.start();
    for (let length = 1; length < 1200; length += 83) {
      let left = length;
      const port = await between(server.port, (piece, toServer) => {
        const part = piece.subarray(0, left);
        left -= part.length;
        if (left > 0) toServer.write(part);
        else toServer.write(part, () => toServer.resetAndDestroy());
      });
      await IrcClient.connectTls(port).then((client) => {
        client.send(`NICK ${'x'.repeat(30)}`, 'USER a 0 * :A', 'QUIT');
        return client.closed();
      }, () => undefined);
    }
    await isEmpty(server);
    await server.join('anna');
  });
});

describe('with TLS switched off', () => {
  it('peers that begin TLS are told so, and others are served', async () => {
    const server = await TestServer.start({ tls: false });
    await assert.rejects(IrcClient.connectTls(server.port));
    assert.match(await exchange(server.port, Buffer.from([0x16, 0x03, 0x01])), /^ERROR :This server does not speak TLS/);
    assert.equal(server.server.certificateFingerprint, undefined);
    await server.join('anna');
  });
});

describe('strangers', () => {
  const beginnings: (() => Buffer)[] = [
    () => randomBytes(3000),
    () => Buffer.alloc(0),
    () => Buffer.from([0x16]),
    () => Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff]), randomBytes(300)]),
    () => Buffer.from('GET / HTTP/9.9\r\n\r\n'),
    () => Buffer.from(`GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
    () => Buffer.from(`GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`),
    () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    () => Buffer.from('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n'),
    () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    () => Buffer.from('GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nCONNECT a:1 HTTP/1.1\r\n\r\n'),
    () => Buffer.from('NICK anna\r\nUSER'),
  ];

  it('who send anything and leave at any moment do no harm, and nothing of them is left', async function () {
    this.timeout(60_000);
    const server = await TestServer.start({ registrationTimeout: 2 });
    const endings = [0, 1, 5];
    await Promise.all(
      [...beginnings, ...beginnings, ...beginnings].map(async (beginning, index) => {
        const tls = index % 2 === 1;
        const socket = tls ? connectTls({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false }) : connect(server.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.resume();
        socket.write(beginning());
        await new Promise((resolve) => setTimeout(resolve, endings[index % endings.length]));
        if (index % 4 === 0) socket.destroy();
        else if (index % 4 === 1) socket.end();
        else if (index % 4 === 2 && !tls) socket.resetAndDestroy();
        await once(socket, 'close');
      }),
    );
    await isEmpty(server);
    await server.join('anna');
  });
});
