import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#pong-message
describe('PONG', () => {
  it('is not answered, whatever it says, before the registration too', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('PONG', 'PONG x'), []);
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('PONG', 'PONG x', 'PONG ritrovo.chat :x'), []);
  });
});
