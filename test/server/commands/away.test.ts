import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#away-message
describe('AWAY', () => {
  it('marks as away and back', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('AWAY :out', 'AWAY', 'AWAY :'), ['306', '305', '305']);
  });

  it('is cut to AWAYLEN', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const [reason = ''] = numericsOf(await anna.ask(`AWAY :${'x'.repeat(400)}`, 'WHOIS anna'), '301');
    assert.equal(reason.length, 'anna :'.length + 300);
  });

  // https://ircv3.net/specs/extensions/away-notify
  it('is told on each change to those who asked for away-notify', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['away-notify'] });
    const bob = await server.join('bob');
    const carla = await server.join('carla');
    await anna.fence();
    await carla.ask('AWAY :out', 'AWAY :out', 'AWAY :lunch', 'AWAY', 'AWAY');
    assert.deepEqual(await anna.fence(), [`:${source('carla')} AWAY :out`, `:${source('carla')} AWAY :lunch`, `:${source('carla')} AWAY`]);
    assert.deepEqual(await bob.fence(), [`:${source('carla')} JOIN #lobby`]);
  });
});
