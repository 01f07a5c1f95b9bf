import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { configOf } from '../../src/server';
import { IrcClient } from '../helpers/irc-client';
import { source, TestServer } from '../helpers/server';
import { ServerProcess } from '../helpers/server-process';

/** What the original program does, a row of the design's first table each: the server's side. */
describe('the original’s behaviours, at the server', () => {
  describe('TCP socket (AF_INET), default port 8080, many clients at once', () => {
    it('listens on port 8080 unless it is told another', () => {
      assert.equal(configOf().port, 8080);
      assert.equal(configOf().host, '::');
    });

    it('takes IPv4 and IPv6 on one port', async () => {
      const server = await TestServer.start({ host: '::' });
      const four = await server.join('four', { host: '127.0.0.1' });
      const six = await server.join('six', { host: '::1' });
      await four.ask('PRIVMSG #lobby :hello, six');
      await six.expect(`:${source('four')} PRIVMSG #lobby :hello, six`);
      await six.ask('PRIVMSG #lobby :hello, four');
      await four.expect(':six!test@0::1 PRIVMSG #lobby :hello, four');
    });

    it('serves 200 clients at once', async () => {
      const server = await TestServer.start();
      const nicks = Array.from({ length: 200 }, (_, index) => `guest${String(index)}`);
      const clients = await Promise.all(nicks.map((nick) => server.join(nick)));
      await Promise.all(clients.map((client) => client.fence()));
      const [first] = clients;
      await first?.ask('PRIVMSG #lobby :ciao a tutti');
      const seen = await Promise.all(clients.slice(1).map((client) => client.fence()));
      for (const lines of seen) assert.deepEqual(lines, [`:${source('guest0')} PRIVMSG #lobby :ciao a tutti`]);
    });
  });

  describe('server asks for a username until it is valid; names are unique', () => {
    it('answers 432 and 433 until the name is accepted', async () => {
      const server = await TestServer.start();
      await server.join('Nicolò');
      const guest = await server.connect();
      guest.send('USER test 0 * :guest');
      for (const [name, code] of [['', '431'], ['two words', '432'], ['9lives', '432'], ['#room', '432'], ['NICOLÒ', '433']] as const) {
        assert.deepEqual(await guest.askVerbs(`NICK :${name}`), [code], name);
      }
      assert.equal((await guest.askVerbs('NICK :李'))[0], '001');
    });

    it('gives a name to one of many who ask at the same time', async () => {
      const server = await TestServer.start();
      const guests = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
      const verbs = await Promise.all(guests.map((guest) => guest.askVerbs('NICK anna', 'USER test 0 * :A')));
      assert.equal(verbs.filter((list) => list.includes('001')).length, 1);
      assert.equal(verbs.filter((list) => list.includes('433')).length, 19);
    });

    it('frees the name at once when the connection ends, however it ends', async () => {
      const server = await TestServer.start();
      const watcher = await server.join('watcher');
      const endings: Readonly<Record<string, (client: IrcClient) => void>> = {
        'QUIT': (client) => client.send('QUIT'),
        'a closed socket': (client) => client.socket.end(),
        'a destroyed socket': (client) => client.destroy(),
        'a reset': (client) => client.socket.resetAndDestroy(),
      };
      for (const [how, end] of Object.entries(endings)) {
        const anna = await server.join('anna');
        end(anna);
        await watcher.expect(new RegExp(`^:${source('anna')} QUIT :`));
        const next = await server.connect();
        assert.equal((await next.askVerbs('NICK anna', 'USER test 0 * :A'))[0], '001', how);
        next.send('QUIT');
        await next.closed();
        await watcher.fence();
      }
    });
  });

  describe('every message reaches every client', () => {
    it('joins everybody to the shared room when they are registered', async () => {
      const server = await TestServer.start();
      const guest = await server.connect();
      assert.ok((await guest.ask('NICK anna', 'USER test 0 * :A')).includes(`:${source('anna')} JOIN #lobby`));
    });

    it('in the same order, with many senders at once', async () => {
      const server = await TestServer.start({ commandBurst: 10_000 });
      const nicks = Array.from({ length: 20 }, (_, index) => `guest${String(index)}`);
      const clients = Object.values(await server.joinAll(nicks, { capabilities: ['echo-message'] }));
      clients.forEach((client, index) => {
        for (let count = 0; count < 20; count++) client.send(`PRIVMSG #lobby :${String(index)}/${String(count)}`);
      });
      // The first fence: all lines of all senders are taken. The second: all of them have come back.
      const early = await Promise.all(clients.map((client) => client.fence()));
      const late = await Promise.all(clients.map((client) => client.fence()));
      const [first, ...others] = early.map((lines, index) => [...lines, ...(late[index] ?? [])]);
      assert.equal(first?.length, 400);
      for (const lines of others) assert.deepEqual(lines, first);
    });
  });

  describe('the message `quit` disconnects that client and frees the name', () => {
    for (const line of ['quit', 'QUIT', 'Quit']) {
      it(`the bare line \`${line}\``, async () => {
        const server = await TestServer.start();
        const { anna, bob } = await server.joinAll(['anna', 'bob']);
        anna.sendBytes(`${line}\n`);
        assert.deepEqual(await anna.closed(), ['ERROR :Closing link: Quit']);
        await bob.expect(`:${source('anna')} QUIT :Quit`);
        await server.join('anna');
      });
    }

    it('before a name was given, too', async () => {
      const server = await TestServer.start();
      const guest = await server.connect();
      guest.sendBytes('quit\n');
      await guest.closed();
    });
  });

  describe('server stays up until Ctrl-C, then sends SHUTDOWN to all clients', () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`${signal}: NOTICE, ERROR, and exit status 0 within 2 seconds, whatever the clients do`, async () => {
        const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--command-burst', '100000');
        const port = await server.listening();
        const anna = await IrcClient.connect(port);
        await anna.ask('NICK anna', 'USER test 0 * :A');
        const nameless = await IrcClient.connect(port);
        await nameless.fence();
        // One that never reads, with more waiting for it than the systems between take.
        const deaf = connect({ port, host: '127.0.0.1' });
        deaf.pause();
        deaf.on('error', () => undefined);
        await once(deaf, 'connect');
        deaf.write('NICK deaf\r\nUSER test 0 * :D\r\n');
        await anna.expect(/^:deaf!\S+ JOIN /);
        anna.send(...Array.from({ length: 3000 }, () => `PRIVMSG #lobby :${'x'.repeat(400)}`));
        await anna.fence();

        server.signal(signal);
        const told = [':ritrovo.chat NOTICE * :SHUTDOWN', 'ERROR :SHUTDOWN'];
        assert.deepEqual((await anna.closed()).slice(-2), told);
        assert.deepEqual(await nameless.closed(), told);
        const { code, duration, errors } = await server.exit();
        deaf.destroy();
        assert.deepEqual([code, errors], [0, '']);
        assert.ok(duration < 2000, `it took ${String(duration)} ms`);
      });
    }

    it('ends at once when nobody is there, also when Ctrl-C comes twice', async () => {
      const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0');
      await server.listening();
      server.signal('SIGINT');
      server.signal('SIGINT');
      const { code, duration } = await server.exit();
      assert.equal(code, 0);
      assert.ok(duration < 1000, `it took ${String(duration)} ms`);
    });

    it('takes nobody in any more', async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      const { port } = server;
      await Promise.all([server.stop(), anna.closed()]);
      await assert.rejects(IrcClient.connect(port), /ECONNREFUSED/);
    });
  });
});
