import assert from 'node:assert/strict';
import path from 'node:path';
import Libsql from 'libsql';
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

    const other = new Libsql(path.join(data, 'ritrovo.db'));
    other.exec('BEGIN IMMEDIATE');
    assert.notEqual(await say(anna, '#lobby', 'meanwhile'), '');
    assert.notEqual(await say(anna, '#lobby', 'still'), '');
    const seen = await bob.fence();
    assert.deepEqual(seen.filter((line) => line.includes(' PRIVMSG ')).map((line) => line.split(' :').at(-1)), ['meanwhile', 'still']);
    assert.equal(seen.filter((line) => line.includes(' NOTICE bob :*** The data folder ')).length, 1);
    other.exec('ROLLBACK');
    other.close();

    await say(anna, '#lobby', 'after');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #lobby * 10')).filter((text) => text !== 'meanwhile' && text !== 'still'), ['before', 'after']);
  });
});
