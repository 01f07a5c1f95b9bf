import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { BackgroundFile } from '../../../src/server/store/background-file';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { temporaryFolder } from '../../helpers/server';

const source = path.join(import.meta.dirname, '../../../src/server/store/background-file');

describe('BackgroundFile', function () {
  this.timeout(30_000);
  let name: string;

  beforeEach(() => {
    name = path.join(temporaryFolder(), 'test.db');
    const file = new SqliteFile(name);
    file.exec('CREATE TABLE said (text TEXT)');
    file.exec("INSERT INTO said WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count LIMIT 300000) SELECT 'line ' || n FROM count");
    file.close();
  });

  it('answers in order, and says what SQLite says', async () => {
    const background = new BackgroundFile(name);
    const [pages, check] = await Promise.all([background.pragma('page_count'), background.pragma('quick_check')]);
    assert.ok(Number(pages[0]?.page_count) > 100);
    assert.deepEqual(check, [{ quick_check: 'ok' }]);
    await background.close();
    await assert.rejects(background.pragma('page_count'), /is closed/);
  });

  it('starts another process after one that was killed', async () => {
    const missing = path.join(temporaryFolder(), 'none.db');
    const background = new BackgroundFile(missing);
    await assert.rejects(background.pragma('page_count'), /there is no such file/);
    new SqliteFile(missing).close();
    assert.deepEqual(await background.pragma('page_count'), [{ page_count: 0 }]);
    await background.close();
  });

  for (const [title, ending] of [
    ['where it is closed', 'background.close().then(() => process.exit(0));'],
    ['where it is not waited for', 'process.exit(0);'],
  ] as const) {
    it(`lets the program end with status 0 while it is at work, ${title}`, () => {
      const program = `
        const { BackgroundFile } = require(${JSON.stringify(source)});
        const background = new BackgroundFile(${JSON.stringify(name)});
        background.pragma('page_count').then(() => {
          for (let round = 0; round < 20; round++) background.pragma('integrity_check').catch(() => undefined);
          setTimeout(() => { ${ending} }, 50);
        });`;
      const { status, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    });
  }

  it('says of what was under way that it was closed', async () => {
    const background = new BackgroundFile(name);
    await background.pragma('page_count');
    const refused = assert.rejects(background.pragma('integrity_check'), /is closed/);
    await background.close();
    await refused;
  });

  it('is closed at any moment of what it was asked without harm to the process', async () => {
    const file = new SqliteFile(name);
    file.pragma('journal_mode = WAL');
    file.exec('CREATE TABLE numbers (value)');
    for (let round = 0; round < 15; round++) {
      const background = new BackgroundFile(name);
      const asked = background.pragma('wal_checkpoint(PASSIVE)').catch(() => undefined);
      // From before the process has begun until after it has answered.
      await new Promise((resolve) => setTimeout(resolve, round * 8));
      await background.close();
      await asked;
    }
    file.close();
  });
});
