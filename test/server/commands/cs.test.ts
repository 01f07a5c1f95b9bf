import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

describe('CS', () => {
  it('is short for CHANSERV', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const asked = await anna.ask('PRIVMSG ChanServ :HELP REGISTER');
    assert.equal(asked.length, 2);
    for (const line of asked) assert.match(line, /^:ChanServ!services@ritrovo\.chat NOTICE anna :/);
    assert.deepEqual(await anna.ask('CS HELP REGISTER'), asked);
    assert.deepEqual(await anna.ask('CS'), await anna.ask('PRIVMSG ChanServ :HELP'));
  });
});
