import assert from 'node:assert/strict';
import { joinAsOwner, logInPlain, makeAccount, password } from '../helpers/accounts';
import { source, TestServer } from '../helpers/server';

describe('a name that is registered', () => {
  it('is refused with 433 and ACCOUNT_REQUIRED to somebody who is not logged in, before and after the registration', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'Anna');
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('NICK anna'), [
      ':ritrovo.chat NOTICE * :NICK: This name is registered: log in to its account (SASL, or PASS name:password) or choose another',
      ':ritrovo.chat 433 * anna :This name is protected; log in or choose another',
    ]);
    const bob = await server.join('bob', { capabilities: ['standard-replies'] });
    assert.deepEqual((await bob.ask('NICK ANNA')).map((line) => line.split(' :')[0]), [
      ':ritrovo.chat FAIL NICK ACCOUNT_REQUIRED ANNA',
      ':ritrovo.chat 433 bob ANNA',
    ]);
  });

  it('may be wished for by those who are negotiating, and is had after SASL', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const guest = await server.connect();
    assert.deepEqual(new Set(await guest.askVerbs('CAP LS 302', 'NICK anna', 'USER a 0 * :A', 'CAP REQ :sasl')), new Set(['CAP']));
    await logInPlain(guest, 'anna');
    assert.equal((await guest.askVerbs('CAP END'))[0], '001');
    assert.equal(server.server.names.find('anna')?.account, 'anna');
  });

  it('is refused at the end of the negotiation to those who did not log in, who may then choose another or log in', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const guest = await server.connect();
    const opening = ['CAP LS 302', 'NICK anna', 'USER a 0 * :A', 'CAP REQ :sasl standard-replies'];
    assert.deepEqual((await guest.askVerbs(...opening, 'CAP END')).filter((verb) => verb !== 'CAP'), ['FAIL', '433']);
    assert.equal((await guest.askVerbs('NICK bob'))[0], '001');
    const owner = await server.connect();
    await owner.ask(...opening, 'CAP END');
    await logInPlain(owner, 'anna');
    assert.equal((await owner.askVerbs('NICK anna'))[0], '001');
  });

  it('is had with PASS name:password, and not with a wrong one', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const owner = await server.connect();
    const lines = await owner.askVerbs(`PASS anna:${password}`, 'NICK anna', 'USER a 0 * :A');
    assert.deepEqual(lines.slice(0, 2), ['900', '001']);
    await owner.ask('NICK annika');
    const thief = await server.connect();
    assert.deepEqual(await thief.askVerbs('PASS anna:wrong', 'NICK anna', 'USER a 0 * :A'), ['464', 'NOTICE', '433']);
  });

  it('goes with the password of the server in a PASS of its own', async () => {
    const server = await TestServer.start({ password: 'a:b' });
    await makeAccount(server, 'anna');
    const owner = await server.connect();
    assert.deepEqual((await owner.askVerbs('PASS a:b', `PASS anna:${password}`, 'NICK anna', 'USER a 0 * :A')).slice(0, 2), ['900', '001']);
    const stranger = await server.connect();
    await stranger.askAnything(`PASS anna:${password}`, 'NICK bob', 'USER a 0 * :A');
    assert.ok(stranger.isClosed);
  });

  it('is taken from whoever logs out of it, for a free guest’s name', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', ['account-notify']);
    const bob = await server.join('bob', { capabilities: ['account-notify'] });
    await anna.fence();
    const lines = await anna.ask('NS LOGOUT');
    assert.match(lines.join('\n'), / 901 anna anna!test@127\.0\.0\.1 :/);
    assert.match(lines.at(-1) ?? '', /^:anna!test@127\.0\.0\.1 NICK guest\d+$/);
    const seen = await bob.fence();
    assert.deepEqual(seen[0], ':anna!test@127.0.0.1 ACCOUNT *');
    assert.match(seen[1] ?? '', /^:anna!test@127\.0\.0\.1 NICK guest\d+$/);
  });

  it('is taken by its owner from a connection that asked for it and was not registered', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    await guest.ask('NICK anna');
    await makeAccount(server, 'anna');
    const owner = await joinAsOwner(server, 'annika', [], 'anna');
    assert.deepEqual(await owner.ask('NICK anna'), [`:${source('annika')} NICK anna`]);
    assert.equal((await guest.askVerbs('USER a 0 * :A', 'NICK bob'))[0], '001');
  });

  it('is taken by its owner from somebody who came before it was registered', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await makeAccount(server, 'anna');
    await anna.fence();
    await bob.ask(`NS IDENTIFY anna ${password}`);
    await anna.expect(/^:anna!test@127\.0\.0\.1 NICK guest\d+$/);
    assert.ok((await bob.ask('NICK anna')).includes(`:${source('bob')} NICK anna`));
  });
});

describe('max-names-tried', () => {
  it('ends a connection that tries more names than that', async () => {
    const server = await TestServer.start({ maxNamesTried: 2 });
    const guest = await server.connect();
    const lines = await guest.askAnything('NICK 1', 'NICK 2', 'NICK 3');
    assert.ok(guest.isClosed);
    assert.equal(lines.at(-1), 'ERROR :Closing link: Too many names were tried');
  });
});
