import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#notice-message
describe('NOTICE', () => {
  it('reaches rooms and people', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('NOTICE #lobby,bob :dinner');
    assert.deepEqual(await bob.fence(), [`:${source('anna')} NOTICE #lobby :dinner`, `:${source('anna')} NOTICE bob :dinner`]);
  });

  it('is never answered, neither with an error nor with an away message', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await bob.ask('AWAY :out', 'JOIN #a');
    assert.deepEqual(await anna.ask('NOTICE', 'NOTICE bob', 'NOTICE nobody :x', 'NOTICE #nowhere :x', 'NOTICE #a :x', 'NOTICE bob :x'), []);
    assert.deepEqual((await bob.fence()).at(-1), `:${source('anna')} NOTICE bob :x`);
  });

  it('comes back to those who asked for echo-message', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['echo-message'] });
    assert.deepEqual(await anna.ask('NOTICE #lobby :dinner'), [`:${source('anna')} NOTICE #lobby :dinner`]);
  });
});
