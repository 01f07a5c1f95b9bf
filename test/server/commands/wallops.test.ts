import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#wallops-message
describe('WALLOPS', () => {
  it('reaches everybody who is +w, and nobody else', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    server.makeOperator('anna');
    await bob.ask('MODE bob +w');
    assert.deepEqual(await anna.ask('WALLOPS :back at six'), []);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} WALLOPS :back at six`]);
    assert.deepEqual(await carla.fence(), []);
    await anna.ask('MODE anna +w');
    assert.deepEqual(await anna.ask('WALLOPS x'), [`:${source('anna')} WALLOPS :x`]);
  });

  it('is for operators: 481 for the others', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('WALLOPS :x'), ['481']);
  });
});
