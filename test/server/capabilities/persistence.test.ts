import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import { TestServer } from '../../helpers/server';

// https://github.com/ircv3/ircv3-specifications/pull/503
describe('draft/persistence', () => {
  it('tells those who asked what holds, when they register and when another of their clients changes it', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const asked = await joinAsOwner(server, 'anna', ['draft/persistence']);
    const plain = await joinAsOwner(server, 'anna2', [], 'anna');
    await asked.fence();
    assert.deepEqual(await plain.ask('PERSISTENCE SET ON'), [':ritrovo.chat PERSISTENCE STATUS ON ON']);
    assert.deepEqual(await asked.fence(), [':ritrovo.chat PERSISTENCE STATUS ON ON']);
    await asked.ask('PERSISTENCE SET OFF');
    assert.deepEqual(await plain.fence(), []);
  });
});
