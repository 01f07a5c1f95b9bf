import path from 'node:path';
import { BackgroundFile } from '../../../src/server/store/background-file';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { temporaryFolder } from '../../helpers/server';

describe('BackgroundFile', function () {
  this.timeout(30_000);

  it('is closed at any moment of what it was asked without harm to the process', async () => {
    const name = path.join(temporaryFolder(), 'ritrovo.db');
    const file = new SqliteFile(name);
    file.pragma('journal_mode = WAL');
    file.exec('CREATE TABLE numbers (value)');
    for (let round = 0; round < 15; round++) {
      const background = new BackgroundFile(name);
      const asked = background.pragma('wal_checkpoint(PASSIVE)').catch(() => undefined);
      // From before the thread has begun until after it has answered.
      await new Promise((resolve) => setTimeout(resolve, round * 8));
      await background.close();
      await asked;
    }
    file.close();
  });
});
