import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#admin-message
describe('ADMIN', () => {
  it('says whose server it is', async () => {
    const server = await TestServer.start({ name: 'Room 7' });
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('ADMIN'), [
      ':room-7.chat 256 anna room-7.chat :Administrative info',
      ':room-7.chat 257 anna :Room 7',
      ':room-7.chat 258 anna :A Ritrovo server on this network',
      ':room-7.chat 259 anna :Ask whoever started it',
    ]);
  });

  // https://modern.ircdocs.horse/#errnosuchserver-402
  it('is for this server, by name, mask or nick, and 402 for another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const answered = await anna.askVerbs('ADMIN');
    assert.deepEqual(await anna.ask('ADMIN elsewhere.example'), [':ritrovo.chat 402 anna elsewhere.example :There is no such server; this is the only one']);
    for (const target of ['ritrovo.chat', 'RITROVO.*', 'anna']) assert.deepEqual(await anna.askVerbs(`ADMIN ${target}`), answered);
  });
});
