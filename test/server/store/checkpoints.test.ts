import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { BackgroundFile } from '../../../src/server/store/background-file';
import { Checkpoints } from '../../../src/server/store/checkpoints';
import { temporaryFolder } from '../../helpers/server';

describe('Checkpoints', () => {
  let file: string;
  let database: SqliteFile;

  const say = (text: string): void => void database.prepare('INSERT INTO said VALUES (?)').run(text);

  /** What the file alone holds, without the log beside it. */
  const inFile = (): unknown[] => {
    const copy = path.join(temporaryFolder(), 'copy.db');
    copyFileSync(file, copy);
    const alone = new SqliteFile(copy);
    const texts = alone.prepare('SELECT text FROM said').raw().all().flat();
    alone.close();
    return texts;
  };

  beforeEach(() => {
    file = path.join(temporaryFolder(), 'test.db');
    database = new SqliteFile(file);
    database.pragma('journal_mode = WAL');
    database.pragma('wal_autocheckpoint = 0');
    database.exec('CREATE TABLE said (text TEXT)');
    database.pragma('wal_checkpoint(TRUNCATE)');
  });

  afterEach(() => database.close());

  it('bring what was committed into the file', async () => {
    const checkpoints = new Checkpoints(new BackgroundFile(file));
    say('ciao');
    assert.deepEqual(inFile(), []);
    await checkpoints.pass();
    assert.deepEqual(inFile(), ['ciao']);
    checkpoints.close();
  });

  it('let others write meanwhile', async () => {
    const checkpoints = new Checkpoints(new BackgroundFile(file));
    for (let count = 0; count < 200; count++) say('x'.repeat(4000));
    const pass = checkpoints.pass();
    say('meanwhile');
    await pass;
    await checkpoints.pass();
    assert.equal(inFile().at(-1), 'meanwhile');
    checkpoints.close();
  });

  it('say once when a long log could not be brought in whole', async () => {
    const checkpoints = new Checkpoints(new BackgroundFile(file), 10);
    const reader = new SqliteFile(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM said').all();
    for (let count = 0; count < 20; count++) say('x'.repeat(4000));
    await checkpoints.pass();
    assert.equal(checkpoints.committed(), true);
    assert.equal(checkpoints.committed(), false);
    reader.exec('ROLLBACK');
    reader.close();
    await checkpoints.pass();
    assert.equal(checkpoints.committed(), false);
    checkpoints.close();
  });

  it('say nothing of a log that is short', async () => {
    const checkpoints = new Checkpoints(new BackgroundFile(file), 100);
    const reader = new SqliteFile(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT * FROM said').all();
    say('ciao');
    await checkpoints.pass();
    assert.equal(checkpoints.committed(), false);
    reader.exec('ROLLBACK');
    reader.close();
    checkpoints.close();
  });

  it('do nothing more once they are closed', () => {
    const checkpoints = new Checkpoints(new BackgroundFile(file));
    checkpoints.close();
    assert.equal(checkpoints.committed(), false);
  });
});
