import assert from 'node:assert/strict';
import { version } from '../../../src/server/version';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#info-message
describe('INFO', () => {
  it('says what software this is, and since when it runs', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('INFO'), [
      `:ritrovo.chat 371 anna :Ritrovo ${version}: group chat for a network of your own`,
      `:ritrovo.chat 371 anna :Running since ${server.server.startedAt.toUTCString()}`,
      ':ritrovo.chat 374 anna :End of INFO',
    ]);
  });

  // https://modern.ircdocs.horse/#errnosuchserver-402
  it('is for this server, by name, mask or nick, and 402 for another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const answered = await anna.askVerbs('INFO');
    assert.deepEqual(await anna.ask('INFO elsewhere.example'), [':ritrovo.chat 402 anna elsewhere.example :There is no such server; this is the only one']);
    for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.deepEqual(await anna.askVerbs(`INFO ${target}`), answered);
  });
});
