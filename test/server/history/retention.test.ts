import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Retention } from '../../../src/server/history/retention';
import { nextSequence, sequenceAt } from '../../../src/server/history/sequence';
import { SearchIndex } from '../../../src/server/history/search-index';
import { SqliteHistory } from '../../../src/server/history/sqlite';
import type { StoredMessage } from '../../../src/server/history/store';
import { Database } from '../../../src/server/store/database';
import { temporaryFolder } from '../../helpers/server';
import { until } from '../../helpers/until';

const day = 24 * 60 * 60 * 1000;
const author = { source: 'anna!u@h', account: undefined, session: 1, isBot: false };
const all = { after: 0, before: Number.MAX_SAFE_INTEGER, newestFirst: false, limit: 10_000 };

function fail(error: unknown): never {
  throw error;
}

/** A store with two places, and a retention that works only when it is told to. */
function open(limits: { historyDays: number; historyMessages: number }): { folder: string; database: Database; store: SqliteHistory; index: SearchIndex; retention: Retention } {
  const folder = temporaryFolder();
  const database = new Database(folder, 'process', () => undefined);
  for (const [id, key] of [[1, '#a'], [2, '#b']] as const) {
    database.write(database.prepare('INSERT INTO places (id, key, name) VALUES (?, ?, ?)'), id, key, key);
  }
  const index = new SearchIndex(database, fail);
  const store = new SqliteHistory(database, index);
  const retention = new Retention(database, store, () => limits, fail, { mayDelete: () => true, now: () => Date.now() });
  retention.stop();
  return { folder, database, store, index, retention };
}

function message(place: number, text: string, sequence = nextSequence()): StoredMessage {
  return { kind: 'message', sequence, place, verb: 'PRIVMSG', author, text, tags: new Map(), edited: undefined };
}

/** Works until all is in order. @returns the longest step in ms */
function finish({ database, retention }: Pick<ReturnType<typeof open>, 'database' | 'retention'>): number {
  let longest = 0;
  for (let steps = 0; steps < 10_000; steps++) {
    const startedAt = performance.now();
    const goesOn = retention.step();
    longest = Math.max(longest, performance.now() - startedAt);
    database.commit();
    if (!goesOn) return longest;
  }
  return assert.fail('the retention comes to no end');
}

describe('the retention', () => {
  it('removes what is older than the days that are set, from the search as well, and from the file', async () => {
    const opened = open({ historyDays: 7, historyMessages: 0 });
    const { folder, database, store, index } = opened;
    const old = sequenceAt(Date.now() - 8 * day);
    for (let count = 0; count < 50; count++) store.append(message(1, `oldtext${String(count)}`, old + count));
    store.appendEvent({ kind: 'event', sequence: old + 60, place: 1, verb: 'TOPIC', author, params: ['oldtopic'] });
    for (let count = 0; count < 5; count++) store.append(message(1, `newtext${String(count)}`));
    database.commit();
    while (index.advance()) database.commit();
    finish(opened);
    assert.deepEqual(store.messages(1, all).map(({ text }) => text), [0, 1, 2, 3, 4].map((count) => `newtext${String(count)}`));
    assert.deepEqual(store.events(1, all), []);
    const found = database.prepare("SELECT count(*) FROM search WHERE search MATCH 'oldtext*'").raw().all();
    assert.deepEqual(found, [[0]]);
    const holding = (text: string): string[] => ['ritrovo.db', 'ritrovo.db-wal'].filter((name) => readFileSync(path.join(folder, name)).includes(text));
    await until('the old texts to leave the files', () => holding('oldtext').length + holding('oldtopic').length === 0);
    assert.deepEqual(holding('newtext'), ['ritrovo.db']);
    index.stop();
    database.close();
  });

  it('removes nothing because of its age while the clock is not to be trusted', () => {
    const opened = open({ historyDays: 7, historyMessages: 0 });
    const { database, store, index, retention } = opened;
    store.append(message(1, 'old', sequenceAt(Date.now() - 8 * day)));
    store.appendEvent({ kind: 'event', sequence: sequenceAt(Date.now() - 8 * day) + 1, place: 1, verb: 'TOPIC', author, params: ['old'] });
    assert.equal(retention.step(Date.now(), false), false);
    assert.deepEqual([store.messages(1, all).length, store.events(1, all).length], [1, 1]);
    index.stop();
    database.close();
  });

  it('keeps the newest messages of each room, as many as are set', () => {
    const opened = open({ historyDays: 0, historyMessages: 30 });
    const { database, store, index } = opened;
    for (let count = 0; count < 100; count++) store.append(message(1, `a ${String(count)}`));
    for (let count = 0; count < 20; count++) store.append(message(2, `b ${String(count)}`));
    finish(opened);
    const kept = store.messages(1, all);
    assert.equal(kept.length, 30);
    assert.equal(kept[0]?.text, 'a 70');
    assert.equal(store.messages(2, all).length, 20);
    for (let count = 0; count < 5; count++) store.append(message(1, `more ${String(count)}`));
    finish(opened);
    assert.equal(store.messages(1, all).length, 30);
    index.stop();
    database.close();
  });

  it('does not count what is gone already: what was deleted, and what was too old', () => {
    const opened = open({ historyDays: 7, historyMessages: 30 });
    const { database, store, index } = opened;
    const young = Array.from({ length: 30 }, (_, count) => message(1, `young ${String(count)}`));
    for (const one of young) store.append(one);
    finish(opened);
    for (const { sequence } of young.slice(20)) store.remove(sequence);
    for (let count = 0; count < 10; count++) store.append(message(1, `more ${String(count)}`));
    finish(opened);
    assert.equal(store.messages(1, all).length, 30);
    // A week and a day later all of them are too old.
    while (opened.retention.step(Date.now() + 8 * day));
    for (let count = 0; count < 30; count++) store.append(message(1, `again ${String(count)}`, sequenceAt(Date.now() + 8 * day) + count));
    while (opened.retention.step(Date.now() + 8 * day));
    assert.equal(store.messages(1, all).length, 30);
    index.stop();
    database.close();
  });

  it('keeps as much of what else happened in a room', () => {
    const opened = open({ historyDays: 0, historyMessages: 30 });
    const { database, store, index } = opened;
    store.append(message(1, 'the only one'));
    for (let count = 0; count < 100; count++) store.appendEvent({ kind: 'event', sequence: nextSequence(), place: 1, verb: 'JOIN', author, params: [String(count)] });
    finish(opened);
    assert.deepEqual([store.messages(1, all).length, store.events(1, all).length], [1, 30]);
    assert.deepEqual(store.events(1, all)[0]?.params, ['70']);
    index.stop();
    database.close();
  });

  it('removes nothing where nothing is set', () => {
    const opened = open({ historyDays: 0, historyMessages: 0 });
    opened.store.append(message(1, 'from long ago', sequenceAt(Date.now() - 5000 * day)));
    finish(opened);
    assert.equal(opened.store.messages(1, all).length, 1);
    opened.index.stop();
    opened.database.close();
  });

  it('counts the earlier rooms of a name with the present one, and takes from the oldest first', () => {
    const opened = open({ historyDays: 0, historyMessages: 10 });
    const { database, store, index } = opened;
    database.write(database.prepare("UPDATE places SET key = 'past 1', past_of = '#b' WHERE id = 1"));
    for (let count = 0; count < 9; count++) store.append(message(1, `early ${String(count)}`));
    for (let count = 0; count < 7; count++) store.append(message(2, `late ${String(count)}`));
    for (let passes = 0; passes < 3; passes++) finish(opened);
    assert.deepEqual(store.messages(1, all).map(({ text }) => text), ['early 6', 'early 7', 'early 8']);
    assert.equal(store.messages(2, all).length, 7);
    index.stop();
    database.close();
  });

  it('removes an earlier room of which nothing is left, with who was in it', () => {
    const opened = open({ historyDays: 7, historyMessages: 0 });
    const { database, store, index } = opened;
    database.write(database.prepare("UPDATE places SET key = 'past 1', past_of = '#b' WHERE id = 1"));
    database.write(database.prepare("INSERT INTO attendances VALUES (1, 'a:anna', NULL)"));
    database.write(database.prepare("INSERT INTO restrictions VALUES (1, 'closed', '', 5, NULL)"));
    const old = sequenceAt(Date.now() - 8 * day);
    for (let count = 0; count < 50; count++) store.append(message(1, 'old', old + count));
    store.appendEvent({ kind: 'event', sequence: nextSequence(), place: 1, verb: 'QUIT', author, params: [] });
    for (let passes = 0; passes < 2; passes++) finish(opened);
    for (const table of ['places', 'attendances', 'restrictions', 'events']) {
      const rows = database.prepare(`SELECT * FROM ${table}`).all().length;
      assert.equal(rows, table === 'places' ? 1 : 0, table);
    }
    index.stop();
    database.close();
  });

  it('removes what nobody can read any more', () => {
    const opened = open({ historyDays: 0, historyMessages: 0 });
    const { database, store, index } = opened;
    for (let count = 0; count < 50; count++) store.append(message(1, 'of the earlier room'));
    database.write(database.prepare('UPDATE places SET since = ? WHERE id = 1'), nextSequence());
    store.append(message(1, 'of this one'));
    finish(opened);
    assert.deepEqual(store.messages(1, all).map(({ text }) => text), ['of this one']);
    index.stop();
    database.close();
  });
});
