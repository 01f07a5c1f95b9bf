import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#part-message
describe('PART', () => {
  it('tells the members with the reason, the one who leaves included', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    const told = [`:${source('anna')} PART #lobby :to the garden`];
    assert.deepEqual(await anna.ask('PART #lobby :to the garden'), told);
    assert.deepEqual(await bob.fence(), told);
    await bob.ask('PRIVMSG #lobby :gone?');
    assert.deepEqual(await anna.fence(), []);
  });

  it('leaves several rooms, and without a reason', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('JOIN #a,#b');
    assert.deepEqual(await anna.ask('PART #a,#b'), [`:${source('anna')} PART #a`, `:${source('anna')} PART #b`]);
  });

  it('is answered with 403 for no room and 442 for a room of others', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    assert.deepEqual(await bob.askVerbs('PART #nowhere,#a'), ['403', '442']);
  });

  it('closes a room when the last member leaves: the next is its operator, and no mode is left', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a', 'MODE #a +k secret', 'PART #a');
    assert.deepEqual(numericsOf(await bob.ask('JOIN #a'), '353'), ['= #a :@bob']);
  });

  it('never closes the shared room', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('PART #lobby');
    assert.deepEqual(numericsOf(await anna.ask('JOIN #lobby'), '353'), ['= #lobby :anna']);
  });
});
