import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

describe('CHANSERV', () => {
  it('is the same as a message to ChanServ', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const asked = await anna.ask('PRIVMSG ChanServ :HELP REGISTER');
    assert.equal(asked.length, 2);
    for (const line of asked) assert.match(line, /^:ChanServ!services@ritrovo\.chat NOTICE anna :/);
    assert.deepEqual(await anna.ask('CHANSERV HELP REGISTER'), asked);
    assert.deepEqual(await anna.ask('CHANSERV'), await anna.ask('PRIVMSG ChanServ :HELP'));
  });
});
