import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/extended-monitor
describe('extended-monitor', () => {
  const all = ['extended-monitor', 'away-notify', 'setname'];

  it('tells of those who are watched without sharing a room', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: all });
    const bob = await server.join('bob');
    await anna.ask('PART #lobby', 'MONITOR + bob');
    await bob.ask('AWAY :out', 'SETNAME :Bob B.', 'AWAY');
    assert.deepEqual(await anna.fence(), [`:${source('bob')} AWAY :out`, `:${source('bob')} SETNAME :Bob B.`, `:${source('bob')} AWAY`]);
  });

  it('tells it once to those who share a room as well', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: all });
    const bob = await server.join('bob');
    await anna.ask('MONITOR + bob');
    await bob.ask('AWAY :out');
    assert.deepEqual(await anna.fence(), [`:${source('bob')} AWAY :out`]);
  });

  it('tells nothing to those who did not ask for it, or not for what has changed', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['away-notify', 'setname'] });
    const carla = await server.join('carla', { capabilities: ['extended-monitor', 'setname'] });
    const bob = await server.join('bob');
    for (const client of [anna, carla]) await client.ask('PART #lobby', 'MONITOR + bob');
    await anna.fence();
    await bob.ask('AWAY :out');
    assert.deepEqual([await anna.fence(), await carla.fence()], [[], []]);
  });
});
