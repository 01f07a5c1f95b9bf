import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#lusers-message
describe('LUSERS', () => {
  it('counts people, the invisible, operators, connections without a name, rooms and the most there were', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    const carla = await server.join('carla');
    const guest = await server.connect();
    await guest.fence();
    await bob.ask('MODE bob +i', 'JOIN #a');
    carla.send('QUIT');
    await carla.closed();
    server.makeOperator('bob');
    await anna.fence();
    assert.deepEqual(await anna.ask('LUSERS'), [
      ':ritrovo.chat 251 anna :There are 1 users and 1 invisible on 1 servers',
      ':ritrovo.chat 252 anna 1 :operator(s) online',
      ':ritrovo.chat 253 anna 1 :unknown connection(s)',
      ':ritrovo.chat 254 anna 2 :channels formed',
      ':ritrovo.chat 255 anna :I have 2 clients and 1 servers',
      ':ritrovo.chat 265 anna 2 3 :Current local users 2, max 3',
      ':ritrovo.chat 266 anna 2 3 :Current global users 2, max 3',
    ]);
  });

  it('may be asked of this server only', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.equal((await anna.askVerbs('LUSERS * ritrovo.chat'))[0], '251');
    assert.deepEqual(await anna.askVerbs('LUSERS * elsewhere.example'), ['402']);
  });
});
