import assert from 'node:assert/strict';
import { nicknameRule } from '../../../src/shared/nickname';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#nick-message
describe('NICK', () => {
  it('tells the new name once to everybody who shares a room, and to oneself', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    await anna.fence();
    assert.deepEqual(await anna.ask('NICK annika'), [`:${source('anna')} NICK annika`]);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} NICK annika`]);
  });

  it('frees the old name at once', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('NICK annika');
    assert.deepEqual((await bob.ask('NICK anna')).at(-1), `:${source('bob')} NICK anna`);
  });

  it('is answered with 433 when the name is taken in any case, before and after registration', async () => {
    const server = await TestServer.start();
    const { bob } = await server.joinAll(['Nicolò', 'bob']);
    assert.deepEqual(await bob.ask('NICK NICOLÒ'), [':ritrovo.chat 433 bob NICOLÒ :This name is taken']);
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('NICK nicolo\u0300'), [':ritrovo.chat 433 * nicolò :This name is taken']);
  });

  it('is answered with 432 and the rule when the name is not allowed', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('NICK 1anna'), [`:ritrovo.chat 432 * 1anna :${nicknameRule}`]);
    assert.deepEqual(await guest.ask('NICK :an na'), [`:ritrovo.chat 432 * * :${nicknameRule}`]);
  });

  it('is answered with 431 without a name', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.askVerbs('NICK', 'NICK :'), ['431', '431']);
  });

  it('changes the case of one’s own name, and says nothing for the same', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('NICK Anna'), [`:${source('anna')} NICK Anna`]);
    assert.deepEqual(await anna.ask('NICK Anna'), []);
  });

  it('keeps the old name when the new one is refused', async () => {
    const server = await TestServer.start();
    const { bob } = await server.joinAll(['anna', 'bob']);
    await bob.ask('NICK anna', 'NICK 1');
    assert.equal(numericsOf(await bob.ask('WHOIS bob'), '311').length, 1);
  });

  it('holds a name from before the registration on, and frees it when another is given', async () => {
    const server = await TestServer.start();
    const one = await server.connect();
    const other = await server.connect();
    await one.ask('NICK anna');
    assert.deepEqual(await other.askVerbs('NICK anna'), ['433']);
    await one.ask('NICK annika');
    assert.deepEqual(await other.askVerbs('NICK anna'), []);
  });

  it('writes a name in NFC', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('NICK Nicolo\u0300'), [`:${source('anna')} NICK Nicolò`]);
  });

  // https://modern.ircdocs.horse/#erryourebannedcreep-465
  it('ends the connection of somebody whom a ban of the server fits with the new name, but not an operator’s', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    await root.ask('KLINE spam*!*@127.0.0.1 :Be nice');
    await anna.ask('NICK spandau');
    await root.fence();
    server.user('carla').host = 'hidden.example';
    for (const [guest, old] of [[bob, 'bob'], [carla, 'carla']] as const) {
      const lines = await guest.askAnything('NICK spammer');
      assert.deepEqual(lines.slice(-2), [
        `:ritrovo.chat 465 ${old} :You are banned from this server: Be nice`,
        'ERROR :Closing link: You are banned from this server: Be nice',
      ]);
      assert.ok((await root.fence()).every((line) => !line.includes(' NICK ')));
    }
    assert.deepEqual(await root.ask('NICK spammer'), [`:${source('root')} NICK spammer`]);
  });

  // https://defs.ircdocs.horse/defs/numerics#err-nonickchange-447
  it('is answered with 447 while somebody is banned or muted in a room, until they have left or may speak', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    for (const mask of ['bob', '$m:bob']) {
      await anna.ask(`MODE #a +b ${mask}`);
      await bob.fence();
      assert.deepEqual(await bob.ask('NICK robert'), [':ritrovo.chat 447 bob #a :You are banned or muted in #a: leave it to change your name']);
      assert.deepEqual(await anna.fence(), []);
      await anna.ask('MODE #a +v bob');
      assert.deepEqual(await bob.askVerbs('NICK robert', 'NICK bob'), ['MODE', 'NICK', 'NICK']);
      await anna.ask('MODE #a -v bob', `MODE #a -b ${mask}`);
      await bob.fence();
    }
    await anna.ask('MODE #a +b bob');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('NICK robert', 'PART #a', 'NICK robert'), ['447', 'PART', 'NICK']);
  });

  it('is for the server’s operators in the shared room whoever is muted there', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const bob = await server.join('bob');
    await root.ask('MODE #lobby +b $m:*!*@*');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('NICK robert'), ['447']);
    assert.deepEqual(await root.askVerbs('NICK admin'), ['NICK']);
  });
});
