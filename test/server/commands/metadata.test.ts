import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import type { IrcClient } from '../../helpers/irc-client';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';
import { source, TestServer } from '../../helpers/server';

const capabilities = ['draft/metadata-2', 'standard-replies', 'batch'];

/** What is inside the batches of an answer, and the lines outside, without the server's name. */
async function ask(client: IrcClient, ...lines: string[]): Promise<string[]> {
  const answers = await client.ask(...lines);
  return answers.filter((line) => !line.includes(' BATCH ')).map((line) => line.replace(/^@\S+ /, '').replace(/^:ritrovo\.chat /, ''));
}

// https://ircv3.net/specs/extensions/metadata
describe('METADATA', () => {
  it('SET, GET, LIST and CLEAR one’s own values, in batches', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    assert.deepEqual(await anna.ask('METADATA * SET URL :http://www.example.com'), [':ritrovo.chat 761 anna * url * :http://www.example.com']);
    assert.deepEqual(await ask(anna, 'METADATA * SET pronouns :she her'), ['761 anna * pronouns * :she her']);
    const [start = '', ...rest] = await anna.ask('METADATA anna GET url nothing !bad');
    assert.match(start, /^:ritrovo\.chat BATCH \+\S+ :?metadata$/);
    assert.deepEqual(rest.slice(0, -1).map((line) => line.replace(/^@batch=\S+ :ritrovo\.chat /, '')), [
      '761 anna anna url * :http://www.example.com',
      '766 anna anna nothing :There is no such key',
      'FAIL METADATA KEY_INVALID !bad :A key has letters, digits and _ . : -',
    ]);
    assert.deepEqual(await ask(anna, 'METADATA * LIST'), ['761 anna * url * :http://www.example.com', '761 anna * pronouns * :she her']);
    assert.deepEqual(await ask(anna, 'METADATA * SET url'), ['761 anna * url :*']);
    assert.deepEqual(await ask(anna, 'METADATA * SET url'), ['768 anna * url :This key is not set']);
    assert.deepEqual(await ask(anna, 'METADATA * CLEAR', 'METADATA * LIST'), ['761 anna * pronouns :*']);
  });

  it('tells of changes those who share a room and asked for the key, and not whoever made them', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const bob = await server.join('bob', { capabilities });
    const eva = await server.join('eva', { capabilities });
    const plain = await server.join('plain');
    await bob.fence();
    assert.deepEqual(await ask(bob, 'METADATA * SUB URL avatar'), ['770 bob :url avatar']);
    await anna.ask('METADATA * SUB url');
    for (const client of [anna, eva]) await client.fence();
    await anna.ask('METADATA * SET url :a b');
    assert.deepEqual(await bob.expect(/ METADATA /), `:${source('anna')} METADATA anna url * :a b`);
    await anna.ask('METADATA * SET url');
    assert.deepEqual(await bob.fence(), [`:${source('anna')} METADATA anna url *`]);
    for (const client of [eva, plain]) assert.ok((await client.fence()).every((line) => !line.includes('METADATA')));
  });

  // https://ircv3.net/specs/extensions/metadata#notifications
  it('tells of changes those who watch somebody and asked for the key, once, also without a room in common', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const bob = await server.join('bob', { capabilities });
    const carla = await server.join('carla', { capabilities });
    const eva = await server.join('eva', { capabilities });
    for (const client of [bob, carla]) await client.ask('METADATA * SUB url');
    for (const client of [bob, carla, eva]) await client.ask('MONITOR + Anna');
    await bob.ask('PART #lobby');
    for (const client of [bob, carla, eva]) await client.fence();
    await anna.ask('METADATA * SET url :here', 'METADATA * SET avatar :x', 'METADATA * SET url');
    const changes = [`:${source('anna')} METADATA anna url * here`, `:${source('anna')} METADATA anna url *`];
    const heard = async (client: IrcClient): Promise<string[]> => (await client.fence()).filter((line) => line.includes('METADATA')).map((line) => line.replace('* :', '* '));
    assert.deepEqual([await heard(bob), await heard(carla), await heard(eva)], [changes, changes, []]);
    await bob.ask('MONITOR - anna');
    await anna.ask('METADATA * SET url :there');
    assert.deepEqual(await heard(bob), []);
  });

  it('sends present values on SUB, on SYNC and to those who come into a room', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    await anna.ask('METADATA * SET url :here', 'JOIN #a', 'METADATA #a SET url :there');
    const bob = await server.join('bob', { capabilities });
    assert.deepEqual(await ask(bob, 'METADATA * SUB url'), ['770 bob :url', 'METADATA anna url * here']);
    assert.deepEqual(await ask(bob, 'METADATA anna SYNC'), ['METADATA anna url * here']);
    assert.deepEqual((await ask(bob, 'JOIN #a')).slice(-2), ['METADATA #a url * there', 'METADATA anna url * here']);
    assert.deepEqual(await ask(bob, 'METADATA #a SYNC'), ['METADATA #a url * there', 'METADATA anna url * here']);
    const carla = await server.join('carla', { capabilities });
    await carla.ask('METADATA * SET url :new');
    await bob.fence();
    await carla.ask('JOIN #a');
    assert.ok((await bob.fence()).includes(':ritrovo.chat METADATA carla url * new'));
  });

  it('SYNC of a room shows no invisible people to those outside', async () => {
    const server = await TestServer.start();
    const { anna, bob, eva } = await server.joinAll(['anna', 'bob', 'eva'], { capabilities });
    await anna.ask('METADATA * SET url :hidden', 'MODE anna +i', 'JOIN #a');
    await bob.ask('METADATA * SET url :shown', 'JOIN #a');
    await ask(eva, 'METADATA * SUB url');
    assert.deepEqual(await ask(eva, 'METADATA #a SYNC'), ['METADATA bob url * shown']);
    await eva.ask('JOIN #a');
    assert.deepEqual(await ask(eva, 'METADATA #a SYNC'), ['METADATA anna url * hidden', 'METADATA bob url * shown']);
  });

  it('SUBS lists, UNSUB ends subscriptions, and there is a most', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    assert.deepEqual(await ask(anna, 'METADATA * SUBS'), []);
    assert.deepEqual(await ask(anna, 'METADATA * SUB a $b c'), ['FAIL METADATA KEY_INVALID $b :A key has letters, digits and _ . : -', '770 anna :a c']);
    assert.deepEqual(await ask(anna, 'METADATA * UNSUB a unknown', 'METADATA * SUBS'), ['771 anna :a unknown', '772 anna :c']);
    const keys = Array.from({ length: 60 }, (_, index) => `k${String(index)}`);
    const lines = await ask(anna, `METADATA * SUB ${keys.join(' ')}`);
    assert.match(lines[0] ?? '', /^FAIL METADATA TOO_MANY_SUBS k49 :/);
  });

  it('of a room is its operators’ to change, and of a person their own', async () => {
    const server = await startWithOperator();
    const anna = await server.join('anna', { capabilities });
    const bob = await server.join('bob', { capabilities });
    await anna.ask('JOIN #a');
    assert.match((await ask(bob, 'METADATA #a SET url :x'))[0] ?? '', /^FAIL METADATA KEY_NO_PERMISSION #a url :/);
    assert.match((await ask(bob, 'METADATA #a CLEAR'))[0] ?? '', /^FAIL METADATA KEY_NO_PERMISSION #a \* :/);
    assert.match((await ask(bob, 'METADATA anna SET url :x'))[0] ?? '', /^FAIL METADATA KEY_NO_PERMISSION anna url :/);
    assert.deepEqual(await ask(anna, 'METADATA #a SET url :x'), ['761 anna #a url * :x']);
    const root = await joinAsOperator(server, 'root', capabilities);
    assert.deepEqual(await ask(root, 'METADATA anna SET url :y'), ['761 root anna url * :y']);
    await anna.ask('MODE #a +s');
    await bob.fence();
    assert.match((await ask(bob, 'METADATA #a LIST'))[0] ?? '', /^FAIL METADATA INVALID_TARGET #a :/);
  });

  it('refuses what is unknown, too long, too much and too often', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    assert.match((await ask(anna, 'METADATA nobody LIST'))[0] ?? '', /^FAIL METADATA INVALID_TARGET nobody :/);
    assert.match((await ask(anna, 'METADATA * destr0y'))[0] ?? '', /^FAIL METADATA INVALID_SUBCOMMAND destr0y :/);
    assert.match((await ask(anna, 'METADATA * SET $url$ :x'))[0] ?? '', /^FAIL METADATA KEY_INVALID \$url\$ :/);
    assert.match((await ask(anna, `METADATA * SET url :${'x'.repeat(301)}`))[0] ?? '', /^FAIL METADATA VALUE_INVALID url :/);
    const lines = await ask(anna, ...Array.from({ length: 32 }, (_, index) => `METADATA * SET k${String(index)} :v`));
    assert.match(lines.at(-1) ?? '', /^FAIL METADATA RATE_LIMITED \* k31 \d+ v :/);
    const user = server.server.names.find('anna')?.user ?? assert.fail('anna is there');
    const target = { kind: 'user', user } as const;
    for (let index = 0; index < 50; index++) server.server.metadata.set(target, `k${String(index)}`, 'v', user);
    assert.equal(server.server.metadata.set(target, 'one-more', 'v', user), false);
  });

  it('of an account outlives the server, and goes with the account', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', capabilities);
    await anna.ask('METADATA * SET url :here');
    const next = await server.restart();
    const again = await next.connect();
    again.send(`CAP REQ :${capabilities.join(' ')}`, 'PASS anna:correct-horse', 'NICK anna', 'USER a 0 * :A', 'CAP END');
    await again.expect(/ BATCH \+\S+ :?metadata$/);
    assert.match(await again.next(), /^@batch=\S+ :ritrovo\.chat METADATA anna url \* here$/);
    const account = next.server.accounts.find('anna') ?? assert.fail('the account is there');
    next.server.accounts.drop(account);
    next.server.accounts.store.release('anna');
    await next.server.accounts.register('anna', 'another-one', undefined, '192.0.2.1');
    const user = next.server.names.find('anna')?.user ?? assert.fail('anna is there');
    user.account = 'anna';
    assert.equal(next.server.metadata.of({ kind: 'user', user }).size, 0);
  });

  it('tells those who register what is kept of them, which may be nothing', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    guest.send(`CAP REQ :${capabilities.join(' ')}`, 'NICK bob', 'USER a 0 * :A', 'CAP END');
    const start = await guest.expect(/ BATCH \+\S+ :?metadata$/);
    assert.equal((await guest.next()).replace(/^.* BATCH -/, ''), start.replace(/^.* BATCH \+/, '').replace(/ .*/, ''));
  });

  it('of a large room is left for later', async function () {
    this.timeout(30_000);
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    await anna.ask('JOIN #a');
    const room = server.server.rooms.find('#a') ?? assert.fail('the room is there');
    const crowd = await Promise.all(Array.from({ length: 200 }, (_, index) => server.join(`user${String(index)}`)));
    for (const person of crowd) person.send('JOIN #a');
    while (room.size < 201) await anna.fence();
    const back = await server.join('bob', { capabilities });
    await back.ask('METADATA * SUB url');
    assert.ok((await back.ask('JOIN #a')).includes(':ritrovo.chat 774 bob #a :4'));
  });
});
