import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#kick-message
describe('KICK', () => {
  it('puts somebody out, and tells everybody with the reason', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    const told = `:${source('anna')} KICK #a bob :too loud`;
    assert.equal((await anna.ask('KICK #a BOB :too loud')).at(-1), told);
    assert.deepEqual(await bob.fence(), [told]);
    assert.deepEqual(numericsOf(await anna.ask('NAMES #a'), '353'), ['= #a :@anna']);
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :hey'), ['404']);
  });

  it('gives the name of the operator where there is no reason', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    await anna.ask('KICK #a bob');
    assert.deepEqual(await bob.fence(), [`:${source('anna')} KICK #a bob :anna`]);
  });

  it('is answered with 403, 442, 482 and 441', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob', 'carla']);
    await anna.ask('JOIN #a');
    assert.deepEqual(await bob.askVerbs('KICK #nowhere anna', 'KICK #a anna'), ['403', '442']);
    await bob.ask('JOIN #a');
    assert.deepEqual(await bob.askVerbs('KICK #a anna', 'KICK #lobby anna'), ['482', '482']);
    await anna.fence();
    assert.deepEqual(await anna.askVerbs('KICK #a carla', 'KICK #a nobody'), ['441', '441']);
  });

  it('closes the room when the last member puts themselves out', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('JOIN #a', 'MODE #a +s', 'KICK #a anna');
    assert.deepEqual(numericsOf(await anna.ask('LIST'), '322'), ['#lobby 1 :']);
  });

  it('takes several people, and 407 for more than there may be at once', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    await carla.ask('JOIN #a');
    await anna.fence();
    assert.deepEqual(await anna.askVerbs('KICK #a bob,CARLA,bob'), ['KICK', 'KICK']);
    const many = Array.from({ length: 12 }, (_, index) => `n${String(index)}`).join(',');
    assert.deepEqual((await anna.askVerbs(`KICK #a ${many}`)).slice(-2), ['441', '407']);
  });
});
