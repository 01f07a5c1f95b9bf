import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { SqliteFile } from '../../src/server/store/sqlite';
import { askBatch, historian, say, textsOf } from '../helpers/history';
import { temporaryFolder, TestServer } from '../helpers/server';

/** Has a file locked for a moment by another thread, as by another program. */
const lockFor = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('@photostructure/sqlite');
  const database = new DatabaseSync(workerData.file);
  database.exec('BEGIN IMMEDIATE');
  parentPort.postMessage('locked');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, workerData.time);
  database.exec('ROLLBACK');
  database.close();`;

/** Has every commit of a server fail. */
function fullDisk({ server }: TestServer): { isFull: boolean } {
  const disk = { isFull: true };
  server.database.beforeCommit({ isWaiting: () => disk.isFull, write: () => assert.fail('the disk is full') });
  return disk;
}

describe('a data folder that cannot be written', () => {
  it('by somebody else’s transaction has what people say refused, shown to nobody, and kept again afterwards; the operators are told, once', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data, commandBurst: 1000 });
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    for (const user of server.server.users) {
      if (user.nick !== 'bob') continue;
      user.operator = 'bob';
      for (const mode of ['o', 's'] as const) server.server.users.setMode(user, mode, true);
    }
    const deleted = await say(anna, '#lobby', 'before');
    await bob.fence();

    const other = new SqliteFile(path.join(data, 'ritrovo.db'));
    other.exec('BEGIN IMMEDIATE');
    const startedAt = performance.now();
    for (let count = 0; count < 40; count++) {
      const [answer = ''] = await anna.ask('PRIVMSG #lobby :meanwhile');
      assert.match(answer, /FAIL PRIVMSG TEMPORARILY_UNAVAILABLE #lobby :The server cannot store this, because another program is using its database/);
    }
    // The other is waited for once, not each time.
    assert.ok(performance.now() - startedAt < 40 * 40);
    assert.match((await anna.ask(`REDACT #lobby ${deleted}`))[0] ?? '', /FAIL REDACT TEMPORARILY_UNAVAILABLE #lobby/);
    const seen = await bob.fence();
    assert.equal(seen.filter((line) => / NOTICE bob :\*\*\* The data folder .* \(database is locked\); what cannot be stored is refused until it can be/.test(line)).length, 1);
    assert.equal(seen.length, 1);
    other.exec('ROLLBACK');
    other.close();

    await say(anna, '#lobby', 'after');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #lobby * 10')), ['before', 'after']);
  });

  it('for a moment only, since another program writes, is waited for', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data });
    const anna = await server.join('anna', { capabilities: historian });
    await say(anna, '#lobby', 'before');
    const other = new Worker(lockFor, { eval: true, workerData: { file: path.join(data, 'ritrovo.db'), time: 20 } });
    const ended = once(other, 'exit');
    await once(other, 'message');
    assert.notEqual(await say(anna, '#lobby', 'meanwhile'), '');
    await ended;
  });

  it('stops nobody from talking where nothing is kept', async () => {
    const server = await TestServer.start({ history: false });
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: ['echo-message', 'message-tags'] });
    const disk = fullDisk(server);
    assert.notEqual(await say(anna, '#lobby', 'hello'), '');
    assert.ok((await bob.fence()).some((line) => line.endsWith(' PRIVMSG #lobby :hello')));
    disk.isFull = false;
  });

  it('has programs without standard replies shown why: a numeric in the room, a notice otherwise; a NOTICE has no answer', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    const disk = fullDisk(server);
    const why = 'The server cannot store this, because of an error that has been logged, so it was not done. Try again later, or tell whoever runs the server';
    assert.deepEqual(await anna.ask('PRIVMSG #lobby :hello'), [`:ritrovo.chat 404 anna #lobby :${why}`]);
    assert.deepEqual(await anna.ask('PRIVMSG bob :hello'), [`:ritrovo.chat NOTICE anna :PRIVMSG: ${why}`]);
    assert.deepEqual(await anna.ask('NOTICE #lobby :hello'), []);
    assert.deepEqual(await bob.fence(), []);
    disk.isFull = false;
  });

  it('does not let what two people write to each other end up in the room that is made next', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    const disk = fullDisk(server);
    await say(anna, 'bob', 'lost');
    disk.isFull = false;
    await carla.ask('JOIN #new');
    await say(carla, '#new', 'hello');
    await say(anna, 'bob', 'for bob only');
    assert.deepEqual(textsOf(await askBatch(carla, 'CHATHISTORY LATEST #new * 10')), ['hello']);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST anna * 10')), ['for bob only']);
  });

  it('does not end the history of a closed room for those who are in it', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await anna.ask('JOIN #closed', 'MODE #closed +i');
    await say(anna, '#closed', 'before');
    const disk = fullDisk(server);
    await say(anna, '#closed', 'lost');
    disk.isFull = false;
    await say(anna, '#closed', 'after');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #closed * 10')), ['before', 'after']);
  });

  it('neither gives an earlier room’s past to whoever opens it anew, nor loses it', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a', 'MODE #a +i');
    await say(anna, '#a', 'of anna');
    await anna.ask('PART #a');
    const disk = { isFull: true };
    server.server.database.beforeCommit({ isWaiting: () => disk.isFull, write: () => assert.fail('the disk is full') });
    await bob.ask('JOIN #a');
    disk.isFull = false;
    await say(bob, '#a', 'of bob');
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #a * 10')), ['of bob']);
    await anna.ask('JOIN #a');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #a * 10')), ['of anna', 'of bob']);
  });
});
