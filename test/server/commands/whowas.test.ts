import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#whowas-message
describe('WHOWAS', () => {
  it('says who had a name, the latest first, and as many as are asked for', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    for (const realname of ['First', 'Second']) {
      const bob = await server.join('bob', { realname });
      bob.send('QUIT');
      await bob.closed();
    }
    const lines = await anna.ask('WHOWAS BOB');
    assert.deepEqual(numericsOf(lines, '314'), ['bob test 127.0.0.1 * :Second', 'bob test 127.0.0.1 * :First']);
    assert.equal(numericsOf(lines, '312').length, 2);
    assert.deepEqual(numericsOf(lines, '369'), ['BOB :End of WHOWAS']);
    assert.equal(numericsOf(await anna.ask('WHOWAS bob 1'), '314').length, 1);
    assert.equal(numericsOf(await anna.ask('WHOWAS bob -1 ritrovo.*'), '314').length, 2);
  });

  it('knows a name that was given up for another, and the account', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'bob']);
    server.logIn('anna');
    const lines = await anna.ask('NICK annette', 'WHOWAS anna');
    assert.deepEqual(numericsOf(lines, '330'), ['anna anna :was logged in as']);
  });

  it('is answered with 406 for nobody, 431 without a name and 402 for another server', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('WHOWAS nobody', 'WHOWAS', 'WHOWAS x 1 elsewhere.example'), ['406', '369', '431', '402']);
  });

  it('remembers max-whowas of them', async () => {
    const server = await TestServer.start({ maxWhowas: 2 });
    const anna = await server.join('anna');
    await anna.ask('NICK a1', 'NICK a2', 'NICK a3');
    assert.deepEqual(await anna.askVerbs('WHOWAS anna', 'WHOWAS a1', 'WHOWAS a2'), ['406', '369', '314', '312', '369', '314', '312', '369']);
    const none = await TestServer.start({ maxWhowas: 0 });
    const bob = await none.join('bob');
    assert.deepEqual(await bob.askVerbs('NICK b', 'WHOWAS bob'), ['NICK', '406', '369']);
  });
});
