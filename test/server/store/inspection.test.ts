import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { hashPassword } from '../../../src/server/accounts/password';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { historian, say } from '../../helpers/history';
import { IrcClient } from '../../helpers/irc-client';
import { operatorPassword } from '../../helpers/operators';
import { temporaryFolder, TestServer } from '../../helpers/server';
import { ServerProcess } from '../../helpers/server-process';

/** A data folder in which a page of the messages is full of nonsense. */
async function damagedFolder(): Promise<string> {
  const data = temporaryFolder();
  const server = await TestServer.start({ data });
  const anna = await server.join('anna', { capabilities: historian });
  for (let count = 0; count < 25; count++) await say(anna, '#lobby', `rose ${String(count)} ${'x'.repeat(300)}`);
  await server.stop();
  const name = path.join(data, 'ritrovo.db');
  const file = new SqliteFile(name);
  // Or what is still in the log would hide it.
  file.pragma('wal_checkpoint(TRUNCATE)');
  const [page] = file.prepare("SELECT pageno FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf' ORDER BY pageno").raw().all() as [number][];
  file.close();
  const descriptor = openSync(name, 'r+');
  writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, ((page?.[0] ?? assert.fail()) - 1) * 4096);
  closeSync(descriptor);
  return data;
}

/** Empty where there is no such process, or it has ended. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function joinAsOperator(port: number, nick: string): Promise<IrcClient> {
  const client = await IrcClient.join(port, nick);
  client.send(`OPER root ${operatorPassword}`);
  await client.expect(/ 381 /);
  return client;
}

describe('a server whose file is damaged where nobody has looked', function () {
  this.timeout(60_000);

  it('tells the log and the operators, those who are there and those who come, and goes on', async () => {
    const data = await damagedFolder();
    const server = ServerProcess.start('--data', data, '--host', '127.0.0.1', '--port', '0', '--tls', 'no', '--operators', `root:${await hashPassword(operatorPassword)}`);
    const port = await server.listening();
    const logged = server.logged(/"the table messages/);
    const anna = await joinAsOperator(port, 'anna');
    const { level, table, msg } = JSON.parse(await logged) as { level: string; table: string; msg: string };
    assert.deepEqual([level, table], ['error', 'messages']);
    assert.match(msg, /^the table messages \(what was said\) of .*ritrovo\.db is damaged: .*What cannot be read is lost, the rest is served\. Save what can be read \(export\), then stop the server and go back to a copy \(README, Back-up\)$/);
    await anna.expect(/NOTICE anna :\*\*\* The database is damaged: what was said\. .*Back-up.*the log says more$/);
    const bob = await joinAsOperator(port, 'bob');
    await bob.expect(/NOTICE bob :\*\*\* The database is damaged: what was said\./);
    anna.send('PRIVMSG #lobby :ciao');
    await bob.expect(/PRIVMSG #lobby :ciao/);
    server.signal('SIGTERM');
    assert.equal((await server.exit()).code, 0);
  });

  it('ends at once while its file is looked through, and leaves no process behind', async function () {
    if (process.platform !== 'linux') this.skip();
    const server = ServerProcess.start('--data', temporaryFolder(), '--host', '127.0.0.1', '--port', '0', '--tls', 'no');
    await server.listening();
    const children = (): string[] => readFileSync(`/proc/${String(server.pid)}/task/${String(server.pid)}/children`, 'utf8').split(' ').filter((pid) => pid !== '');
    let child: string | undefined;
    for (let left = 3000; left > 0 && child === undefined; left--) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      child = children().find((pid) => commandOf(pid).includes('database-inspector'));
    }
    assert.ok(child !== undefined);
    server.signal('SIGTERM');
    const { code, duration } = await server.exit();
    assert.equal(code, 0);
    assert.ok(duration < 2000);
    // Nobody may have taken note of its end, but it runs no more.
    assert.equal(commandOf(child), '');
  });
});
