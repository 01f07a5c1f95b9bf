import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#userhost-message
describe('USERHOST', () => {
  it('says from where people are, whether they are away, and operators', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await bob.ask('AWAY :x');
    server.makeOperator('bob');
    assert.deepEqual(numericsOf(await anna.ask('USERHOST anna nobody BOB'), '302'), [':anna=+test@127.0.0.1 bob*=-test@127.0.0.1']);
    assert.deepEqual(await anna.ask('USERHOST nobody'), [':ritrovo.chat 302 anna :']);
  });

  it('takes five names at once', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.equal(numericsOf(await anna.ask('USERHOST anna anna anna anna anna anna'), '302').join().match(/anna=/g)?.length, 5);
  });
});
