import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/account-tag
describe('account-tag', () => {
  it('names the account of whoever says or does something, to those who asked for it', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'Anna');
    const bob = await server.join('bob', { capabilities: ['account-tag'] });
    const plain = await server.join('plain');
    const anna = await joinAsOwner(server, 'Anna');
    for (const client of [bob, plain]) await client.fence();
    await anna.ask('PRIVMSG #lobby :ciao', 'NICK annika', 'QUIT').catch(() => undefined);
    assert.equal(await bob.next(), `@account=Anna :${source('Anna')} PRIVMSG #lobby :ciao`);
    assert.equal(await bob.next(), `@account=Anna :${source('Anna')} NICK annika`);
    assert.match(await bob.next(), /^@account=Anna :annika!test@127\.0\.0\.1 QUIT :/);
    assert.equal(await plain.next(), `:${source('Anna')} PRIVMSG #lobby :ciao`);
  });

  it('is not there for those who have none', async () => {
    const server = await TestServer.start();
    const bob = await server.join('bob', { capabilities: ['account-tag'] });
    const eva = await server.join('eva');
    await bob.fence();
    await eva.ask('PRIVMSG bob :ciao');
    assert.deepEqual(await bob.fence(), [`:${source('eva')} PRIVMSG bob :ciao`]);
  });
});
