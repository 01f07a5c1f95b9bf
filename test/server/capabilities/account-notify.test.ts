import assert from 'node:assert/strict';
import { logInPlain, makeAccount } from '../../helpers/accounts';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/account-notify
describe('account-notify', () => {
  it('tells of logins and logouts those who share a room, and oneself, and nobody else', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'Anna');
    const eva = await server.join('eva', { capabilities: ['sasl', 'account-notify'] });
    const bob = await server.join('bob', { capabilities: ['account-notify'] });
    const plain = await server.join('plain');
    const elsewhere = await server.join('elsewhere', { capabilities: ['account-notify'] });
    await elsewhere.ask('PART #lobby');
    for (const client of [eva, bob, plain, elsewhere]) await client.fence();
    assert.deepEqual(await logInPlain(eva, 'anna'), ['AUTHENTICATE', '900', 'ACCOUNT', '903']);
    assert.deepEqual(await bob.fence(), [`:${source('eva')} ACCOUNT Anna`]);
    await eva.ask('NS LOGOUT');
    assert.deepEqual(await bob.fence(), [`:${source('eva')} ACCOUNT *`]);
    for (const client of [plain, elsewhere]) assert.deepEqual(await client.fence(), []);
  });

  it('says nothing where somebody logs in to the same account again', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const eva = await server.join('eva', { capabilities: ['sasl'] });
    const bob = await server.join('bob', { capabilities: ['account-notify'] });
    await logInPlain(eva, 'anna');
    await bob.fence();
    await logInPlain(eva, 'anna');
    assert.deepEqual(await bob.fence(), []);
  });
});
