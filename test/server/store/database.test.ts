import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { Database, StoreError } from '../../../src/server/store/database';
import { NotStoredError } from '../../../src/server/store/not-stored';
import { logLines } from '../../helpers/log-lines';
import { temporaryFolder } from '../../helpers/server';
import { until } from '../../helpers/until';

const open = (folder: string): Database => new Database(folder, 'process', () => undefined);
const put = (database: Database, room: string, topic: string): void => {
  database.write(database.prepare("INSERT INTO rooms (name, created_at, flags, topic) VALUES (?, 0, 'n', ?)"), room, topic);
};
const topicOf = (database: Database, room: string): unknown => (database.prepare('SELECT topic FROM rooms WHERE name = ?').get(room) as { topic: unknown } | undefined)?.topic;

describe('Database', () => {
  it('makes its folder, and keeps what was committed', () => {
    const folder = path.join(temporaryFolder(), 'deep', 'er');
    const database = open(folder);
    put(database, '#lobby', 'Lunch');
    database.commit();
    database.close();
    const again = open(folder);
    assert.deepEqual(topicOf(again, '#lobby'), 'Lunch');
    assert.equal(topicOf(again, '#other'), undefined);
    again.close();
  });

  it('asks once a turn to be committed, and shows at once what was written', () => {
    let asked = 0;
    const database = new Database(temporaryFolder(), 'process', () => asked++);
    put(database, '#lobby', 'Lunch');
    put(database, '#other', 'Dinner');
    assert.equal(asked, 1);
    assert.ok(database.isDirty);
    assert.deepEqual(topicOf(database, '#other'), 'Dinner');
    database.commit();
    assert.equal(database.isDirty, false);
    put(database, '#third', 'Tea');
    assert.equal(asked, 2);
    database.close();
  });

  it('writes what waits when it is closed', () => {
    const folder = temporaryFolder();
    const database = open(folder);
    put(database, '#lobby', 'Lunch');
    database.close();
    const again = open(folder);
    assert.deepEqual(topicOf(again, '#lobby'), 'Lunch');
    again.close();
  });

  for (const [durability, level] of [['process', 1], ['power', 2]] as const) {
    // https://www.sqlite.org/pragma.html#pragma_synchronous
    it(`with durability ${durability} has SQLite's synchronous at ${level}`, () => {
      const database = new Database(temporaryFolder(), durability, () => undefined);
      const row = database.prepare('PRAGMA synchronous').get() as { synchronous: number };
      assert.equal(row.synchronous, level);
      database.close();
    });
  }

  it('brings what was committed into the file by itself', async () => {
    const folder = temporaryFolder();
    const database = open(folder);
    put(database, '#lobby', 'Lunch');
    database.commit();
    const file = path.join(folder, 'ritrovo.db');
    await until('the topic to be in the file', () => readFileSync(file).includes('Lunch'));
    database.close();
  });

  it('says which folder cannot be used, why, and which setting to change', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    assert.throws(() => open(file), (error) => error instanceof StoreError && error.message.includes(file) && error.message.includes('--data DIR'));
  });

  it('refuses a file that is no database', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'ritrovo.db'), 'x'.repeat(5000));
    assert.throws(() => open(folder), StoreError);
  });

  it('says that it begins with nothing where the file is there and empty', () => {
    const folder = temporaryFolder();
    const begin = (): string[] => {
      const { log, lines } = logLines();
      new Database(folder, 'process', () => undefined, log).close();
      return lines;
    };
    writeFileSync(path.join(folder, 'ritrovo.db'), '');
    assert.match(begin().join('\n'), /ritrovo\.db is there and empty: the server starts as a new one\. If it had names and messages/);
    assert.deepEqual(begin(), []);
  });

  it('refuses a file of a newer version rather than harm it', () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const database = new SqliteFile(path.join(folder, 'ritrovo.db'));
    database.exec('PRAGMA user_version = 1000');
    database.close();
    assert.throws(() => open(folder), /newer version/);
  });

  it('keeps a second server off its folder until it is closed', () => {
    const folder = temporaryFolder();
    const database = open(folder);
    put(database, '#lobby', 'Lunch');
    database.commit();
    const isRefused = (error: unknown): boolean => error instanceof StoreError && error.message.includes('another Ritrovo server that is running uses it');
    assert.throws(() => open(folder), isRefused);
    // Somebody takes it for a left-over.
    if (process.platform !== 'win32') {
      rmSync(path.join(folder, 'ritrovo.lock'));
      assert.throws(() => open(folder), isRefused);
      assert.throws(() => open(folder), isRefused);
    }
    database.close();
    open(folder).close();
  });

  it('writes nothing when it opens a file of its own version, so that it can be opened while the disk is full', () => {
    const folder = temporaryFolder();
    open(folder).close();
    const other = new SqliteFile(path.join(folder, 'ritrovo.db'));
    other.exec('BEGIN IMMEDIATE');
    open(folder).close();
    other.close();
  });

  it('lets go of its folder also where what waits cannot be written', () => {
    const folder = temporaryFolder();
    const database = open(folder);
    database.beforeCommit({ isWaiting: () => true, write: () => assert.fail('the disk is full') });
    put(database, '#lobby', 'Lunch');
    assert.throws(() => database.close(), /the disk is full/);
    open(folder).close();
  });

  it('writes what nobody else may read, also into a folder that everybody may', function () {
    if (process.platform === 'win32') this.skip();
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const database = open(folder);
    put(database, '#lobby', 'Lunch');
    database.commit();
    const files = readdirSync(folder).filter((name) => !['ritrovo.lock', 'ritrovo.db-in-use'].includes(name));
    assert.deepEqual(files.sort(), ['ritrovo.db', 'ritrovo.db-shm', 'ritrovo.db-wal']);
    assert.deepEqual(files.map((name) => statSync(path.join(folder, name)).mode & 0o777), files.map(() => 0o600));
    database.close();
  });

  describe('of which something cannot be written', () => {
    const fill = (database: Database): void => {
      const row = database.prepare('PRAGMA page_count').get() as { page_count: number };
      database.prepare(`PRAGMA max_page_count = ${row.page_count}`).get();
    };
    const makeRoom = (database: Database): void => void database.prepare('PRAGMA max_page_count = 1000000').get();
    const much = 'x'.repeat(100_000);

    it('has nothing of the turn, and says so to those who count on it, the last first', () => {
      const folder = temporaryFolder();
      const database = open(folder);
      const heard: string[] = [];
      database.keepMigrations();
      put(database, '#lobby', 'Lunch');
      database.ifLost(() => heard.push('first'));
      database.ifLost(({ message }) => heard.push(message));
      database.onFault(() => heard.push('fault'));
      fill(database);
      assert.throws(() => database.store(() => put(database, '#other', much)), NotStoredError);
      const full = 'The server cannot store this, because its disk is full, so it was not done. Try again later, or tell whoever runs the server';
      assert.deepEqual(heard, ['fault', full, 'first']);
      assert.equal(topicOf(database, '#lobby'), undefined);
      makeRoom(database);
      put(database, '#lobby', 'Dinner');
      database.close();
      assert.equal(heard.length, 3);
      const again = open(folder);
      assert.deepEqual(['#lobby', '#other'].map((room) => topicOf(again, room)), ['Dinner', undefined]);
      again.close();
    });

    it('has all or nothing of a part, and keeps what was written before it', () => {
      const database = open(temporaryFolder());
      const heard: string[] = [];
      put(database, '#lobby', 'Lunch');
      database.ifLost(() => heard.push('the turn'));
      const part = (): void => database.atomically(() => {
        database.ifLost(() => heard.push('the part'));
        put(database, '#other', 'Tea');
        put(database, '#lobby', 'twice');
      });
      assert.throws(part, /UNIQUE/);
      assert.deepEqual(heard, ['the part']);
      database.commit();
      assert.deepEqual(['#lobby', '#other'].map((room) => topicOf(database, room)), ['Lunch', undefined]);
      database.close();
    });

    it('commits before somebody reads, so that nobody reads what may be lost', () => {
      const folder = temporaryFolder();
      const database = open(folder);
      put(database, '#lobby', 'Lunch');
      database.settle();
      assert.equal(database.isDirty, false);
      put(database, '#other', 'Tea');
      database.beforeCommit({ isWaiting: () => true, write: () => assert.fail('the disk is full') });
      database.settle();
      assert.deepEqual(['#lobby', '#other'].map((room) => topicOf(database, room)), ['Lunch', undefined]);
      assert.throws(() => database.close(), /the disk is full/);
    });
  });
});
