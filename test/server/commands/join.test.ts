import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#join-message
describe('JOIN', () => {
  it('makes a room, whose first member is its operator', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('JOIN #garden'), [
      `:${source('anna')} JOIN #garden`,
      ':ritrovo.chat 353 anna = #garden :@anna',
      ':ritrovo.chat 366 anna #garden :End of NAMES',
    ]);
  });

  it('tells the members, and tells who is there and what the topic is', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #garden', 'TOPIC #garden :roses');
    const lines = await bob.ask('JOIN #garden');
    assert.equal(lines[0], `:${source('bob')} JOIN #garden`);
    assert.deepEqual(numericsOf(lines, '332'), ['#garden :roses']);
    assert.deepEqual(numericsOf(lines, '353'), ['= #garden :@anna bob']);
    assert.deepEqual(await anna.fence(), [`:${source('bob')} JOIN #garden`]);
  });

  it('joins several rooms, each with its key', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a,#b', 'MODE #a +k one', 'MODE #b +k two');
    const lines = await bob.ask('JOIN #a,#b one,two');
    assert.deepEqual(numericsOf(lines, '366'), ['#a :End of NAMES', '#b :End of NAMES']);
  });

  it('finds a room in any case', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #Caffè');
    assert.equal((await bob.ask('JOIN #CAFFÈ'))[0], `:${source('bob')} JOIN #Caffè`);
  });

  it('does nothing in a room that one is in', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('JOIN #lobby'), []);
  });

  it('leaves every room with 0', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('JOIN #a');
    const verbs = await anna.askVerbs('JOIN 0');
    assert.deepEqual(verbs, ['PART', 'PART']);
    assert.deepEqual(numericsOf(await anna.ask('WHOIS anna'), '319'), []);
  });

  for (const name of ['garden', '#', '&local', '#a\u200bb', '#a\x07b', '#a\u3000b', `#${'x'.repeat(64)}`]) {
    it(`refuses the name ${JSON.stringify(name)} with 403`, async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      assert.deepEqual(await anna.askVerbs(`JOIN ${name}`), ['403']);
    });
  }

  it('refuses more rooms than max-rooms with 405', async () => {
    const server = await TestServer.start({ maxRooms: 2 });
    const anna = await server.join('anna');
    assert.deepEqual(numericsOf(await anna.ask('JOIN #a,#b'), '405').length, 1);
  });

  const closed: readonly (readonly [string, string, string, string])[] = [
    ['a ban', 'MODE #a +b bob', '474', 'banned'],
    ['+i', 'MODE #a +i', '473', 'invited'],
    ['+k', 'MODE #a +k secret', '475', 'key'],
    ['+l', 'MODE #a +l 1', '471', 'full'],
  ];
  for (const [what, change, code, word] of closed) {
    it(`is refused by ${what} with ${code}, and an invitation opens the room once`, async () => {
      const server = await TestServer.start();
      const { anna, bob } = await server.joinAll(['anna', 'bob']);
      await anna.ask('JOIN #a', change);
      const [refusal] = numericsOf(await bob.ask('JOIN #a'), code);
      assert.match(refusal ?? '', new RegExp(`^#a :.*${word}`));
      assert.deepEqual(await anna.fence(), []);
      await anna.ask('INVITE bob #a');
      await bob.fence();
      assert.ok((await bob.askVerbs('JOIN #a')).includes('366'));
      await bob.ask('PART #a');
      assert.deepEqual(await bob.askVerbs('JOIN #a'), [code]);
    });
  }

  // https://ircv3.net/specs/extensions/extended-join
  it('tells account and real name to those who asked for extended-join, and only to them', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['extended-join'] });
    const bob = await server.join('bob');
    await anna.fence();
    await server.join('carla', { realname: 'Carla Rossi' });
    assert.deepEqual(await anna.fence(), [`:${source('carla')} JOIN #lobby * :Carla Rossi`]);
    assert.deepEqual(await bob.fence(), [`:${source('carla')} JOIN #lobby`]);
  });

  // https://ircv3.net/specs/extensions/away-notify
  it('tells that the one who joins is away to those who asked for away-notify', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['away-notify'] });
    const bob = await server.join('bob');
    await anna.ask('JOIN #a');
    await bob.ask('AWAY :at lunch', 'JOIN #a');
    assert.deepEqual((await anna.fence()).slice(-2), [`:${source('bob')} JOIN #a`, `:${source('bob')} AWAY :at lunch`]);
  });
});
