import assert from 'node:assert/strict';
import path from 'node:path';
import { whySqliteIsMissing } from '../../../src/server/store/missing-sqlite';
import { isBusy, SqliteFile } from '../../../src/server/store/sqlite';
import { temporaryFolder } from '../../helpers/server';

describe('SqliteFile', () => {
  let file: SqliteFile;

  beforeEach(() => (file = new SqliteFile(path.join(temporaryFolder(), 'test.db'))));
  afterEach(() => file.close());

  it('reads text that is not UTF-8 with a mark in the place of what is broken', () => {
    assert.deepEqual(file.prepare("SELECT CAST(x'63ff616f' AS TEXT)").raw().all(), [['c\uFFFDao']]);
  });

  it('reads a number that is too large for JavaScript as near as it can', () => {
    file.exec('CREATE TABLE numbers (value INTEGER); INSERT INTO numbers VALUES (9223372036854775807), (5)');
    const statement = file.prepare('SELECT value FROM numbers ORDER BY value DESC');
    assert.deepEqual({ ...(statement.get() as object) }, { value: 2 ** 63 });
    assert.deepEqual(statement.raw().all(), [[2 ** 63], [5]]);
  });

  it('gives SQLite whole numbers as whole numbers, also large ones', () => {
    const row = file.prepare('SELECT typeof(?), typeof(?), typeof(?)').raw().get(1, 1.8e15, 0.5);
    assert.deepEqual(row, ['integer', 'integer', 'real']);
  });

  it('opens no file that must be there and is not', () => {
    assert.throws(() => new SqliteFile(path.join(temporaryFolder(), 'none.db'), { mustExist: true }), /there is no such file/);
  });

  it('says that somebody else has locked the file', () => {
    const name = path.join(temporaryFolder(), 'locked.db');
    const [one, other] = [new SqliteFile(name), new SqliteFile(name)];
    one.exec('BEGIN EXCLUSIVE');
    assert.throws(() => other.exec('BEGIN EXCLUSIVE'), isBusy);
    assert.throws(() => other.exec('no SQL'), (error) => !isBusy(error));
    one.close();
    other.exec('BEGIN EXCLUSIVE');
    other.close();
  });
});

describe('where the binary of SQLite cannot be loaded', () => {
  const notThere = new Error("Cannot find module '@photostructure/sqlite'\nRequire stack:");
  const tooOld = new Error("/lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.29' not found (required by sqlite.node)");
  const wrongLibrary = new Error('Error relocating sqlite.node: fcntl64: symbol not found');

  for (const [title, error, system, words] of [
    ['an old system is told from which version on it works', tooOld, { platform: 'linux', arch: 'x64', glibc: '2.28' }, /needs glibc 2\.29 or newer, and this system has 2\.28: take a newer system/],
    ['a system with musl is told how it is recognized', wrongLibrary, { platform: 'linux', arch: 'x64', glibc: undefined }, /musl.*LIBC=musl/],
    ['another processor is told what works there', notThere, { platform: 'linux', arch: 'arm', glibc: '2.36' }, /no binary of it for linux on arm\. Run Ritrovo with Node 22\.13/],
    ['a missing package is told with what to run', notThere, { platform: 'linux', arch: 'x64', glibc: '2.36' }, /npm ci --ignore-scripts/],
    ['a damaged file is told with what to run', new Error('file too short'), { platform: 'darwin', arch: 'arm64', glibc: undefined }, /damaged: run "npm ci --ignore-scripts"/],
  ] as const) {
    it(title, () => {
      const said = whySqliteIsMissing(error, system);
      assert.match(said, words);
      assert.match(said, /^SQLite, which keeps the data, cannot be loaded \(.*Node 22\.13 or newer/s);
      assert.doesNotMatch(said, /Require stack/);
    });
  }
});
