import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Opened, words, type Watched } from './helpers';

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Resolves when something listens on the port. */
async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    assert.equal(child.exitCode, null, 'the server ended');
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The configuration of a server that is not ours, and how it is started. */
interface Foreign {
  readonly program: string;
  readonly args: (file: string) => string[];
  readonly configuration: (port: number, folder: string) => string;
}

const servers: Readonly<Record<string, Foreign>> = {
  ngIRCd: {
    program: 'ngircd',
    args: (file) => ['-n', '-f', file],
    configuration: (port) => [
      '[Global]', 'Name = irc.example.test', 'Info = A server for tests', 'Listen = 127.0.0.1', `Ports = ${port}`, 'ServerUID = 0', 'ServerGID = 0',
      '[Options]', 'DNS = no', 'Ident = no', 'PAM = no', '[Limits]', 'MaxNickLength = 16', 'MaxConnectionsIP = 0', '',
    ].join('\n'),
  },
  InspIRCd: {
    program: 'inspircd',
    args: (file) => ['--runasroot', '--nofork', `--config=${file}`],
    configuration: (port, folder) => [
      '<server name="irc.example.test" description="A server for tests" network="Test">',
      '<admin name="a" nick="a" email="a@example.test">',
      `<bind address="127.0.0.1" port="${port}" type="clients">`,
      // Its own usual limits: who sends more is thrown out, or made to wait.
      '<connect name="main" allow="*" threshold="10" commandrate="1000" fakelag="yes" recvq="8192" sendq="262144" maxconnwarn="no">',
      `<path datadir="${folder}" logdir="${folder}" runtimedir="${folder}">`,
      ...['cap', 'ircv3', 'ircv3_servertime', 'ircv3_echomessage', 'ircv3_labeledresponse', 'ircv3_batch', 'ircv3_msgid', 'ircv3_ctctags', 'monitor', 'namesx', 'chghost'].map((name) => `<module name="${name}">`),
      '<options prefixquit="Quit: ">', '',
    ].join('\n'),
  },
};

const searchPath = `${process.env.PATH ?? ''}:/usr/sbin`;

function isInstalled(program: string): boolean {
  return searchPath.split(':').some((folder) => fs.existsSync(path.join(folder, program)));
}

for (const [name, { program, args, configuration }] of Object.entries(servers)) {
  describe(`on a server that is not ours (${name})`, function () {
    this.timeout(60_000);
    const opened = new Opened();
    let child: ChildProcess | undefined;
    let folder = '';
    let port = 0;

    before(async function () {
      if (!isInstalled(program)) this.skip();
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-foreign-'));
      fs.chmodSync(folder, 0o755);
      port = await freePort();
      const file = path.join(folder, 'server.conf');
      fs.writeFileSync(file, configuration(port, folder));
      child = spawn(program, args(file), { env: { ...process.env, PATH: searchPath }, stdio: 'ignore' });
      await listening(port, child);
    });
    afterEach(() => opened.closeAll());
    after(async () => {
      if (child?.exitCode === null) {
        const ended = new Promise((resolve) => child?.once('exit', resolve));
        child.kill();
        await ended;
      }
      if (folder !== '') fs.rmSync(folder, { recursive: true, force: true });
    });

    /** A server may let go of those who left a test only after the next has begun: each has its own room and names. */
    async function join(nick: string, room: string): Promise<Watched> {
      const client = opened.client({ room });
      client.session.connect({ host: '127.0.0.1', port }, nick);
      await client.next('item-added', ({ item }) => words(item) === `You joined ${room}`);
      return client;
    }

    it('people talk, in the room and in private, and see who is there', async () => {
      const anna = await join('anna', '#talk');
      const bob = await join('bob', '#talk');
      await anna.next('item-added', ({ item }) => words(item) === 'bob joined');
      anna.session.submit('hello bob');
      const heard = await bob.message('hello bob');
      assert.ok(heard.kind === 'message' && heard.mention && !heard.own);
      bob.session.submit('/msg anna psst');
      const { room } = await anna.next('item-added', ({ item }) => words(item) === '<bob> psst');
      assert.equal(room, 'bob');
      assert.deepEqual(bob.session.activeRoom?.members.map(({ nick }) => nick).sort(), ['anna', 'bob']);
      await anna.next('room-changed', () => anna.session.rooms[1]?.presence === 'here');
      anna.session.setModerated('#talk', true);
      await bob.next('room-changed', () => bob.session.activeRoom?.moderated === true);
      assert.equal(bob.session.activeRoom.mayWrite, false);
    });

    it('a long paste arrives whole and in order, and nobody is thrown out', async () => {
      const anna = await join('annie', '#paste');
      const bob = await join('bobby', '#paste');
      const lines = Array.from({ length: 12 }, (_, index) => `line ${index} ${'x'.repeat(300)}`);
      anna.session.submit(lines.join('\n'));
      await bob.message(lines.at(-1) ?? '');
      assert.deepEqual(bob.told.filter((text) => text.startsWith('<annie>')), lines.map((line) => `<annie> ${line}`));
      assert.equal(anna.session.phase.name, 'online');
    });

    it('what the server has not got is not offered', async () => {
      const anna = await join('ann', '#bare');
      const { canEdit, canRedact, canSearch, hasHistory, hasReadMarkers, hasMultiline } = anna.session.features;
      assert.deepEqual([canEdit, canRedact, canSearch, hasHistory, hasReadMarkers, hasMultiline], [false, false, false, false, false, false]);
      anna.session.loadOlder('#bare');
      anna.session.react('#bare', 'x', '👍');
      anna.session.submit('one\ntwo', { whole: true });
      await anna.message('two');
      assert.ok(anna.told.every((text) => !/unknown command/i.test(text)), anna.told.join('\n'));
    });
  });
}
