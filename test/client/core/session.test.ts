import assert from 'node:assert/strict';
import { createServer, type Server as NetServer } from 'node:net';
import { TestServer } from '../../helpers/server';
import { nicknameRule } from '../../../src/shared/nickname';
import { Opened, words } from './helpers';

describe('the session: the name', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  for (const fence of ['pong', '451'] as const) {
    it(`a taken name: the window asks again, with the reason and a free suggestion (a PING before registration gets ${fence})`, async () => {
      const server = await opened.server({ fence, taken: ['anna', 'anna2'] });
      const client = opened.client();
      client.session.connect(server.address, 'anna');
      const refused = await client.next('name-refused');
      assert.equal(refused.refusal, 'taken');
      assert.equal(refused.nick, 'anna');
      assert.equal(refused.suggestion, 'anna3');
      assert.match(refused.why, /anna3/);
      assert.equal(client.session.phase.name, 'naming');
      client.session.choose('anna3');
      assert.equal((await client.phase('online')).nick, 'anna3');
      assert.equal(server.peers.length, 1, 'on the same connection');
      const nicks = server.peers[0]?.lines.filter((line) => line.startsWith('NICK'));
      assert.deepEqual(nicks, ['NICK anna', 'NICK anna2', 'NICK anna3'], 'the held name is not asked for again');
    });
  }

  it('another name than the suggestion can be chosen', async () => {
    const server = await opened.server({ taken: ['anna'] });
    const client = opened.client();
    client.session.connect(server.address, 'anna');
    await client.next('name-refused');
    client.session.choose('Nicolò');
    assert.equal((await client.phase('online')).nick, 'Nicolò');
  });

  it('a server that ignores PING before registration takes the name after a moment', async () => {
    const server = await opened.server({ fence: 'nothing' });
    const client = opened.client({ fenceTimeout: 50 });
    client.session.connect(server.address, 'anna');
    assert.equal((await client.phase('online')).nick, 'anna');
  });

  it('a server without capabilities works, and own text is shown at once', async () => {
    const { client, peer } = await opened.online({ capabilities: undefined, fence: '451' });
    client.session.submit('ciao');
    await peer.line(/^PRIVMSG #lobby :ciao$/);
    assert.equal(client.told.at(-1), '<anna> ciao');
  });

  it('a name that is not allowed is refused with the rule before anything is sent', async () => {
    const server = await opened.server();
    const client = opened.client();
    client.session.connect(server.address, '1 anna');
    const refused = await client.next('name-refused');
    assert.equal(refused.refusal, 'not-allowed');
    assert.equal(refused.why, nicknameRule);
    assert.equal(client.session.phase.name, 'idle');
    assert.equal(server.peers.length, 0);
  });

  it('a name that another server does not allow is refused with its words', async () => {
    const server = await opened.server({ notAllowed: ['anna'] });
    const client = opened.client();
    client.session.connect(server.address, 'anna');
    const refused = await client.next('name-refused');
    assert.equal(refused.refusal, 'not-allowed');
    assert.equal(refused.why, 'Names here are short');
    client.session.choose('bea');
    assert.equal((await client.phase('online')).nick, 'bea');
  });

  it('when the server closed the connection meanwhile, choosing a name connects again', async () => {
    const server = await opened.server({ taken: ['anna'] });
    const client = opened.client();
    client.session.connect(server.address, 'anna');
    await client.next('name-refused');
    const closed = new Promise((resolve) => server.peers[0]?.socket.once('close', resolve));
    server.peers[0]?.socket.end();
    await closed;
    client.session.choose('bea');
    assert.equal((await client.phase('online')).nick, 'bea');
    assert.equal(server.peers.length, 2);
  });

  it('on a server that joins people to no room the client joins one itself', async () => {
    const { client, peer } = await opened.online({ room: undefined }, { room: '#tea' });
    assert.ok(peer.lines.includes('JOIN #tea'));
    assert.equal(client.session.activeRoom?.name, '#tea');
    assert.equal(client.session.network, 'Testnet');
  });

  it('asks only for capabilities that are offered, over several lines of LS', async () => {
    const server = await opened.server({
      intercept: ({ verb, params }, peer) => {
        if (verb !== 'CAP' || params[0] !== 'LS') return false;
        peer.send(':test CAP * LS * :server-time example.org/teapot=1 sasl=PLAIN', ':test CAP * LS :echo-message');
        return true;
      },
    });
    const client = opened.client();
    client.session.connect(server.address, 'anna');
    await client.phase('online');
    assert.ok(server.peers[0]?.lines.includes('CAP REQ :server-time sasl echo-message'));
  });
});

describe('the session: giving up', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('an attempt to connect can be cancelled', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const client = opened.client();
    client.session.connect({ host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 }, 'anna');
    await new Promise((resolve) => silent.once('connection', resolve));
    client.session.cancel();
    assert.equal(client.session.phase.name, 'idle');
    assert.ok(!client.events.some(({ type }) => type === 'connect-failed'));
    silent.close();
  });

  it('choosing a name, and waiting to reconnect, can be cancelled too', async () => {
    const server = await opened.server({ taken: ['anna'] });
    const client = opened.client({ stayByDefault: true, backoff: [60_000] });
    client.session.connect(server.address, 'anna');
    await client.next('name-refused');
    client.session.cancel();
    assert.equal(client.session.phase.name, 'idle');
    const online = await opened.online({}, { stayByDefault: true, backoff: [60_000] });
    online.client.session.cancel();
    assert.equal(online.client.session.phase.name, 'online', 'there is nothing to cancel');
    online.peer.socket.destroy();
    await online.client.phase('reconnecting');
    online.client.session.cancel();
    assert.equal(online.client.session.phase.name, 'idle');
  });

  it('when a lost connection of ours still holds the name, we come back under another and take it when it is free', async () => {
    const { server, client, peer } = await opened.online({}, { stayByDefault: true, backoff: [10] });
    server.script = { ...server.script, taken: ['anna'] };
    const arriving = server.nextPeer();
    peer.socket.destroy();
    const again = await arriving;
    assert.equal((await client.phase('online')).nick, 'anna2');
    server.script = { ...server.script, taken: [] };
    await again.line(/^NICK anna$/);
    assert.ok(!client.events.some(({ type }) => type === 'name-refused'));
  }).timeout(40_000);
});

describe('the session: connecting', () => {
  const opened = new Opened();
  let bare: NetServer | undefined;
  afterEach(async () => {
    bare?.close();
    await opened.closeAll();
  });

  async function listenBare(greeting: string): Promise<{ host: string; port: number }> {
    const server = createServer((socket) => socket.on('error', () => undefined).end(greeting));
    bare = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
  }

  it('connection fails: refused, in words that name the port and what to try', async () => {
    const server = await opened.server();
    const { address } = server;
    await server.close();
    const client = opened.client();
    client.session.connect(address, 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'refused');
    assert.match(failed.why, new RegExp(`Nothing listens on port ${address.port}.*Is the server running\\?`));
    assert.equal(client.session.phase.name, 'idle');
  });

  it('connection fails: a host that nobody knows', async () => {
    const client = opened.client();
    client.session.connect({ host: 'no-such-host.invalid', port: 8080 }, 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'unknown-host');
    assert.match(failed.why, /no-such-host\.invalid/);
  }).timeout(15_000);

  it('a web server is told from a chat server', async () => {
    const client = opened.client();
    client.session.connect(await listenBare('HTTP/1.1 400 Bad Request\r\n\r\n'), 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'not-irc');
  });

  it('a server that does not want us is quoted', async () => {
    const client = opened.client();
    client.session.connect(await listenBare('ERROR :You are banned\r\n'), 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'turned-away');
    assert.match(failed.why, /You are banned/);
  });
});

describe('the session: the end', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  for (const typed of ['quit', ' QUIT ', '/quit']) {
    it(`the message \`quit\` disconnects that client: ${JSON.stringify(typed)} sends QUIT and ends with status 0`, async () => {
      const { client, peer } = await opened.online();
      client.session.submit(typed);
      await peer.line(/^QUIT$/);
      assert.equal((await client.phase('ended')).exitStatus, 0);
    });
  }

  it('quit ends within 500 ms of flushing even when the server does not close', async () => {
    const { client } = await opened.online({ intercept: ({ verb }) => verb === 'QUIT' });
    const begun = performance.now();
    await client.session.quit();
    assert.ok(performance.now() - begun < 1500);
  });

  for (const lines of [['NOTICE * :SHUTDOWN'], ['ERROR :SHUTDOWN'], [':ritrovo NOTICE * :SHUTDOWN', 'ERROR :SHUTDOWN']]) {
    it(`the client closes on SHUTDOWN, after showing why (${lines.join(', ')})`, async () => {
      const { client, peer } = await opened.online({}, { closingDelay: 30 });
      peer.send(...lines);
      const lost = await client.phase('lost');
      assert.equal(lost.loss, 'shutdown');
      assert.equal(client.told.at(-1), 'The server was shut down.');
      assert.equal((await client.phase('ended')).exitStatus, 0);
    });
  }

  it('a person who says SHUTDOWN shuts nothing down', async () => {
    const { client, peer } = await opened.online();
    peer.send(':bob!b@h NOTICE * :SHUTDOWN', ':bob!b@h PRIVMSG #lobby :SHUTDOWN');
    await peer.fence();
    assert.equal(client.session.phase.name, 'online');
  });

  it('the server is lost: a banner for as long as the countdown, then exit status 3', async () => {
    const { client, peer } = await opened.online({}, { closingDelay: 40 });
    peer.socket.destroy();
    const lost = await client.phase('lost');
    assert.ok(lost.closesAt > Date.now());
    assert.equal(lost.loss, 'closed');
    assert.equal((await client.phase('ended')).exitStatus, 3);
  });

  for (const words of ['Server restarting, reconnect', 'Closing link: (anna@h) [Server is restarting]']) {
    it(`a server that restarts is waited for without a question (${words})`, async () => {
      const { client, peer } = await opened.online({}, { backoff: [20], closingDelay: 10 });
      peer.send(`ERROR :${words}`);
      peer.socket.end();
      assert.equal((await client.phase('reconnecting')).why, 'The server is restarting.');
      await client.phase('online');
      assert.ok(!client.events.some((event) => event.type === 'phase' && (event.phase.name === 'lost' || event.phase.name === 'ended')));
    });
  }

  it('“Stay and reconnect” keeps the room and comes back when the server does', async () => {
    const { server, client, peer } = await opened.online({ taken: [] }, { backoff: [20] });
    const room = client.session.activeRoom;
    const { port } = server.address;
    await server.close();
    await client.phase('lost');
    client.session.stay();
    assert.equal((await client.phase('reconnecting')).attempt, 1);
    await client.next('connect-failed');
    assert.equal(client.session.phase.name, 'reconnecting');
    const again = await opened.server({ room: undefined }, port);
    assert.equal((await client.phase('online')).nick, 'anna');
    await client.next('item-added', ({ item }) => words(item).startsWith('Connected again'));
    assert.equal(client.session.activeRoom, room);
    assert.ok(client.told.includes('You joined #lobby'), 'the timeline goes on');
    assert.ok(again.peers[0]?.lines.includes('JOIN #lobby'));
    assert.notEqual(again.peers[0], peer);
  });

  it('a setting makes staying the rule', async () => {
    const { client, peer } = await opened.online({}, { stayByDefault: true, backoff: [10] });
    peer.socket.destroy();
    await client.phase('reconnecting');
    assert.equal((await client.phase('online')).nick, 'anna');
    assert.ok(!client.events.some((event) => event.type === 'phase' && event.phase.name === 'lost'));
  });
});

describe('the session with the real server', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('two clients talk, a taken name is refused with a suggestion, a name is freed at once, and SHUTDOWN ends all', async () => {
    const server = await TestServer.start();
    const address = { host: '127.0.0.1', port: server.port };
    const anna = opened.client({ closingDelay: 20 });
    const other = opened.client({ closingDelay: 20 });
    anna.session.connect(address, 'anna');
    await anna.next('item-added', ({ item }) => words(item) === 'You joined #lobby');
    other.session.connect(address, 'Anna');
    const refused = await other.next('name-refused');
    assert.equal(refused.suggestion, 'Anna2');
    other.session.choose('Nicolò');
    await anna.next('item-added', ({ item }) => words(item) === 'Nicolò joined');
    await other.next('item-added', ({ item }) => words(item) === 'You joined #lobby');
    other.session.submit('ciao <b>anna</b>');
    const received = await anna.message('ciao <b>anna</b>');
    assert.ok(received.kind === 'message' && received.mention && !received.own);
    const echoed = await other.message('ciao <b>anna</b>');
    assert.ok(echoed.kind === 'message' && echoed.own);
    other.session.submit('quit');
    await anna.next('item-added', ({ item }) => words(item).startsWith('Nicolò left'));
    const stopped = server.stop();
    assert.equal((await anna.phase('lost')).loss, 'shutdown');
    assert.equal((await anna.phase('ended')).exitStatus, 0);
    await stopped;
  });
});
