import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#ison-message
describe('ISON', () => {
  it('says who is here, as they write themselves', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'Bob']);
    assert.deepEqual(numericsOf(await anna.ask('ISON nobody BOB anna', 'ISON :bob anna'), '303'), [':Bob anna', ':Bob anna']);
  });

  it('is an empty list where nobody is, and leaves out those who have no more than a name', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const guest = await server.connect();
    await guest.ask('NICK carla');
    assert.deepEqual(await anna.ask('ISON nobody carla'), [':ritrovo.chat 303 anna :']);
  });
});
