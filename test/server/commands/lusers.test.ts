import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import { numericsOf, TestServer } from '../../helpers/server';

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

  it('counts somebody who is absent as a user and not as a client, and nobody below zero', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', ['draft/persistence']);
    const bob = await server.join('bob');
    await anna.ask('PERSISTENCE SET ON', 'JOIN #garden');
    anna.destroy();
    await server.until(() => server.server.presences.count === 1);
    assert.deepEqual(await bob.ask('LUSERS'), [
      ':ritrovo.chat 251 bob :There are 2 users and 0 invisible on 1 servers',
      ':ritrovo.chat 252 bob 0 :operator(s) online',
      ':ritrovo.chat 253 bob 0 :unknown connection(s)',
      ':ritrovo.chat 254 bob 2 :channels formed',
      ':ritrovo.chat 255 bob :I have 1 clients and 1 servers',
      ':ritrovo.chat 265 bob 2 2 :Current local users 2, max 2',
      ':ritrovo.chat 266 bob 2 2 :Current global users 2, max 2',
    ]);
    await (await server.connect()).fence();
    assert.equal(numericsOf(await bob.ask('LUSERS'), '253')[0], '1 :unknown connection(s)');
    const back = await joinAsOwner(server, 'anna');
    assert.deepEqual(numericsOf(await back.ask('LUSERS'), '255'), [':I have 2 clients and 1 servers']);
    assert.equal(numericsOf(await bob.ask('LUSERS'), '253')[0], '1 :unknown connection(s)');
  });

  it('may be asked of this server only', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.equal((await anna.askVerbs('LUSERS * ritrovo.chat'))[0], '251');
    assert.deepEqual(await anna.askVerbs('LUSERS * elsewhere.example'), ['402']);
  });
});
