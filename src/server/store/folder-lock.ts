import path from 'node:path';
import { isBusy, SqliteFile } from './sqlite';

/**
 * Keeps a second server off a data folder: what both write would get the same numbers. It is a lock of the system on an
 * empty file, so that it ends with the process, however that ends; SQLite takes it, since Node cannot.
 * Source: https://www.sqlite.org/lockingv3.html
 */
export class FolderLock {
  private readonly connection: SqliteFile;

  /** @throws where another server has it, or the folder cannot be written */
  constructor(folder: string) {
    this.connection = new SqliteFile(path.join(folder, 'ritrovo.lock'));
    try {
      this.connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      this.connection.close();
      throw isBusy(error) ? new Error('another Ritrovo server that is running uses it', { cause: error }) : error;
    }
  }

  release(): void {
    this.connection.close();
  }
}
