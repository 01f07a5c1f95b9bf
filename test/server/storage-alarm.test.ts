import assert from 'node:assert/strict';
import path from 'node:path';
import { SqliteFile } from '../../src/server/store/sqlite';
import { askBatch, historian, say, textsOf } from '../helpers/history';
import { temporaryFolder, TestServer } from '../helpers/server';

describe('a data folder that cannot be written', () => {
  it('stops nobody from talking; the operators are told, once', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data });
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    for (const user of server.server.users) {
      if (user.nick !== 'bob') continue;
      user.operator = 'bob';
      for (const mode of ['o', 's'] as const) server.server.users.setMode(user, mode, true);
    }
    await say(anna, '#lobby', 'before');
    await bob.fence();

    const other = new SqliteFile(path.join(data, 'ritrovo.db'));
    other.exec('BEGIN IMMEDIATE');
    assert.notEqual(await say(anna, '#lobby', 'meanwhile'), '');
    assert.notEqual(await say(anna, '#lobby', 'still'), '');
    const seen = await bob.fence();
    assert.deepEqual(seen.filter((line) => line.includes(' PRIVMSG ')).map((line) => line.split(' :').at(-1)), ['meanwhile', 'still']);
    assert.equal(seen.filter((line) => / NOTICE bob :\*\*\* The data folder .* \(database is locked\); the chat goes on/.test(line)).length, 1);
    other.exec('ROLLBACK');
    other.close();

    await say(anna, '#lobby', 'after');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #lobby * 10')).filter((text) => text !== 'meanwhile' && text !== 'still'), ['before', 'after']);
  });

  it('does not let what two people write to each other end up in the room that is made next', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    const disk = { isFull: true };
    server.server.database.beforeCommit({ isWaiting: () => disk.isFull, write: () => assert.fail('the disk is full') });
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
    const disk = { isFull: true };
    server.server.database.beforeCommit({ isWaiting: () => disk.isFull, write: () => assert.fail('the disk is full') });
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
