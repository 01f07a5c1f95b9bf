import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

describe('NS', () => {
  it('is short for NICKSERV', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('NS INFO bob'), [':NickServ!services@ritrovo.chat NOTICE anna :bob is not registered']);
  });
});
