import path from 'node:path';
import Libsql from 'libsql';

/**
 * Keeps a second server off a data folder: what both write would get the same numbers. It is a lock of the system on an
 * empty file, so that it ends with the process, however that ends; SQLite takes it, since Node cannot.
 * Source: https://www.sqlite.org/lockingv3.html
 */
export class FolderLock {
  private readonly connection: Libsql.Database;

  /** @throws where another server has it, or the folder cannot be written */
  constructor(folder: string) {
    this.connection = new Libsql(path.join(folder, 'ritrovo.lock'));
    try {
      this.connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      this.connection.close();
      const isBusy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      throw isBusy ? new Error('another Ritrovo server that is running uses it', { cause: error }) : error;
    }
  }

  release(): void {
    // Closing alone leaves the lock until every statement has been collected.
    this.connection.exec('ROLLBACK');
    this.connection.close();
  }
}
