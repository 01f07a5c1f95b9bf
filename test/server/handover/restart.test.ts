import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { IrcClient } from '../../helpers/irc-client';
import { temporaryFolder } from '../../helpers/server';
import { ServerProcess } from '../../helpers/server-process';

const started = /listening on port/;
const bundle = path.join(import.meta.dirname, '../../../dist/server.js');

/** The processes whose parent is this one. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc').map(Number).filter((child) => {
    try {
      return !Number.isNaN(child) && readFileSync(`/proc/${String(child)}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(pid);
    } catch {
      return false;
    }
  });
}

describe('a server process that is restarted', function () {
  this.timeout(30_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });

  it('brings back who was there, refuses nobody meanwhile, and is two processes however often', async () => {
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0');
    const port = await server.listening();
    let anna = await IrcClient.join(port, 'anna');
    await anna.ask('JOIN #class', 'MODE #class +m');
    for (let restart = 0; restart < 2; restart++) {
      const next = server.logged(started);
      server.signal('SIGUSR2');
      // Somebody who comes while the sockets change hands is served, by the old process or by the new one.
      const state = { isDone: false };
      const done = next.then(() => (state.isDone = true));
      while (!state.isDone) {
        const guest = await IrcClient.connect(port);
        guest.send('NICK guest', 'USER guest 0 * :Guest');
        await guest.askAnything('QUIT');
        guest.destroy();
      }
      await done;
      assert.match((await anna.closed()).join('\n'), /ERROR :Server restarting, reconnect$/);
      anna = await IrcClient.join(port, 'anna');
      assert.match((await anna.ask('NAMES #class')).join('\n'), /:@anna\n/);
      // The one before is ending, and nobody is told when it has.
      while (process.platform === 'linux' && childrenOf(server.pid).length > 1) await anna.fence();
    }
    server.signal('SIGTERM');
    assert.deepEqual((await anna.closed()).at(-1), 'ERROR :SHUTDOWN');
    const { code, duration } = await server.exit();
    assert.equal(code, 0);
    assert.ok(duration < 2000, `${String(duration)} ms`);
  });

  it('goes on as it was when the new process does not start, and says why', async () => {
    const file = path.join(temporaryFolder(), 'ritrovo.toml');
    writeFileSync(file, 'max-rooms = 5\n');
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--config', file);
    const port = await server.listening();
    const anna = await IrcClient.join(port, 'anna');
    writeFileSync(file, 'max-roms = 5\n');
    const refused = server.logged(/not restarted/);
    server.signal('SIGUSR2');
    assert.match(await refused, /was not restarted and goes on as it was: .*there is no setting “max-roms”/);
    assert.deepEqual(await anna.askVerbs('PRIVMSG anna :still here'), ['PRIVMSG']);
    server.signal('SIGTERM');
    const { code, errors } = await server.exit();
    assert.equal(code, 0);
    assert.match(errors, /there is no setting “max-roms”/);
  });

  it('goes on as it was when it cannot write down who is where, in the first process and in the next', async () => {
    const data = temporaryFolder();
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--data', data);
    const port = await server.listening();
    let anna = await IrcClient.join(port, 'anna');
    for (let restart = 0; restart < 2; restart++) {
      const other = new SqliteFile(path.join(data, 'ritrovo.db'));
      other.exec('BEGIN IMMEDIATE');
      const refused = server.logged(/not restarted/);
      server.signal('SIGUSR2');
      assert.match(await refused, /goes on as it was: database is locked/);
      // What people say cannot be kept meanwhile, and is refused; the rest goes on.
      assert.deepEqual(await anna.askVerbs('PRIVMSG anna :still here', `JOIN #new${restart}`), ['NOTICE', 'JOIN', '353', '366']);
      await (await IrcClient.join(port, 'guest')).askAnything('QUIT');
      other.close();
      await anna.fence();
      assert.deepEqual(await anna.askVerbs('PRIVMSG anna :still here'), ['PRIVMSG']);
      const next = server.logged(started);
      server.signal('SIGUSR2');
      await next;
      await anna.closed();
      anna = await IrcClient.join(port, 'anna');
    }
    server.signal('SIGTERM');
    assert.equal((await server.exit()).code, 0);
  });

  it('ends with the program that started it, as before', async () => {
    const data = temporaryFolder();
    const server = fork(bundle, ['--host', '127.0.0.1', '--port', '0', '--data', data, '--log-level', 'silent'], { silent: true, execArgv: [] });
    const [told] = (await once(server, 'message')) as [{ port: number }];
    const anna = await IrcClient.join(told.port, 'anna');
    server.kill('SIGUSR2');
    await anna.closed();
    const again = await IrcClient.join(told.port, 'anna');
    server.disconnect();
    assert.equal((await again.closed()).at(-1), 'ERROR :SHUTDOWN');
    const [code] = (await once(server, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('goes on as it was when the new process is killed, whenever', async function () {
    if (process.platform !== 'linux') this.skip();
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0');
    const port = await server.listening();
    const anna = await IrcClient.join(port, 'anna');
    for (const delay of [0, 50, 100]) {
      const ended = Promise.race([server.logged(/not restarted: .*SIGKILL/).then(() => 'kept'), anna.closed().then(() => 'taken over')]);
      server.signal('SIGUSR2');
      let child: number | undefined;
      while (child === undefined) {
        await anna.fence();
        [child] = childrenOf(server.pid);
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
      process.kill(child, 'SIGKILL');
      assert.equal(await ended, 'kept', `${String(delay)} ms`);
      assert.deepEqual(await anna.askVerbs('PRIVMSG anna :still here'), ['PRIVMSG']);
    }
    server.signal('SIGTERM');
    assert.equal((await server.exit()).code, 0);
  });

  it('ends with the status of the process that runs it', async () => {
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0');
    await server.listening();
    const next = server.logged(started);
    server.signal('SIGUSR2');
    await next;
    const [child = 0] = childrenOf(server.pid);
    process.kill(child, 'SIGKILL');
    assert.equal((await server.exit()).code, 137);
  });
});

describe('SIGHUP', function () {
  this.timeout(15_000);

  it('has the settings read again; a wrong file is refused and nothing changes', async () => {
    const file = path.join(temporaryFolder(), 'ritrovo.toml');
    writeFileSync(file, 'max-rooms = 5\n');
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--config', file);
    const anna = await IrcClient.join(await server.listening(), 'anna');
    writeFileSync(file, 'max-rooms = 6\nroom = "#other"\n');
    const changed = server.logged(/read again/);
    server.signal('SIGHUP');
    assert.match(await changed, /Changed: max-rooms\. A restart is needed for: room\./);
    assert.match((await anna.fence()).join('\n'), / 005 anna CHANLIMIT=#:6 /);
    writeFileSync(file, 'max-rooms = 0\n');
    const refused = server.logged(/nothing has changed/);
    server.signal('SIGHUP');
    assert.match(await refused, /max-rooms: 0 cannot be used/);
    assert.deepEqual(await anna.fence(), []);
    server.signal('SIGTERM');
    assert.equal((await server.exit()).code, 0);
  });
});
