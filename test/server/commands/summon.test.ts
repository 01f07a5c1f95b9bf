import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://www.rfc-editor.org/rfc/rfc2812#section-4.5
describe('SUMMON', () => {
  it('is switched off', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const words = ':ritrovo.chat 445 anna :SUMMON has been disabled; INVITE asks somebody who is here into a room';
    assert.deepEqual(await anna.ask('SUMMON bob', 'SUMMON'), [words, words]);
  });
});
