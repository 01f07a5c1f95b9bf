import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#user-message
describe('USER', () => {
  it('gives a user name and a real name, in which spaces may stand', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('NICK anna', 'USER annab 8 * :Anna  Bianchi');
    assert.deepEqual(numericsOf(await guest.ask('WHOIS anna'), '311'), ['anna annab 127.0.0.1 * :Anna  Bianchi']);
  });

  it('given again before NICK, counts as it was given last', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('USER one 0 * :One', 'USER two 0 * :Two', 'NICK anna');
    assert.deepEqual(numericsOf(await guest.ask('WHOIS anna'), '311'), ['anna two 127.0.0.1 * :Two']);
  });

  it('is 461 with less than four parameters, and 462 after the registration', async () => {
    const server = await TestServer.start();
    assert.deepEqual(await (await server.connect()).askVerbs('USER', 'USER a', 'USER a 0 *'), ['461', '461', '461']);
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('USER a 0 * :b'), [':ritrovo.chat 462 anna :You are registered already']);
  });
});
