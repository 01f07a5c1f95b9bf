import path from 'node:path';
import { isBusy, SqliteFile } from './sqlite';

/**
 * The files that are locked. Whoever takes the first one for a left-over and removes it has not let a second server in;
 * the first one is what older versions go by.
 */
const files = ['ritrovo.lock', 'ritrovo.db-in-use'] as const;

/**
 * Keeps a second server off a data folder: what both write would get the same numbers. It is a lock of the system on
 * empty files, so that it ends with the process, however that ends; SQLite takes it, since Node cannot. The database
 * itself cannot be locked so: its own threads, copies of it and the export read it while the server runs.
 * Source: https://www.sqlite.org/lockingv3.html
 */
export class FolderLock {
  private readonly connections: SqliteFile[] = [];

  /** @throws where another server has it, or the folder cannot be written */
  constructor(folder: string) {
    try {
      for (const file of files) {
        const connection = new SqliteFile(path.join(folder, file));
        this.connections.push(connection);
        connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      }
    } catch (error) {
      this.release();
      throw isBusy(error) ? new Error('another Ritrovo server that is running uses it', { cause: error }) : error;
    }
  }

  release(): void {
    for (const connection of this.connections.splice(0)) connection.close();
  }
}
