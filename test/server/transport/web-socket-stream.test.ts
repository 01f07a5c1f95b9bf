import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { WebSocket } from 'ws';
import { source, TestServer } from '../../helpers/server';
import { WebIrcClient, type WebSocketOptions } from '../../helpers/web-client';

async function join(server: TestServer, nick: string, options: WebSocketOptions = {}): Promise<WebIrcClient> {
  const client = await WebIrcClient.connect(server.port, options);
  client.send(`NICK ${nick}`, 'USER test 0 * :Web');
  await client.expect(/ 366 /);
  return client;
}

// https://ircv3.net/specs/extensions/websocket
describe('WebSocket', () => {
  it('brings people in browsers and in IRC programs together, with TLS and without', async () => {
    const server = await TestServer.start();
    const [anna, bob, carla] = [await join(server, 'anna'), await join(server, 'bob', { tls: true, path: '/webirc?x' }), await server.join('carla')];
    carla.send('PRIVMSG #lobby :ciao àèì 👋');
    for (const client of [anna, bob]) assert.equal((await client.expect(/PRIVMSG/)).text, `:${source('carla')} PRIVMSG #lobby :ciao àèì 👋`);
    bob.send('PRIVMSG #lobby :hello');
    await carla.expect(`:${source('bob')} PRIVMSG #lobby :hello`);
    assert.deepEqual(['anna', 'bob'].map((nick) => server.server.names.find(nick)?.connection.isSecure), [false, true]);
  });

  it('takes a message with a line end for one line, and thousands in one chunk in turns, in order', async () => {
    const server = await TestServer.start({ commandBurst: 10_000 });
    const [anna, bob] = [await join(server, 'anna'), await server.join('bob')];
    anna.send('PING one\r\n', 'PING two\n');
    await anna.expect(/ :one$/);
    await anna.expect(/ :two$/);
    const sent = Array.from({ length: 3000 }, (_, index) => `PRIVMSG bob :${String(index)}`);
    anna.send(...sent);
    for (const line of sent) assert.equal(await bob.next(), `:${source('anna')} ${line}`);
  });

  it('speaks text or binary messages as the client prefers, and text where it says nothing', async () => {
    const server = await TestServer.start();
    const cases: readonly (readonly [readonly string[], string, boolean])[] = [
      [['text.ircv3.net', 'binary.ircv3.net'], 'text.ircv3.net', false],
      [['binary.ircv3.net', 'text.ircv3.net'], 'binary.ircv3.net', true],
      [['chat', 'text.ircv3.net'], 'text.ircv3.net', false],
      [[], '', false],
    ];
    for (const [protocols, chosen, isBinary] of cases) {
      const client = await WebIrcClient.connect(server.port, { protocols });
      assert.equal(client.socket.protocol, chosen);
      client.send('PING x');
      client.socket.send(Buffer.from('PING x'));
      for (let count = 0; count < 2; count++) assert.equal((await client.expect(/PONG/)).isBinary, isBinary);
    }
  });

  it('sends one line a message, however many a turn brings', async () => {
    const server = await TestServer.start({ commandBurst: 1000 });
    const [anna, bob] = [await join(server, 'anna'), await server.join('bob')];
    bob.send(...Array.from({ length: 100 }, (_, index) => `PRIVMSG anna :${String(index)}`));
    for (let index = 0; index < 100; index++) assert.equal((await anna.expect(/PRIVMSG/)).text, `:${source('bob')} PRIVMSG anna :${String(index)}`);
    assert.ok(anna.rest.every((text) => !/[\r\n]/.test(text)));
  });

  it('takes a line in pieces, and lines that end with CR LF all the same', async () => {
    const server = await TestServer.start();
    const client = await WebIrcClient.connect(server.port);
    client.socket.send('PING ', { fin: false });
    client.socket.send('split', { fin: true });
    await client.expect(/PONG .* :split/);
    client.send('PING ended\r\n');
    await client.expect(/PONG .* :ended/);
  });

  it('answers lines that are too long, and binary ones that are not UTF-8, and goes on', async () => {
    const server = await TestServer.start();
    const anna = await join(server, 'anna', { protocols: ['binary.ircv3.net'] });
    anna.send(`PING ${'x'.repeat(506)}`);
    await anna.expect(/ 417 /);
    anna.send(`PING ${'x'.repeat(505)}`);
    await anna.expect(/PONG .*x{400}/);
    anna.socket.send(Buffer.from('PRIVMSG #lobby :Nicol\xf2', 'latin1'));
    await anna.expect(/UTF-8/);
    anna.send('PING fine');
    await anna.expect(/PONG .* :fine/);
  });

  it('is closed with 1007 by text that is not UTF-8, and with 1009 by a message that is far too long', async () => {
    const server = await TestServer.start();
    const [anna, bob] = [await join(server, 'anna'), await join(server, 'bob')];
    anna.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    assert.equal(await anna.closed(), 1007);
    bob.send('x'.repeat(100_000));
    assert.equal(await bob.closed(), 1009);
    while (server.server.clients.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('is closed with the last words before it', async () => {
    const server = await TestServer.start();
    const anna = await join(server, 'anna');
    anna.send('QUIT :bye');
    assert.match((await anna.expect(/^ERROR/)).text, /^ERROR :/);
    assert.equal(await anna.closed(), 1000);
  });

  it('is told SHUTDOWN when the server stops', async () => {
    const server = await TestServer.start();
    const anna = await join(server, 'anna');
    const stopped = server.stop();
    await anna.expect(/NOTICE \* SHUTDOWN$|NOTICE \* :SHUTDOWN$/);
    await anna.expect(/^ERROR :SHUTDOWN$/);
    await anna.closed();
    await stopped;
  });

  it('that is closed by the person, or cut, leaves nothing behind', async () => {
    const server = await TestServer.start();
    const [anna, bob, carla] = [await join(server, 'anna'), await join(server, 'bob'), await server.join('carla')];
    await carla.fence();
    anna.socket.close();
    await carla.expect(/^:anna!.* QUIT/);
    bob.socket.terminate();
    await carla.expect(/^:bob!.* QUIT/);
    while (server.server.admission.count > 1) await carla.fence();
  });

  it('that floods is slowed down, and nothing is lost', async () => {
    const server = await TestServer.start({ commandBurst: 10, commandRate: 100 });
    const anna = await join(server, 'anna');
    const startedAt = Date.now();
    anna.send(...Array.from({ length: 60 }, (_, index) => `PING ${String(index)}`));
    for (let index = 0; index < 60; index++) await anna.expect(new RegExp(`PONG .* :${String(index)}$`));
    assert.ok(Date.now() - startedAt >= 300);
  });

  for (const [what, send] of [
    ['messages without a line', (socket: WebSocket) => socket.send('')],
    ['pongs', (socket: WebSocket) => socket.pong()],
  ] as const) {
    it(`that sends ${what} only is cut off when there are too many`, async () => {
      const server = await TestServer.start();
      const anna = await join(server, 'anna');
      for (let count = 0; count < 90; count++) send(anna.socket);
      anna.send('PING x');
      await anna.expect(/PONG .* :x$/);
      for (let count = 0; count < 90; count++) send(anna.socket);
      await anna.closed();
      while (server.server.admission.count > 0) await new Promise((resolve) => setImmediate(resolve));
    });
  }

  it('that reads too slowly is ended', async function () {
    this.timeout(60_000);
    const server = await TestServer.start({ sendq: 65_536, commandBurst: 1_000_000 });
    const [slow, sender] = [await join(server, 'slow'), await server.join('sender')];
    slow.socket.pause();
    const line = `PRIVMSG #lobby :${'x'.repeat(400)}`;
    const seen: string[] = [];
    for (let sent = 0; server.server.names.find('slow') !== undefined; sent += 100) {
      sender.send(...Array.from({ length: 100 }, () => line));
      seen.push(...(await sender.fence()));
      assert.ok(sent < 200_000, 'the slow reader is still there');
    }
    seen.push(...(await sender.fence()));
    assert.ok(seen.includes(`:${source('slow')} QUIT :SendQ exceeded`), seen.join('\n'));
  });

  describe('from a page', () => {
    it('of this server is let in: of its address, or of a name that is known to be its own', async () => {
      const server = await TestServer.start({ hostname: 'chat.example' });
      const { port } = server;
      const address = `127.0.0.1:${String(port)}`;
      for (const [host, origin] of [[address, `http://${address}`], ['chat.example', 'https://chat.example'], ['Chat.Example:8080', 'http://chat.example:8080'], ['localhost:1', 'http://localhost:1'], ['[::1]:1', 'http://[::1]:1']] as const) {
        await WebIrcClient.connect(port, { host, origin });
      }
    });

    it('of elsewhere is refused, also under a name that was made to lead here', async () => {
      const server = await TestServer.start();
      for (const options of [{ origin: 'https://evil.example' }, { origin: 'http://evil.example', host: 'evil.example' }, { origin: 'null' }, { origin: 'http://127.0.0.1.evil.example', host: '127.0.0.1' }, { origin: 'garbage' }]) {
        await assert.rejects(WebIrcClient.connect(server.port, options), /403/, options.origin);
      }
    });

    it('that the setting names is let in, and any with *', async () => {
      const named = await TestServer.start({ websocketOrigins: ['https://chat.example.org'] });
      await WebIrcClient.connect(named.port, { origin: 'https://chat.example.org' });
      await assert.rejects(WebIrcClient.connect(named.port, { origin: 'http://chat.example.org' }), /403/);
      const open = await TestServer.start({ websocketOrigins: ['*'] });
      for (const origin of ['https://evil.example', 'null']) await WebIrcClient.connect(open.port, { origin });
    });
  });

  it('outlives frames of every odd kind', async function () {
    this.timeout(30_000);
    const server = await TestServer.start();
    const handshake = 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
    const mask = Buffer.from([1, 2, 3, 4]);
    const frames = [
      Buffer.from([0x81, 0x03, 0x61, 0x62, 0x63]), // not masked
      Buffer.concat([Buffer.from([0xf1, 0x80]), mask]), // reserved bits
      Buffer.concat([Buffer.from([0x83, 0x80]), mask]), // an opcode that there is not
      Buffer.concat([Buffer.from([0x80, 0x80]), mask]), // goes on from nothing
      Buffer.concat([Buffer.from([0x09, 0x80]), mask]), // a ping in pieces
      Buffer.concat([Buffer.from([0x89, 0xfe, 0x00, 0x7e]), mask, Buffer.alloc(126)]), // a ping too long
      Buffer.concat([Buffer.from([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), mask]), // a length beyond all limits
      Buffer.concat([Buffer.from([0x88, 0x81]), mask, Buffer.from([0])]), // a close with half a code
      Buffer.concat([Buffer.from([0x88, 0x82]), mask, Buffer.from([0x03 ^ 1, 0xed ^ 2])]), // a close with a code that none may send
      Buffer.concat([Buffer.from([0x01, 0x80]), mask, Buffer.from([0x01, 0x80]), mask]), // begins twice
      Buffer.concat(Array.from({ length: 500 }, () => Buffer.concat([Buffer.from([0x89, 0x80]), mask]))), // many pings
      Buffer.concat(Array.from({ length: 20_000 }, (_, index) => Buffer.concat([Buffer.from([index === 0 ? 0x01 : 0x00, 0x80]), mask]))), // endless pieces of nothing
      randomBytes(5000),
      Buffer.from([0x81]),
    ];
    for (const frame of frames) {
      for (const cut of [false, true]) {
        const socket = connect(server.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.resume();
        socket.write(Buffer.concat([Buffer.from(handshake), frame]));
        if (cut) setTimeout(() => socket.resetAndDestroy(), 2);
        else socket.end();
        await once(socket, 'close');
      }
    }
    await server.until(() => server.server.admission.count === 0 && server.server.clients.size === 0);
    await join(server, 'anna');
  });
});
