import assert from 'node:assert/strict';
import { makeAccount, password } from '../../helpers/accounts';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#pass-message
describe('PASS', () => {
  it('opens a server that has a password; the last one counts', async () => {
    const server = await TestServer.start({ password: 'open sesame' });
    const guest = await server.connect();
    assert.equal((await guest.askVerbs('PASS wrong', 'PASS :open sesame', 'NICK anna', 'USER a 0 * :A'))[0], '001');
    const other = await server.connect();
    other.send('PASS wrong', 'NICK bob', 'USER b 0 * :B');
    assert.deepEqual(await other.closed(), [':ritrovo.chat 464 bob :The password of this server is another one', 'ERROR :Closing link: Bad password']);
  });

  it('is passed over where the server has none', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.equal((await guest.askVerbs('PASS whatever', 'NICK anna', 'USER a 0 * :A'))[0], '001');
  });

  it('with a name before it logs in to the account, and is 464 where the password is wrong', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('PASS anna:wrong'), [':ritrovo.chat 464 * :The name or the password is wrong']);
    assert.deepEqual(await guest.askVerbs(`PASS anna:${password}`), ['900']);
    assert.equal((await guest.askVerbs('NICK anna', 'USER a 0 * :A'))[0], '001');
    assert.equal(server.user('anna').account, 'anna');
  });

  it('is 462 after the registration, and 461 without a password', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('PASS x'), [':ritrovo.chat 462 anna :You are registered already']);
    assert.deepEqual(await (await server.connect()).askVerbs('PASS'), ['461']);
  });
});
