import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#ping-message
describe('PING', () => {
  it('is answered with the same token, before the registration too', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('PING :a b', 'PING x ritrovo.chat'), [':ritrovo.chat PONG ritrovo.chat :a b', ':ritrovo.chat PONG ritrovo.chat :x']);
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('PING ::-)'), [':ritrovo.chat PONG ritrovo.chat ::-)']);
  });

  it('is 461 without a token', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('PING'), ['461']);
  });
});
