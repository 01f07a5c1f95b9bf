import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { silentLog, type Logger } from '../log';
import { BackgroundFile } from './background-file';
import { Checkpoints } from './checkpoints';
import { Damage, isCorrupt } from './damage';
import { FolderLock } from './folder-lock';
import { migrations } from './migrations';
import { SqliteFile, type RunResult, type SqlValue, type Statement } from './sqlite';

export type { Statement };

/** The data folder cannot be used; the message says which and why, for the person who started the server. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/**
 * What a committed line survives: `process` the end of this program, however it ends; `power` a power cut as well.
 * Source: https://www.sqlite.org/pragma.html#pragma_synchronous
 */
export type Durability = 'process' | 'power';

/** Something that gathers in memory what it has to write until the turn's commit. */
export interface Gatherer {
  isWaiting(): boolean;
  /** Writes what waits, with {@link Database.write}. */
  write(): void;
}

/** How soon after a deletion the write-ahead log, which still holds what was deleted, is emptied, in ms. */
const eraseDelay = 1000;

/**
 * The SQLite file of a server. The first write of a turn of the event loop begins a transaction; {@link commit}, which
 * runs before anything of that turn is sent, ends it. So a turn costs one commit however many lines it brought, and
 * what anybody has seen is written down. What is written can be read at once.
 */
export class Database {
  /** Told of every row that is damaged. */
  readonly damage: Damage;
  private lock: FolderLock;
  private readonly connection: SqliteFile;
  private readonly background: BackgroundFile;
  private readonly checkpoints: Checkpoints;
  private readonly gatherers: Gatherer[] = [];
  private readonly onLoss: (() => void)[] = [];
  private inTransaction = false;
  private isAside = false;
  /** Whether the file has been brought to this version, in a transaction that is still open. */
  private hasMigrated = false;
  /** Resolves when everything of {@link close} is done: a thread may still be at work on a slow disk. */
  released: Promise<void> = Promise.resolve();
  private isClosed = false;
  /** A server starts also where a damaged page keeps it from writing; later whoever asks for that is told. */
  private isStarting = true;
  private erasing: NodeJS.Timeout | undefined;

  /**
   * @param folder made where it is not there
   * @param onDirty called when a turn's first write happens, so that somebody calls {@link commit}
   * @throws StoreError
   */
  constructor(private readonly folder: string, durability: Durability, private readonly onDirty: () => void, log: Logger = silentLog()) {
    let lock: FolderLock | undefined;
    try {
      // Messages and password hashes are nobody else's business, also in a folder that everybody may read.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      lock = new FolderLock(folder);
      this.lock = lock;
      const file = path.join(folder, 'ritrovo.db');
      closeSync(openSync(file, 'a', 0o600));
      this.connection = new SqliteFile(file);
      this.damage = new Damage(this.connection, log);
      this.connection.pragma('journal_mode = WAL');
      this.connection.pragma('wal_autocheckpoint = 0');
      this.connection.pragma(`synchronous = ${durability === 'power' ? 'FULL' : 'NORMAL'}`);
      this.connection.pragma('foreign_keys = ON');
      // What is deleted is overwritten. Source: https://www.sqlite.org/pragma.html#pragma_secure_delete
      this.connection.pragma('secure_delete = ON');
      // After an end in the middle of things the log may still hold what had been deleted.
      this.emptyLog();
      this.migrate();
      this.background = new BackgroundFile(file);
      this.checkpoints = new Checkpoints(this.background);
    } catch (error) {
      lock?.release();
      throw storeError(folder, error);
    }
  }

  /** Whether another process may be using the folder: nothing can be written. */
  get isGivenAway(): boolean {
    return this.isAside;
  }

  /** Whether something waits for {@link commit}. */
  get isDirty(): boolean {
    return this.inTransaction || this.gatherers.some((gatherer) => gatherer.isWaiting());
  }

  /** Compiles a statement for reading, or for use inside {@link write}. */
  prepare(sql: string): Statement {
    return this.connection.prepare(sql);
  }

  /** Runs a statement that changes something, in this turn's transaction. */
  write(statement: Statement, ...values: readonly SqlValue[]): RunResult {
    this.begin();
    try {
      return statement.run(...values);
    } catch (error) {
      if (!this.isStarting || !isCorrupt(error)) throw error;
      this.damage.report(undefined, undefined, 'a page of the file cannot be written');
      return { changes: 0 };
    }
  }

  /** Has something write what it gathered right before each commit. It calls {@link wake} when it begins to wait. */
  beforeCommit(gatherer: Gatherer): void {
    this.gatherers.push(gatherer);
  }

  /** Calls back when a turn's writing was lost, so that nobody goes by a row that is not there. */
  onLost(listener: () => void): void {
    this.onLoss.push(listener);
  }

  /** Asks for this turn's commit; costs next to nothing where it has been asked for. */
  wake(): void {
    this.onDirty();
  }

  /**
   * Keeps what a newer version has changed in the file. The start of the server is one transaction until then: one that
   * fails leaves the file to the older version as it was.
   * @throws StoreError
   */
  keepMigrations(): void {
    this.isStarting = false;
    if (!this.hasMigrated) return;
    this.hasMigrated = false;
    try {
      this.commit();
    } catch (error) {
      throw storeError(this.folder, error);
    }
  }

  /** Writes what waits and leaves the folder to another process, for as long as nothing is written here. @throws where the file cannot be written */
  stepAside(): void {
    this.commit();
    this.isAside = true;
    this.lock.release();
  }

  /** Goes on after {@link stepAside}: the other process is gone and has left everything as it was. @throws where somebody else has the folder */
  stepBack(): void {
    this.lock = new FolderLock(this.folder);
    this.isAside = false;
    if (this.isDirty) this.onDirty();
  }

  /** Writes what waits. @throws where the file cannot be written; what waited is lost then */
  commit(): void {
    if (this.isAside) return;
    try {
      for (const gatherer of this.gatherers) if (gatherer.isWaiting()) gatherer.write();
      if (!this.inTransaction) return;
      this.connection.exec('COMMIT');
      this.inTransaction = false;
    } catch (error) {
      this.rollBack();
      throw error;
    }
    if (this.checkpoints.committed()) this.emptyLog();
  }

  /**
   * Takes out of the write-ahead log, within about a second, what was deleted from the tables. There `secure_delete`
   * has overwritten it. Source: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
   */
  eraseSoon(): void {
    this.erasing ??= setTimeout(() => void this.erase(), eraseDelay).unref();
  }

  /** Writes what waits, and lets go of the folder. @throws where the file cannot be written; it is closed all the same */
  close(): void {
    clearTimeout(this.erasing);
    this.isClosed = true;
    try {
      this.commit();
    } finally {
      this.checkpoints.close();
      this.released = this.background.close();
      this.connection.close();
      if (!this.isAside) this.lock.release();
    }
  }

  private async erase(): Promise<void> {
    // What takes long happens aside; what is left is to cut the log off.
    await this.checkpoints.pass();
    this.erasing = undefined;
    if (this.isClosed) return;
    // A transaction ends with the turn, and somebody else may be reading the file: again in a moment.
    if (this.inTransaction || !this.emptyLog()) this.eraseSoon();
  }

  /** @returns false where somebody is reading the file, or it cannot be written */
  private emptyLog(): boolean {
    try {
      return this.connection.pragma('wal_checkpoint(TRUNCATE)')[0]?.busy === 0;
    } catch {
      return false;
    }
  }

  private rollBack(): void {
    this.inTransaction = false;
    try {
      this.connection.exec('ROLLBACK');
    } catch {
      // SQLite has ended the transaction by itself, as it does when the disk is full.
    }
    for (const listener of this.onLoss) listener();
  }

  private begin(): void {
    if (this.inTransaction) return;
    if (this.isAside) throw new Error('the data folder is left to another process');
    this.connection.exec('BEGIN IMMEDIATE');
    this.inTransaction = true;
    this.onDirty();
  }

  private migrate(): void {
    const known = Number(this.connection.pragma('user_version')[0]?.user_version ?? 0);
    if (known > migrations.length) throw new Error('it was written by a newer version of Ritrovo');
    // A server whose disk is full starts all the same.
    if (known === migrations.length) return;
    this.begin();
    for (const migration of migrations.slice(known)) this.connection.exec(migration);
    this.connection.exec(`PRAGMA user_version = ${migrations.length}`);
    this.hasMigrated = true;
  }
}

function storeError(folder: string, error: unknown): StoreError {
  const why = error instanceof Error ? error.message : String(error);
  return new StoreError(`The data folder ${folder} cannot be used: ${why}. Choose another one with --data DIR.`, { cause: error });
}
