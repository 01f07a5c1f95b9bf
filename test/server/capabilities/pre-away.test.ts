import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/pre-away
describe('draft/pre-away', () => {
  it('has AWAY taken before the registration', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['away-notify'] });
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('CAP REQ :draft/pre-away', 'AWAY *'), ['CAP', '306']);
    await guest.ask('NICK bob', 'USER test 0 * :B', 'CAP END');
    assert.deepEqual(await anna.fence(), [`:${source('bob')} JOIN #lobby`, `:${source('bob')} AWAY :*`]);
    assert.deepEqual(numericsOf(await anna.ask('WHOIS bob'), '301'), ['bob :*']);
    assert.deepEqual(await guest.askVerbs('AWAY'), ['305']);
  });

  it('is taken back before the registration as well, and is 451 without the capability', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('AWAY :x'), ['451']);
    await guest.ask('CAP REQ :draft/pre-away', 'AWAY :x', 'AWAY', 'NICK bob', 'USER test 0 * :B', 'CAP END');
    assert.equal(server.user('bob').away, undefined);
  });
});
