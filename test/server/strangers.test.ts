import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Strangers } from '../../src/server/strangers';
import { TestServer } from '../helpers/server';
import { exchange } from '../helpers/web-client';

describe('strangers', () => {
  function make(...names: readonly string[]): { strangers: Strangers; cut: string[]; of: Map<string, { cut: () => void }> } {
    const strangers = new Strangers();
    const cut: string[] = [];
    const of = new Map(names.map((name) => [name, { cut: () => void cut.push(name) }]));
    for (const [name, stranger] of of) strangers.add(name.slice(0, 1), stranger);
    return { strangers, cut, of };
  }

  it('go from the address that has most, the oldest first, until all have the same', () => {
    const { strangers, cut } = make('a1', 'b1', 'b2', 'b3', 'c1', 'c2');
    while (strangers.evict());
    assert.deepEqual(cut.slice(0, 3), ['b1', 'c1', 'b2']);
    assert.deepEqual([cut.length, strangers.size], [6, 0]);
  });

  it('do not go once they are known or gone, and go later when they have made progress', () => {
    const { strangers, cut, of } = make('a1', 'a2', 'a3');
    const [first, second] = [of.get('a1'), of.get('a2')];
    assert.ok(first !== undefined && second !== undefined);
    strangers.remove(first);
    strangers.remove(first);
    strangers.add('a', second);
    strangers.evict('b');
    strangers.evict('a');
    assert.deepEqual(cut, ['a3']);
  });
});

describe('a server whose places are taken', function () {
  this.timeout(20_000);
  const sockets = new Set<Socket>();

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  });

  async function silent(server: TestServer, count: number, words: Buffer | string = '', localAddress = '127.0.6.1'): Promise<Socket[]> {
    const all = Array.from({ length: count }, () => connect({ port: server.port, host: '127.0.0.1', localAddress }).on('error', () => undefined));
    for (const socket of all) sockets.add(socket);
    await Promise.all(all.map((socket) => once(socket, 'connect')));
    for (const socket of all) if (words.length > 0) socket.write(words);
    await server.until(() => server.server.strangers.size >= count || server.server.admission.count >= 20);
    return all;
  }

  const hello = Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), Buffer.alloc(40)]);

  for (const [who, words] of [['silent connections', ''], ['half TLS hellos', hello], ['half a request of HTTP', 'GET / HTTP/1.1\r\n'], ['a NICK and no more', 'NICK x\r\n']] as const) {
    it(`by ${who} lets somebody in all the same, and those stay who are there`, async () => {
      const server = await TestServer.start({ host: '0.0.0.0', maxConnections: 20 });
      const anna = await server.join('anna');
      await silent(server, 30, words);
      const bob = await server.join('bob');
      assert.deepEqual(await anna.askVerbs('PRIVMSG bob :ciao').then((verbs) => verbs.filter((verb) => verb === 'PRIVMSG')), []);
      await bob.expect(/PRIVMSG bob :ciao/);
      assert.ok(server.server.admission.count <= 20);
    });
  }

  it('of one address by silent ones lets somebody in from there', async () => {
    const server = await TestServer.start({ maxConnectionsPerAddress: 5 });
    const { admission, strangers } = server.server;
    const key = '192.0.2.1';
    for (let index = 0; index < 5; index++) {
      assert.equal(admission.enter(key), undefined);
      strangers.add(key, { cut: () => admission.leave(key) });
    }
    assert.equal(admission.enter(key), undefined);
    assert.equal(strangers.size, 4);
  });

  it('by people says so to each in the words of its protocol; /healthz and /metrics are answered', async () => {
    const server = await TestServer.start({ maxConnections: 1 });
    await server.join('anna');
    assert.match(await exchange(server.port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1\.1 200 /);
    assert.match(await exchange(server.port, 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'), /ritrovo_refused_connections_total\{reason="full"\} 2/);
    assert.match(await exchange(server.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1\.1 503 [^]*The server is full/);
    const refused = await server.connect();
    refused.send('NICK bob');
    assert.deepEqual(await refused.closed(), ['ERROR :The server is full. Try again later.']);
    const quiet = await server.connect();
    assert.deepEqual(await quiet.closed(), ['ERROR :The server is full. Try again later.']);
  });

  it('half TLS hellos take next to no memory', async () => {
    const server = await TestServer.start({ host: '0.0.0.0' });
    const before = process.memoryUsage.rss();
    await silent(server, 800, hello);
    const each = (process.memoryUsage.rss() - before) / 800;
    // Both ends of each connection are in this process. With TLS begun for each it is more than 80 KiB.
    assert.ok(each < 50_000, `${String(Math.round(each))} bytes each`);
  });
});

describe('a connection that is closed while its lines wait', function () {
  this.timeout(30_000);

  it('says nothing more soon after', async () => {
    const server = await TestServer.start({ commandBurst: 5, commandRate: 10 });
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    bob.send(...Array.from({ length: 3000 }, (_, index) => `PRIVMSG anna :${String(index)} ${'x'.repeat(300)}`));
    await anna.expect(/PRIVMSG anna :4 /);
    await new Promise<void>((resolve) => {
      bob.socket.end(() => resolve());
    });
    bob.destroy();
    // At this pace it would take five minutes.
    const deadline = performance.now() + 15_000;
    while (server.server.names.find('bob') !== undefined && performance.now() < deadline) await anna.fence();
    assert.equal(server.server.names.find('bob'), undefined);
  });
});
