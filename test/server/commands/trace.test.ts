import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://www.rfc-editor.org/rfc/rfc2812#section-3.4.8
describe('TRACE', () => {
  it('ends at this server', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('TRACE'), [':ritrovo.chat 262 anna ritrovo.chat :End of TRACE']);
  });

  // https://modern.ircdocs.horse/#errnosuchserver-402
  it('is for this server, by name, mask or nick, and 402 for another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const answered = await anna.askVerbs('TRACE');
    assert.deepEqual(await anna.ask('TRACE elsewhere.example'), [':ritrovo.chat 402 anna elsewhere.example :There is no such server; this is the only one']);
    for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.deepEqual(await anna.askVerbs(`TRACE ${target}`), answered);
  });
});
