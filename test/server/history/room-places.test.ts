import assert from 'node:assert/strict';
import path from 'node:path';
import { migrations } from '../../../src/server/store/migrations';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import type { IrcClient } from '../../helpers/irc-client';
import { temporaryFolder, TestServer } from '../../helpers/server';

const start = (): Promise<TestServer> => TestServer.start({ commandBurst: 100_000, commandRate: 100_000 });
const join = (server: TestServer, nick: string): Promise<IrcClient> => server.join(nick, { capabilities: historian });
const read = async (client: IrcClient, room = '#a'): Promise<string[]> => textsOf(await askBatch(client, `CHATHISTORY LATEST ${room} * 100`));
const find = async (client: IrcClient, word: string): Promise<string[]> => textsOf(await askBatch(client, `SEARCH text=${word}`));

async function owner(server: TestServer, name: string): Promise<IrcClient> {
  await makeAccount(server, name);
  return joinAsOwner(server, name, historian);
}

describe('Whoever opens an emptied room', () => {
  it('reads what was said while it was open to strangers, and nothing of what was said while it was closed', async () => {
    const server = await start();
    const anna = await join(server, 'anna');
    await anna.ask('JOIN #a');
    await say(anna, '#a', 'open one');
    for (const [on, off] of [['+i', '-i'], ['+k key', '-k key'], ['+s', '-s']]) {
      await anna.ask(`MODE #a ${on ?? ''}`);
      await say(anna, '#a', `closed by ${on ?? ''}`);
      await anna.ask(`MODE #a ${off ?? ''}`);
    }
    await say(anna, '#a', 'open two');
    await anna.ask('MODE #a +k key');
    await say(anna, '#a', 'closed to the end');
    await anna.ask('PART #a');
    const bob = await join(server, 'bob');
    await bob.ask('JOIN #a');
    await say(bob, '#a', 'mine');
    assert.deepEqual(await read(bob), ['open one', 'open two', 'mine']);
    assert.deepEqual(await find(bob, 'closed'), []);
    assert.deepEqual(await find(bob, 'open'), ['open one', 'open two']);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH in=#a;from=anna')), ['open one', 'open two']);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH in=#a;limit=2')), ['open two', 'mine']);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH in=#a;after=2000-01-01T00:00:00.000Z;limit=2')), ['open one', 'open two']);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #a * 2')), ['open two', 'mine']);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY AFTER #a timestamp=2000-01-01T00:00:00.000Z 2')), ['open one', 'open two']);
  });

  it('reads nothing of what was said for accounts, unless they have one', async () => {
    const server = await start();
    const anna = await owner(server, 'anna');
    await anna.ask('JOIN #a', 'MODE #a +R');
    await say(anna, '#a', 'among us');
    await anna.ask('PART #a');
    const bob = await join(server, 'bob');
    await bob.ask('JOIN #a');
    assert.deepEqual(await read(bob), []);
    const carla = await owner(server, 'carla');
    await carla.ask('JOIN #a');
    assert.deepEqual(await read(carla), ['among us']);
  });

  it('reads nothing of what was said while a ban kept them out, and no exception let them in', async () => {
    const server = await start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    await anna.ask('JOIN #a');
    await say(anna, '#a', 'before');
    await anna.ask('MODE #a +b bob!*@*');
    await say(anna, '#a', 'banned');
    await anna.ask('MODE #a +e bob!*@*');
    await say(anna, '#a', 'excepted');
    await anna.ask('MODE #a -e bob!*@*', 'MODE #a +b $m:carla!*@*');
    await say(anna, '#a', 'banned again');
    await anna.ask('PART #a');
    await bob.ask('JOIN #a');
    assert.deepEqual(await read(bob), ['before', 'excepted']);
    await carla.ask('JOIN #a');
    assert.deepEqual(await read(carla), ['before', 'banned', 'excepted', 'banned again']);
  });

  it('deletes nothing of the past, and is its operator for what is said from then on', async () => {
    const server = await start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    await anna.ask('JOIN #a');
    const id = await say(anna, '#a', 'of anna');
    const reaction = (await anna.ask(`@+draft/react=x;+draft/reply=${id} TAGMSG #a`)).map((line) => /msgid=(\w+)/.exec(line)?.[1]).at(-1);
    await anna.ask('PART #a');
    await bob.ask('JOIN #a');
    await carla.ask('JOIN #a');
    const said = await say(carla, '#a', 'of carla');
    await bob.fence();
    assert.match((await bob.ask(`REDACT #a ${id}`)).join(), / FAIL REDACT REDACT_FORBIDDEN /);
    assert.match((await bob.ask(`REDACT #a ${reaction ?? ''}`)).join(), / FAIL REDACT REDACT_FORBIDDEN /);
    assert.match((await bob.ask(`REDACT #a ${said}`)).join(), new RegExp(` REDACT #a ${said}$`));
    await bob.ask('MODE #a +ik key', 'PART #a');
    await carla.ask('PART #a');
    await anna.ask('JOIN #a');
    assert.deepEqual(await read(anna), ['of anna']);
    await anna.ask(`REDACT #a ${id}`);
    assert.deepEqual(await read(anna), []);
  });

  it('erases nothing by taking the room away to another name', async () => {
    const server = await start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a', 'MODE #a +i');
    await say(anna, '#a', 'of anna');
    await anna.ask('PART #a');
    await bob.ask('JOIN #a');
    await say(bob, '#a', 'of bob');
    await bob.ask('RENAME #a #b');
    assert.deepEqual(await read(bob, '#b'), ['of bob']);
    await anna.ask('JOIN #a');
    assert.deepEqual(await read(anna, '#a'), ['of anna']);
  });

  it('neither gets nor erases the past of a name by RENAME', async () => {
    const server = await start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    await anna.ask('JOIN #a');
    const id = await say(anna, '#a', 'of anna');
    await anna.ask('PART #a');
    await bob.ask('JOIN #b');
    await say(bob, '#b', 'of bob');
    await bob.ask('RENAME #b #a');
    assert.deepEqual(await read(bob), ['of bob']);
    assert.match((await bob.ask(`REDACT #a ${id}`)).join(), / FAIL REDACT UNKNOWN_MSGID /);
    await anna.ask('JOIN #a');
    assert.deepEqual(await read(anna), ['of anna', 'of bob'], 'whoever was there');
    await anna.ask('PART #a');
    await bob.ask('MODE #a +i', 'PART #a');
    await carla.ask('JOIN #a');
    assert.deepEqual(await read(carla), ['of anna', 'of bob'], 'when the name is opened anew');
  });
});

describe('Whoever was in a room and comes back', () => {
  it('reads what was said until they left, over a restart where they have an account', async () => {
    const first = await start();
    const anna = await owner(first, 'anna');
    const dora = await owner(first, 'dora');
    const bob = await join(first, 'bob');
    await anna.ask('JOIN #a', 'MODE #a +k key');
    for (const client of [bob, dora]) await client.ask('JOIN #a key');
    await say(anna, '#a', 'all three');
    await dora.ask('PART #a');
    await say(anna, '#a', 'two');
    await anna.ask('PART #a');
    await bob.ask('PART #a', 'JOIN #a');
    assert.deepEqual(await read(bob), ['all three', 'two'], 'in the same stay');
    const server = await first.restart();
    const again = await joinAsOwner(server, 'dora', historian);
    await again.ask('JOIN #a');
    assert.deepEqual(await read(again), ['all three']);
    assert.deepEqual(await find(again, 'two'), []);
    const annaAgain = await joinAsOwner(server, 'anna', historian);
    await annaAgain.ask('JOIN #a');
    assert.deepEqual(await read(annaAgain), ['all three', 'two']);
    const bobAgain = await join(server, 'bob');
    await bobAgain.ask('JOIN #a');
    assert.deepEqual(await read(bobAgain), [], 'a name is nobody');
  });

  it('reads nothing that was said when the server had ended meanwhile and they had not come back', async () => {
    const first = await start();
    const [anna, dora] = [await owner(first, 'anna'), await owner(first, 'dora')];
    await anna.ask('JOIN #a', 'MODE #a +k key');
    await dora.ask('JOIN #a key');
    await say(anna, '#a', 'both');
    const server = await first.handOver();
    const again = await joinAsOwner(server, 'anna', historian);
    server.server.returning.giveUp();
    await say(again, '#a', 'without dora');
    await again.ask('PART #a');
    const doraAgain = await joinAsOwner(server, 'dora', historian);
    await doraAgain.ask('JOIN #a');
    assert.deepEqual(await read(doraAgain), ['both']);
    await again.ask('JOIN #a');
    assert.deepEqual(await read(again), ['both', 'without dora']);
  });

  it('reads it as the account that they logged in to meanwhile', async () => {
    const server = await start();
    for (const name of ['anna', 'carla']) await makeAccount(server, name);
    const anna = await join(server, 'visitor');
    await anna.ask('JOIN #a', 'MODE #a +i');
    await say(anna, '#a', 'hello');
    server.logIn('visitor', 'anna');
    await anna.askAnything('PART #a', 'QUIT');
    const again = await joinAsOwner(server, 'anna', historian);
    await again.ask('JOIN #a');
    assert.deepEqual(await read(again), ['hello']);
    const carla = await joinAsOwner(server, 'carla', historian);
    await carla.ask('JOIN #a');
    assert.deepEqual(await read(carla), []);
  });

  it('changes and deletes their own messages, and reacts to those of others; only those who may read them are told', async () => {
    const server = await start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: [...historian, 'draft/event-playback'] });
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    await anna.ask('MODE #a +i');
    const id = await say(anna, '#a', 'first');
    for (const client of [anna, bob]) await client.ask('PART #a');
    await carla.ask('JOIN #a');
    for (const client of [anna, bob]) await client.ask('JOIN #a');
    for (const client of [carla, bob]) await client.fence();
    await bob.ask(`@+draft/react=good;+draft/reply=${id} TAGMSG #a`);
    await carla.ask(`@+draft/react=bad;+draft/reply=${id} TAGMSG #a`);
    const edited = `@draft/target-msgid=${id};draft/edit-text=second EDIT #a`;
    assert.match((await anna.ask(edited)).at(-1) ?? '', / EDIT #a$/);
    assert.ok((await bob.fence()).some((line) => line.endsWith(' EDIT #a')));
    assert.ok(!(await carla.fence()).some((line) => line.includes('second')));
    const messages = await askBatch(bob, 'CHATHISTORY LATEST #a * 100');
    assert.ok(messages.some(({ params }) => params.at(-1) === 'second'));
    assert.deepEqual(messages.filter(({ verb }) => verb === 'TAGMSG').map(({ tags }) => tags.get('+draft/react')), ['good']);
    const taken = messages.find(({ verb }) => verb === 'TAGMSG')?.tags.get('msgid') ?? '';
    await bob.ask(`REDACT #a ${taken}`);
    assert.ok(!(await bob.ask('CHATHISTORY LATEST #a * 100')).join().includes('good'), 'and takes it back');
    await anna.ask(`REDACT #a ${id}`);
    assert.ok((await bob.fence()).some((line) => line.includes(` REDACT #a ${id}`)));
    assert.ok(!(await carla.fence()).some((line) => line.includes('REDACT')));
  });

  it('finds the room among the targets only with what they may read', async () => {
    const server = await start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a', 'MODE #a +i');
    await say(anna, '#a', 'hello');
    await anna.ask('PART #a');
    await bob.ask('JOIN #a');
    const targets = 'CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 10';
    assert.ok(!(await bob.ask(targets)).join().includes('#a'));
    await anna.ask('JOIN #a');
    assert.ok((await anna.ask(targets)).join().includes('TARGETS #a'));
  });
});

describe('A room in which somebody stayed', () => {
  it('is read by its members from its opening, also before they came', async () => {
    const server = await start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a', 'MODE #a +i');
    const id = await say(anna, '#a', 'closed');
    await bob.fence();
    await anna.ask('MODE #a -i');
    await bob.ask('JOIN #a');
    assert.deepEqual(await read(bob), ['closed']);
    await anna.ask('MODE #a +o bob', 'PART #a');
    await bob.fence();
    assert.match((await bob.ask(`REDACT #a ${id}`)).join(), / REDACT #a /);
  });

  it('goes on over a handover, and so does one that is owned over a stop', async () => {
    const first = await start();
    const anna = await owner(first, 'anna');
    await anna.ask('JOIN #a,#mine', 'MODE #a +i', 'PRIVMSG ChanServ :REGISTER #mine', 'MODE #mine +s');
    const id = await say(anna, '#a', 'before');
    await say(anna, '#mine', 'owned');
    const second = await first.handOver();
    const again = await joinAsOwner(second, 'anna', historian);
    await again.ask('MODE #a -i', 'MODE #mine -s');
    const bob = await join(second, 'bob');
    await bob.ask('JOIN #a,#mine');
    assert.deepEqual([await read(bob), await read(bob, '#mine')], [['before'], ['owned']]);
    assert.match((await again.ask(`REDACT #a ${id}`)).join(), / REDACT #a /);
    for (const client of [bob, again]) await client.ask('PART #mine');
    const third = await second.restart();
    const carla = await join(third, 'carla');
    await carla.ask('JOIN #mine,#a');
    assert.deepEqual([await read(carla, '#mine'), await read(carla)], [['owned'], []]);
  });
});

describe('A file of an earlier version', () => {
  it('keeps what was closed to the end from strangers, and gives what was open', async () => {
    const data = temporaryFolder();
    const file = new SqliteFile(path.join(data, 'ritrovo.db'));
    const before = migrations.findIndex((sql) => sql.includes('CREATE TABLE attendances'));
    for (const sql of migrations.slice(0, before)) file.exec(sql);
    file.exec(`PRAGMA user_version = ${String(before)}`);
    file.exec("INSERT INTO places (id, key, name, closed) VALUES (1, '#open', '#open', 0), (2, '#closed', '#closed', 1)");
    file.exec("INSERT INTO messages (id, place, verb, source, session, text) VALUES (1800000000000000, 1, 0, 'anna!a@h', 0, 'open'), (1800000000000001, 2, 0, 'anna!a@h', 0, 'closed')");
    file.close();
    const server = await TestServer.start({ data });
    const bob = await join(server, 'bob');
    await bob.ask('JOIN #open,#closed');
    assert.deepEqual([await read(bob, '#open'), await read(bob, '#closed')], [['open'], []]);
  });
});
