import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, temporaryFolder, TestServer } from '../../helpers/server';

const historyCapabilities = ['draft/persistence', 'draft/chathistory', 'batch'];

/** Somebody whose place is kept while they are not connected. */
async function stayer(server: TestServer, name: string): Promise<IrcClient> {
  await makeAccount(server, name);
  const client = await joinAsOwner(server, name, [...historyCapabilities, 'draft/metadata-2']);
  await client.ask('PERSISTENCE SET ON');
  return client;
}

async function leave(server: TestServer, client: IrcClient): Promise<void> {
  const left = server.server.presences.count + 1;
  client.destroy();
  await server.until(() => server.server.presences.count === left);
}

/** Anna's room with everything that a room can have; carl, whose connection is there, has voice, and dora is invited. */
async function begin(): Promise<{ server: TestServer; carl: IrcClient; at: string }> {
  const server = await TestServer.start();
  const anna = await stayer(server, 'anna');
  const carl = await stayer(server, 'carl');
  await stayer(server, 'dora');
  await anna.ask('JOIN #den');
  await carl.ask('JOIN #den');
  await anna.ask(
    'MODE #den +v carl', 'MODE #den +iskl roses 9', 'MODE #den +b mallory!*@*', 'MODE #den +e *!*@10.0.0.1', 'MODE #den +I erik!*@*', 'TOPIC #den :ours',
    'METADATA #den SET colour :#123456', 'PRIVMSG #den :between us', 'INVITE dora #den',
  );
  const [at = ''] = numericsOf(await anna.ask('TOPIC #den'), '333');
  server.server.rooms.find('#den')?.createdAt.setTime(1_700_000_000_000);
  await anna.ask('MODE #den +m');
  await leave(server, anna);
  return { server, carl, at };
}

/** Everything is as it was, for those inside and for a stranger. */
async function isAsItWas(server: TestServer, at: string): Promise<void> {
  const stranger = await server.join('stranger');
  assert.equal((await stranger.askVerbs('JOIN #den roses'))[0], '403');
  const anna = await joinAsOwner(server, 'anna', [...historyCapabilities, 'draft/metadata-2']);
  assert.match((await anna.ask('NAMES #den')).join('\n'), / 353 anna @ #den :(?:@anna \+carl|\+carl @anna)\n/);
  assert.deepEqual(numericsOf(await anna.ask('MODE #den'), '324'), ['#den +imnstkl roses :9']);
  assert.deepEqual(numericsOf(await anna.ask('MODE #den'), '329'), ['#den :1700000000']);
  for (const [letter, code, mask] of [['b', '367', 'mallory!*@*'], ['e', '348', '*!*@10.0.0.1'], ['I', '346', 'erik!*@*']] as const) {
    assert.match(numericsOf(await anna.ask(`MODE #den ${letter}`), code).join(), new RegExp(`^#den ${mask.replace(/[.*]/g, '\\$&')} ${source('anna')} `));
  }
  const topic = await anna.ask('TOPIC #den');
  assert.deepEqual([numericsOf(topic, '332'), numericsOf(topic, '333')], [['#den :ours'], [at]]);
  assert.match((await anna.ask('METADATA #den GET colour')).join(), / 761 anna #den colour \* :?#123456/);
  assert.match((await anna.ask('CHATHISTORY LATEST #den * 9')).join('\n'), /PRIVMSG #den :between us/);
  const dora = await joinAsOwner(server, 'dora');
  assert.deepEqual(numericsOf(await dora.ask('INVITE'), '336'), [':#den']);
  assert.equal((await dora.askVerbs('JOIN #den'))[0], 'JOIN');
}

describe('a room that belongs to nobody, with members who are not connected,', () => {
  it('is as it was after stop and start, twice', async () => {
    const { server, at } = await begin();
    const next = await (await server.restart()).restart();
    await isAsItWas(next, at);
  });

  it('is as it was after kill -9', async () => {
    const { server, at } = await begin();
    const copied = temporaryFolder();
    for (const name of ['ritrovo.db', 'ritrovo.db-wal']) copyFileSync(path.join(server.server.config.data, name), path.join(copied, name));
    await isAsItWas(await TestServer.start({ data: copied }), at);
  });

  it('is as it was after SIGUSR2, and when nobody is waited for any more', async () => {
    const { server, at } = await begin();
    const next = await server.handOver();
    next.server.returning.giveUp();
    await isAsItWas(next, at);
  });

  it('is not there any more when the last of them has gone, and leaves nothing', async () => {
    const { server, carl } = await begin();
    await carl.ask('PART #den');
    const anna = await joinAsOwner(server, 'anna', historyCapabilities);
    await anna.ask('PERSISTENCE SET OFF');
    anna.send('QUIT');
    await anna.closed();
    const rows = (table: string): unknown[] => server.server.database.prepare(`SELECT * FROM ${table}`).all();
    await carl.fence();
    assert.deepEqual([rows("rooms WHERE name = '#den'"), rows('room_masks'), rows("metadata WHERE target = 'room #den'")], [[], [], []]);
    const next = await server.restart();
    const stranger = await next.join('stranger', { capabilities: historyCapabilities });
    await stranger.ask('JOIN #den');
    assert.deepEqual(numericsOf(await stranger.ask('MODE #den'), '324'), ['#den :+nt']);
    assert.doesNotMatch((await stranger.ask('CHATHISTORY LATEST #den * 9')).join('\n'), /between us/);
  });

  it('is one like others once nobody in it stays, though people are there, and one that is kept when somebody who stays comes', async () => {
    const server = await TestServer.start();
    const [anna, bob] = [await stayer(server, 'anna'), await server.join('bob')];
    const names = (): unknown[] => server.server.database.prepare("SELECT name, topic FROM rooms WHERE name <> '#lobby'").raw().all();
    await bob.ask('JOIN #attic', 'TOPIC #attic :dusty');
    assert.deepEqual(names(), []);
    await anna.ask('JOIN #attic');
    assert.deepEqual(names(), [['#attic', 'dusty']]);
    await bob.ask('RENAME #attic #loft', 'TOPIC #loft :tidy');
    assert.deepEqual(names(), [['#loft', 'tidy']]);
    await anna.ask('PART #loft', 'JOIN #loft', 'PART #loft');
    assert.deepEqual(names(), []);
    await anna.ask('JOIN #loft');
    await bob.ask('KICK #loft anna');
    assert.deepEqual(names(), []);
    // Another room takes the name within the turn in which the first one ends.
    await anna.ask('JOIN #hall', 'TOPIC #hall :one');
    await anna.ask('PART #hall', 'JOIN #hall', 'TOPIC #hall :two');
    assert.deepEqual(names(), [['#hall', 'two']]);
    await anna.ask('NS LOGOUT');
    assert.deepEqual(names(), []);
  });

  it('is written down again after a commit has failed', async () => {
    const server = await TestServer.start();
    const anna = await stayer(server, 'anna');
    const { database } = server.server;
    let isFull = true;
    database.beforeCommit({ isWaiting: () => isFull, write: () => assert.fail('the disk is full') });
    await anna.ask('JOIN #den');
    isFull = false;
    const topics = (): unknown[] => database.prepare("SELECT topic FROM rooms WHERE name = '#den'").raw().all();
    assert.deepEqual(topics(), []);
    await anna.ask('AWAY :x');
    assert.deepEqual(topics(), [[null]]);
  });
});
