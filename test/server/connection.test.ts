import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { Connection } from '../../src/server/connection';
import { Faults } from '../../src/server/faults';
import { reachableAddresses } from '../../src/server/listener';
import { silentLog } from '../../src/server/log';
import { OutboxFlusher } from '../../src/server/outbox';
import { Turns } from '../../src/server/turns';
import { source, TestServer } from '../helpers/server';

const realNow = performance.now.bind(performance);
let ahead = 0;

const newTurns = (): Turns => new Turns(new Faults(silentLog()));

/**
 * A peer whose clock the test turns, with a burst of 10 lines and 20 a second. All of them have one address.
 * @param onLine what each line does
 */
function pacedPeer(onLine: (peer: PacedPeer) => void = () => undefined, turns = newTurns()): PacedPeer {
  performance.now = () => realNow() + ahead;
  const unexpected = (): void => assert.fail('neither wrong nor a fault');
  const socket = new Socket();
  const link = { stream: socket, address: '192.0.2.1', isSecure: false, certificateFingerprint: undefined };
  const limits = { lineLength: 512, tagsLength: 4096, sendq: 1000, commandBurst: 10, commandRate: 20 };
  const handle = (): void => {
    peer.lines++;
    onLine(peer);
  };
  const handler = { onLine: handle, onTooLong: () => undefined, onInvalidUtf8: unexpected, onDelayed: () => undefined, onClose: () => undefined, onFault: unexpected };
  const faults = new Faults(silentLog());
  const connection = new Connection(link, new OutboxFlusher(() => undefined, faults), turns, limits, handler);
  const peer: PacedPeer = {
    lines: 0,
    connection,
    send: (count) => peer.sendBytes('x\n'.repeat(count)),
    sendBytes: (bytes) => void socket.emit('data', Buffer.from(bytes)),
    wait: (time) => {
      ahead += time;
    },
  };
  paced.add(connection);
  return peer;
}

interface PacedPeer {
  /** How many lines were taken. */
  lines: number;
  readonly connection: Connection;
  send(lines: number): void;
  sendBytes(bytes: string): void;
  /** Lets time pass, in ms. */
  wait(time: number): void;
}

const paced = new Set<Connection>();

afterEach(() => {
  performance.now = realNow;
  for (const connection of paced) connection.destroy();
  paced.clear();
});

describe('a connection', () => {
  it('takes lines however they are cut, with CR LF, LF or CR', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    for (const byte of Buffer.from('nick anna\nuser a 0 * :A\rPING x\r\n')) guest.sendBytes(Buffer.from([byte]));
    await guest.expect(/ 001 anna /);
    await guest.expect(':ritrovo.chat PONG ritrovo.chat :x');
  });

  it('answers a peer that sends its lines and closes its side', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    guest.socket.end('NICK anna\nUSER a 0 * :A\nPRIVMSG anna :ciao\n');
    assert.ok((await guest.closed()).includes(':anna!a@127.0.0.1 PRIVMSG anna :ciao'));
  });

  // https://modern.ircdocs.horse/#errinputtoolong-417
  it('answers 417 to a line that is too long, and takes the next', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    assert.deepEqual(await anna.askVerbs(`PRIVMSG #lobby :${'x'.repeat(495)}`, `@+a=${'x'.repeat(4095)} PING x`), ['417', '417']);
    assert.deepEqual(await bob.fence(), []);
  });

  it('takes the longest line and the longest tags', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: ['message-tags'] });
    assert.deepEqual(await anna.askVerbs(`@+a=${'x'.repeat(4091)} PRIVMSG #lobby :${'x'.repeat(494)}`), []);
    const [line = ''] = await bob.fence();
    assert.ok(line.includes(`+a=${'x'.repeat(4091)} :`));
  });

  it('takes, and passes on, lines as long as the setting says, and says so in 005', async () => {
    const server = await TestServer.start({ lineLength: 1024, tagsLength: 512 });
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: ['message-tags'] });
    assert.match((await anna.ask('VERSION')).join('\n'), / LINELEN=1024 /);
    const text = 'x'.repeat(900);
    anna.send(`PRIVMSG #lobby :${text}`);
    await bob.expect(new RegExp(` PRIVMSG #lobby :${text}$`));
    const [tooLong = ''] = (await anna.ask(`@+a=${'x'.repeat(512)} PRIVMSG bob :hi`)).slice(-1);
    assert.match(tooLong, / 417 anna :The line is too long: at most 1024 bytes, and 512 of tags$/);
  });

  // https://ircv3.net/specs/extensions/utf8-only
  it('refuses a line that is not UTF-8, and takes the next', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['standard-replies'] });
    const bob = await server.join('bob');
    await anna.fence();
    for (const client of [anna, bob]) client.sendBytes(Buffer.from('PRIVMSG #lobby :Nicol\xf2\r\n', 'latin1'));
    assert.match((await anna.fence())[0] ?? '', /^:ritrovo\.chat FAIL \* INVALID_UTF8 :/);
    assert.match((await bob.fence())[0] ?? '', /^:ritrovo\.chat NOTICE bob :.*UTF-8/);
  });

  it('outlives garbage', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    for (let count = 0; count < 20; count++) {
      const stranger = await server.connect();
      stranger.sendBytes(randomBytes(20_000));
      stranger.sendBytes(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
      stranger.socket.end();
    }
    assert.deepEqual(await anna.askVerbs('PRIVMSG anna :ciao'), ['PRIVMSG']);
  });

  describe('that floods', () => {
    it('keeps the others of its address waiting for a turn, also by lines that come one by one', async () => {
      const turns = newTurns();
      const busy = pacedPeer((peer) => peer.wait(12), turns);
      const other = pacedPeer(undefined, turns);
      busy.send(1);
      other.send(1);
      assert.deepEqual([busy.lines, other.lines], [1, 0]);
      // 12 ms are worked off in three turns of 5 ms.
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => void setImmediate(resolve));
      assert.equal(other.lines, 1);
    });

    it('is slowed down, and nothing is lost or out of order', async () => {
      const server = await TestServer.start({ commandBurst: 10, commandRate: 100 });
      const { anna, bob } = await server.joinAll(['anna', 'bob']);
      const sent = Array.from({ length: 60 }, (_, index) => `PRIVMSG #lobby :${String(index)}`);
      const startedAt = Date.now();
      anna.send(...sent);
      await anna.fence();
      assert.ok(Date.now() - startedAt >= 400, `60 lines took ${String(Date.now() - startedAt)} ms`);
      assert.deepEqual(await bob.fence(), sent.map((line) => `:${source('anna')} ${line}`));
    });

    it('has no more lines at once than command-burst, however long it was quiet', () => {
      const peer = pacedPeer();
      peer.wait(3_600_000);
      peer.send(30);
      assert.equal(peer.lines, 10);
    });

    it('pays for empty lines as for others, but not for the LF behind a CR', () => {
      const peer = pacedPeer();
      peer.sendBytes(`${'\n'.repeat(6)}${'x\r\n'.repeat(10)}`);
      assert.equal(peer.lines, 4);
      const other = pacedPeer();
      for (let count = 0; count < 20; count++) for (const byte of 'x\r\n') other.sendBytes(byte);
      assert.equal(other.lines, 10);
    });

    it('pays for bytes that no line accounts for: NULs, a line without an end, one with long tags', () => {
      for (const [bytes, lines] of [['\0'.repeat(8 * 1024), 1], ['x'.repeat(8 * 1024), 2], ['\0'.repeat(100_000), 0], ['x'.repeat(100_000), 0]] as const) {
        const peer = pacedPeer();
        peer.sendBytes(`${bytes}\n${'x\n'.repeat(20)}`);
        assert.equal(peer.lines, lines, `${JSON.stringify(bytes[0])} ${String(bytes.length)} times`);
      }
      const peer = pacedPeer();
      peer.sendBytes(`@t=${'x'.repeat(4000)} PING\n`.repeat(20));
      assert.ok(peer.lines < 4, String(peer.lines));
    });

    it('has fewer lines where they keep the server busy for long', async () => {
      const peer = pacedPeer((self) => self.wait(20));
      peer.send(30);
      for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
      // A line of 20 ms counts as five.
      assert.equal(peer.lines, 2);
    });

    it('has no further line before it has read what it was answered', () => {
      const peer = pacedPeer((self) => self.connection.send(Buffer.alloc(200)));
      peer.send(30);
      assert.equal(peer.lines, 2);
      assert.equal(peer.connection.waiting, 400);
    });

    it('has lent lines taken at once, and waits for them afterwards', () => {
      const peer = pacedPeer();
      peer.connection.lend(20);
      peer.send(45);
      assert.equal(peer.lines, 30);
      for (const [time, lines] of [[1000, 30], [500, 40], [500, 45]] as const) {
        peer.wait(time);
        peer.connection.release();
        assert.equal(peer.lines, lines);
      }
    });

    it('owes what it was lent, also where a line keeps the server busy', () => {
      const peer = pacedPeer((self) => self.wait(self.lines === 30 ? 20 : 0));
      peer.connection.lend(20);
      peer.send(45);
      peer.wait(1000);
      peer.connection.release();
      assert.equal(peer.lines, 30);
    });

    it('does not slow others', async () => {
      const server = await TestServer.start({ commandBurst: 20, commandRate: 1 });
      const { anna, bob } = await server.joinAll(['anna', 'bob']);
      anna.send(...Array.from({ length: 50 }, () => 'PRIVMSG #lobby :x'));
      const startedAt = Date.now();
      await bob.fence();
      assert.ok(Date.now() - startedAt < 1000);
    });

    it('is heard to the end when it closes its side', async () => {
      const server = await TestServer.start({ commandBurst: 10, commandRate: 100 });
      const { anna, bob } = await server.joinAll(['anna', 'bob']);
      anna.socket.end(Array.from({ length: 40 }, (_, index) => `PRIVMSG #lobby :${String(index)}\n`).join(''));
      await bob.expect(`:${source('anna')} PRIVMSG #lobby :39`);
      await bob.expect(`:${source('anna')} QUIT :Connection closed`);
    });
  });

  it('that reads too slowly is ended, and the others are not slowed', async function () {
    this.timeout(60_000);
    const server = await TestServer.start({ sendq: 65_536, commandBurst: 1_000_000 });
    const { slow, fast, sender } = await server.joinAll(['slow', 'fast', 'sender']);
    slow.socket.pause();
    const line = `PRIVMSG #lobby :${'x'.repeat(400)}`;
    let received = 0;
    let sent = 0;
    for (;;) {
      sender.send(...Array.from({ length: 100 }, () => line));
      sent += 100;
      await sender.fence();
      const lines = await fast.fence();
      received += lines.filter((text) => text.endsWith('x')).length;
      assert.equal(received, sent);
      if (lines.some((text) => text.startsWith(`:${source('slow')} QUIT :SendQ exceeded`))) break;
      assert.ok(sent < 200_000, 'the slow reader is still there');
    }
    await server.join('slow');
  });

  it('that is silent is asked with PING, and ended when it does not answer', async () => {
    const server = await TestServer.start({ pingInterval: 0.1, pingTimeout: 0.1 });
    const anna = await server.join('anna');
    assert.equal(await anna.next(), 'PING :ritrovo.chat');
    assert.match((await anna.closed()).at(-1) ?? '', /^ERROR :Closing link: Ping timeout: \d+ seconds$/);
    assert.equal(server.server.names.find('anna'), undefined);
  });

  it('that answers the PING stays', async () => {
    const server = await TestServer.start({ pingInterval: 0.5, pingTimeout: 0.9 });
    const anna = await server.join('anna');
    for (let count = 0; count < 2; count++) {
      await anna.expect('PING :ritrovo.chat');
      anna.send('PONG :ritrovo.chat');
    }
    assert.deepEqual(await anna.fence(), []);
  });

  it('is refused when the server is full', async () => {
    const server = await TestServer.start({ maxConnections: 1 });
    await server.join('anna');
    const guest = await server.connect();
    assert.deepEqual(await guest.closed(), ['ERROR :The server is full. Try again later.']);
  });
});

describe('connections from one address', () => {
  it('are refused when there are too many, and taken again when one has ended', async function () {
    const server = await TestServer.start({ host: '0.0.0.0', maxConnectionsPerAddress: 2 });
    const [host] = reachableAddresses('0.0.0.0');
    if (host === undefined) this.skip();
    const anna = await server.join('anna', { host });
    const bob = await server.join('bob', { host });
    const refused = await server.connect(host);
    assert.deepEqual(await refused.closed(), ['ERROR :Too many connections from your address. Close one of them first.']);
    anna.send('QUIT');
    await anna.closed();
    while (server.server.clients.size > 1) await bob.fence();
    await server.join('carla', { host });
  });

  it('of this computer itself are not counted', async () => {
    const server = await TestServer.start({ maxConnectionsPerAddress: 2 });
    await server.joinAll(['anna', 'bob', 'carla']);
  });
});
