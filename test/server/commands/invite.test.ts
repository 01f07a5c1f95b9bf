import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#invite-message
describe('INVITE', () => {
  it('tells the guest, and is answered with 341', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    assert.deepEqual(await anna.ask('INVITE bob #a'), [':ritrovo.chat 341 anna bob :#a']);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} INVITE bob #a`]);
  });

  it('says that the guest is away', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await bob.ask('AWAY :out');
    assert.deepEqual(numericsOf(await anna.ask('JOIN #a', 'INVITE bob #a'), '301'), ['bob :out']);
  });

  it('is answered with 401, 403, 442 and 443, and with 482 where only operators invite', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob', 'carla']);
    await anna.ask('JOIN #a');
    assert.deepEqual(await bob.askVerbs('INVITE nobody #a', 'INVITE carla #nowhere', 'INVITE carla #a', 'INVITE carla #lobby'), ['401', '403', '442', '443']);
    await bob.ask('JOIN #a');
    await anna.ask('MODE #a +i');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('INVITE carla #a'), ['482']);
  });

  // https://ircv3.net/specs/extensions/invite-notify
  it('is told to the members who asked for invite-notify', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const bob = await server.join('bob', { capabilities: ['invite-notify'] });
    const carla = await server.join('carla');
    await server.join('dora');
    await anna.ask('JOIN #a');
    for (const client of [bob, carla]) await client.ask('JOIN #a');
    await bob.fence();
    await anna.ask('INVITE dora #a');
    assert.deepEqual(await bob.fence(), [`:${source('anna')} INVITE dora #a`]);
    assert.deepEqual(await carla.fence(), []);
  });
});
