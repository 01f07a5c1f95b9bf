import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#squit-message
describe('SQUIT', () => {
  it('is for operators of the server, who are told that there is no other server', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('SQUIT elsewhere.example :net reorganised'), [':ritrovo.chat 481 anna :This is for the operators of the server; OPER makes you one']);
    server.makeOperator('anna');
    assert.deepEqual(await anna.ask('SQUIT elsewhere.example :net reorganised'), [':ritrovo.chat 402 anna elsewhere.example :This server stands alone; it links to no other']);
    assert.deepEqual(await anna.askVerbs('SQUIT'), ['461']);
  });
});
