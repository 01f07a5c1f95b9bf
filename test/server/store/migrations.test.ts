import assert from 'node:assert/strict';
import path from 'node:path';
import { migrations } from '../../../src/server/store/migrations';
import { Database } from '../../../src/server/store/database';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { temporaryFolder } from '../../helpers/server';

/** Brings a file that is as a version before a migration left it to the present one. @param index of the migration */
function migrated(index: number, fill: (file: SqliteFile) => void): Database {
  const folder = temporaryFolder();
  const file = new SqliteFile(path.join(folder, 'ritrovo.db'));
  for (const migration of migrations.slice(0, index)) file.exec(migration);
  file.exec(`PRAGMA user_version = ${String(index)}`);
  fill(file);
  file.close();
  return new Database(folder, 'process', () => undefined);
}

describe('the migration to numbers of accounts', () => {
  const index = migrations.findIndex((sql) => sql.includes('accounts_by_id'));
  /** Conversations and markers by name: of anna and bob, who have accounts, and of eva, who has none any more. */
  const fill = (file: SqliteFile): void => {
    file.exec(`
      INSERT INTO accounts (key, name, created_at, password, scram) VALUES ('anna', 'Anna', 1000, '', ''), ('bob', 'bob', 1000, '', ''), ('carl', 'carl', 9000, '', '');
      INSERT INTO places (id, key, name) VALUES (1, '#lobby', '#lobby'), (2, 'a:anna a:bob', ''), (3, 'a:anna s:x1', ''), (4, 'a:anna a:eva', ''), (5, 'a:anna a:anna', ''), (6, 'a:bob a:carl', '');
      INSERT INTO participants (identity, place, peer, nick, nick_key) VALUES
        ('a:anna', 2, 'a:bob', 'bob', 'bob'), ('a:bob', 2, 'a:anna', 'Anna', 'anna'), ('a:anna', 3, 's:x1', 'guest', 'guest'), ('s:x1', 3, 'a:anna', 'Anna', 'anna'),
        ('a:anna', 4, 'a:eva', 'eva', 'eva'), ('a:eva', 4, 'a:anna', 'Anna', 'anna'), ('a:anna', 5, 'a:anna', 'Anna', 'anna'),
        ('a:bob', 6, 'a:carl', 'carl', 'carl'), ('a:carl', 6, 'a:bob', 'bob', 'bob');
      INSERT INTO messages (id, place, verb, source, account, session, text) VALUES
        (${String(2000 * 1024)}, 2, 0, 'Anna!u@h', 'Anna', 1, 'hello'), (${String(3000 * 1024)}, 6, 0, 'carl!u@h', 'carl', 1, 'of an earlier carl');
      INSERT INTO read_markers (owner, target, time) VALUES ('a:anna', '#lobby', 2000), ('a:eva', '#lobby', 2000), ('a:carl', 'bob', 3000);
    `);
  };

  it('gives each account one of its own, and the conversations and markers to it that were of its name', () => {
    const database = migrated(index, fill);
    const all = (sql: string): unknown[] => database.prepare(sql).raw().all();
    const [anna, bob, carl] = [1000 * 1024, 1000 * 1024 + 1, 9000 * 1024].map(String) as [string, string, string];
    assert.deepEqual(all('SELECT key, id FROM accounts ORDER BY key'), [['anna', Number(anna)], ['bob', Number(bob)], ['carl', Number(carl)]]);
    assert.deepEqual(all('SELECT identity, peer FROM participants WHERE place < 6 ORDER BY place, identity'), [
      [`a:${anna}`, `a:${bob}`], [`a:${bob}`, `a:${anna}`], [`a:${anna}`, 's:x1'], ['s:x1', `a:${anna}`],
      [`a:${anna}`, 'g:eva'], ['g:eva', `a:${anna}`], [`a:${anna}`, `a:${anna}`],
    ]);
    assert.deepEqual(all('SELECT key FROM places ORDER BY id'), [
      ['#lobby'], [`a:${anna} a:${bob}`], [`a:${anna} s:x1`], [`a:${anna} g:eva`], [`a:${anna} a:${anna}`], [`a:${bob} g:carl`],
    ]);
    assert.deepEqual(all('SELECT owner, target FROM read_markers'), [[`a:${anna}`, '#lobby']]);
    database.close();
  });

  it('keeps what is older than an account from it, since it was of an earlier owner of the name', () => {
    const database = migrated(index, fill);
    assert.deepEqual(database.prepare('SELECT identity, peer FROM participants WHERE place = 6 ORDER BY identity').raw().all(), [
      [`a:${String(1000 * 1024 + 1)}`, 'g:carl'], ['g:carl', `a:${String(1000 * 1024 + 1)}`],
    ]);
    database.close();
  });
});
