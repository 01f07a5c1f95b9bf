import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://www.rfc-editor.org/rfc/rfc2812#section-4.6
describe('USERS', () => {
  it('is switched off', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('USERS'), [':ritrovo.chat 446 anna :USERS has been disabled; WHO lists the people who are here']);
  });
});
