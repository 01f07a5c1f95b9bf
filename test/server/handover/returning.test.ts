import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import { TestServer } from '../../helpers/server';

describe('after a restart, somebody who comes back', () => {
  it('finds the name, the rooms, the ranks and the away state as they were', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #class', 'MODE anna +i', 'AWAY :at lunch');
    await bob.ask('JOIN #class');
    await anna.ask('MODE #class +v bob');
    const next = await server.handOver();
    assert.match((await anna.closed()).join('\n'), /NOTICE \* :The server restarts .*\nERROR :Server restarting, reconnect$/);

    const bobAgain = await next.join('bob');
    const annaAgain = await next.join('anna');
    assert.deepEqual((await bobAgain.fence()).filter((line) => !line.includes(' 353 ')), [
      ':anna!test@127.0.0.1 JOIN #lobby',
      ':anna!test@127.0.0.1 JOIN #class',
      ':ritrovo.chat MODE #class +o anna',
    ]);
    const names = await annaAgain.ask('NAMES #class');
    assert.match(names[0] ?? '', /:(?:\+bob @anna|@anna \+bob)$/);
    assert.match((await bobAgain.ask('PRIVMSG anna :ciao')).join('\n'), / 301 bob anna :at lunch$/);
    assert.match((await annaAgain.ask('MODE anna')).join('\n'), / 221 anna :\+i$/);
  });

  it('is told what happens to them, in the order of the restart', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('JOIN #class', 'AWAY :at lunch', 'MODE anna +i');
    const next = await server.handOver();
    const again = await next.connect();
    again.send('NICK anna', 'USER test 0 * :Anna');
    await again.expect(/ 366 anna #lobby /);
    const told = (await again.fence()).filter((line) => !/ (?:353|366) /.test(line));
    assert.deepEqual(told, [
      ':ritrovo.chat MODE anna +i',
      ':anna!test@127.0.0.1 JOIN #class',
      ':ritrovo.chat MODE #class +o anna',
      ':ritrovo.chat 306 anna :You are marked as away, as before the restart',
    ]);
  });

  it('finds a room as closed as it was, and nobody else becomes its operator', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #private', 'MODE #private +k secret', 'MODE #private +b mallory!*@*', 'TOPIC #private :ours');
    await bob.ask('JOIN #private secret');
    const next = await server.handOver();
    const stranger = await next.join('carla');
    assert.match((await stranger.ask('JOIN #private')).join('\n'), / 475 carla #private /);
    const bobAgain = await next.join('bob');
    assert.match((await bobAgain.ask('NAMES #private')).join('\n'), / 353 bob . #private :bob\n/);
    assert.match((await bobAgain.ask('TOPIC #private')).join('\n'), / 332 bob #private :ours\n/);
    assert.match((await bobAgain.ask('MODE #private b')).join('\n'), /mallory!\*@\*/);
  });

  it('from another address does not get the name of somebody who is waited for', async () => {
    const server = await TestServer.start({ host: '0.0.0.0' });
    await server.join('anna', { host: '127.0.0.1' });
    const next = await server.handOver();
    const stranger = await next.connectFrom('127.0.0.3');
    assert.match((await stranger.askAnything('NICK anna')).join('\n'), / 433 \* anna /);
    await next.join('anna', { host: '127.0.0.1' });
  });

  it('is not put where somebody was who had logged in, before they log in as well', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('PRIVMSG NickServ :REGISTER correct-horse');
    await anna.ask('NICK annika', 'JOIN #class');
    const next = await server.handOver();
    const again = await next.join('annika');
    assert.deepEqual(await again.ask('NAMES #class'), [':ritrovo.chat 366 annika #class :End of NAMES']);
    again.send('PRIVMSG NickServ :IDENTIFY anna correct-horse');
    await again.expect(':ritrovo.chat MODE #class +o annika');
    assert.match((await again.ask('NAMES #class')).join('\n'), /:@annika\n/);
  });

  it('is a stranger where the account was given up and its name is somebody else’s', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('PRIVMSG NickServ :REGISTER correct-horse', 'JOIN #class');
    const next = await server.handOver();
    const { accounts } = next.server;
    accounts.drop(accounts.find('anna') ?? assert.fail('the account is there'));
    accounts.store.release('anna');
    await makeAccount(next, 'anna');
    const other = await joinAsOwner(next, 'anna');
    assert.deepEqual(await other.ask('NAMES #class'), [':ritrovo.chat 366 anna #class :End of NAMES']);
  });

  it('is a stranger when they have left before', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #class');
    anna.send('QUIT');
    await anna.closed();
    const next = await server.handOver();
    const again = await next.join('anna');
    assert.deepEqual(await again.ask('NAMES #class'), [':ritrovo.chat 366 anna #class :End of NAMES']);
  });

  it('comes back after two restarts in a row as well', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('JOIN #class');
    const next = await (await server.handOver()).handOver();
    const again = await next.join('anna');
    assert.match((await again.ask('NAMES #class')).join('\n'), /:@anna\n/);
  });

  it('is forgotten when the server stops for good', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('JOIN #class');
    const next = await (await server.handOver()).restart();
    const again = await next.join('anna');
    assert.deepEqual(await again.ask('NAMES #class'), [':ritrovo.chat 366 anna #class :End of NAMES']);
  });
});
