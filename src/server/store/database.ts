import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { silentLog, type Logger } from '../log';
import { BackgroundFile } from './background-file';
import { Checkpoints } from './checkpoints';
import { Damage, isCorrupt } from './damage';
import { FolderLock } from './folder-lock';
import { migrations } from './migrations';
import { faultBehind, isStorageFault, NotStoredError } from './not-stored';
import { isBusy, SqliteFile, type RunResult, type SqlValue, type Statement } from './sqlite';

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
  /** Forgets what waits, since the turn is lost; what has none tries again with the next commit. */
  drop?(): void;
}

/** How long another program that is writing into the file is waited for, in ms: everybody waits as long. */
const busyTimeout = 50;

/** How soon after a deletion the write-ahead log, which still holds what was deleted, is emptied, in ms. */
const eraseDelay = 1000;

/**
 * The SQLite file of a server. The first write of a turn of the event loop begins a transaction; {@link commit}, which
 * runs before anything of that turn is sent, ends it. So a turn costs one commit however many lines it brought, and
 * what anybody has seen is written down. What is written can be read at once.
 *
 * Where the file cannot be written, all of the turn is lost, and whoever counted on it hears of it before anything is
 * sent: {@link ifLost}. What changes memory as well as the file is committed first, by {@link store}.
 */
export class Database {
  /** Where it is. */
  readonly file: string;
  /** Told of every row that is damaged. */
  readonly damage: Damage;
  private lock: FolderLock;
  private readonly connection: SqliteFile;
  private readonly background: BackgroundFile;
  private readonly checkpoints: Checkpoints;
  private readonly gatherers: Gatherer[] = [];
  private readonly onLoss: (() => void)[] = [];
  private readonly onFaults: ((error: NotStoredError) => void)[] = [];
  /** What takes back what counts on this turn's writing, in the order of its doing. */
  private undo: ((error: NotStoredError) => void)[] = [];
  /** How many {@link atomically} are under way, one in the other. */
  private depth = 0;
  /** Whether somebody who writes into the file is waited for: until that was in vain. */
  private isPatient = false;
  private inTransaction = false;
  private isAside = false;
  /** Whether the file has been brought to this version, in a transaction that is still open. */
  private hasMigrated = false;
  /** Resolves when everything of {@link close} is done: another process may still be at work on a slow disk. */
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
      this.file = file;
      if (isEmptied(file)) log.warn(`${file} is there and empty: the server starts as a new one. If it had names and messages, stop it and go back to a copy (README, Back-up)`);
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

  /** Runs a statement that changes something, in this turn's transaction. @throws NotStoredError */
  write(statement: Statement, ...values: readonly SqlValue[]): RunResult {
    this.begin();
    try {
      return statement.run(...values);
    } catch (error) {
      if (this.isStarting && isCorrupt(error)) {
        this.damage.report(undefined, undefined, 'a page of the file cannot be written');
        return { changes: 0 };
      }
      if (!isStorageFault(error)) throw error;
      // SQLite may have ended the transaction by itself.
      throw this.connection.isInTransaction ? this.fault(error) : this.lose(error);
    }
  }

  /**
   * Writes all or nothing of something, and commits it at once with what this turn has written before. For what others
   * go by from now on: nothing is to be changed in memory, or told, before it returns, unless {@link ifLost} takes it back.
   * @throws NotStoredError; nothing of it is in the file then
   */
  store<T>(work: () => T): T {
    const result = this.atomically(work);
    // One in another is committed with it.
    if (this.depth === 0) this.commit();
    return result;
  }

  /** Writes all or nothing of something, in this turn's transaction. @throws NotStoredError, and what `work` throws */
  atomically<T>(work: () => T): T {
    this.begin();
    const from = this.undo.length;
    this.connection.exec('SAVEPOINT part');
    this.depth++;
    try {
      const result = work();
      this.connection.exec('RELEASE part');
      return result;
    } catch (error) {
      throw this.rollBackPart(from, error);
    } finally {
      this.depth--;
    }
  }

  /** Writes what nobody was promised: where that fails the alarm is raised, and that is all. */
  attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fault(error);
    }
  }

  /** Commits what was written and what waits, before somebody reads it. Whom a failure concerns hears of it by {@link ifLost}. */
  settle(): void {
    if (this.depth > 0) this.gather();
    else if (this.isDirty) this.attempt(() => this.commit());
  }

  /** Calls back where what has been written in this turn is lost, those who come last first. What is committed is forgotten. */
  ifLost(undo: (error: NotStoredError) => void): void {
    this.undo.push(undo);
  }

  /** Calls back whenever the file could not be written. */
  onFault(listener: (error: NotStoredError) => void): void {
    this.onFaults.push(listener);
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
      if (!this.inTransaction) throw new Error('it could not be written');
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

  /** Writes what waits. @throws NotStoredError; what waited is lost then */
  commit(): void {
    if (this.isAside) return;
    try {
      this.gather();
      if (this.inTransaction) this.connection.exec('COMMIT');
    } catch (error) {
      throw this.lose(error);
    }
    this.undo = [];
    if (!this.inTransaction) return;
    this.inTransaction = false;
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
    } catch (error) {
      throw faultBehind(error);
    } finally {
      this.checkpoints.close();
      // While the other connection is open this one does not bring the log into the file, which takes long on a slow disk.
      this.connection.close();
      this.released = this.background.close();
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
    const { isPatient } = this;
    try {
      // Whoever reads is not waited for.
      this.wait(false);
      return this.connection.pragma('wal_checkpoint(TRUNCATE)')[0]?.busy === 0;
    } catch {
      return false;
    } finally {
      this.wait(isPatient);
    }
  }

  private gather(): void {
    // What they store is committed with the rest.
    this.depth++;
    try {
      for (const gatherer of this.gatherers) if (gatherer.isWaiting()) gatherer.write();
    } finally {
      this.depth--;
    }
  }

  /** Ends the transaction without anything of it. @returns what to throw */
  private lose(cause: unknown): NotStoredError {
    const error = this.fault(cause);
    this.inTransaction = false;
    try {
      this.connection.exec('ROLLBACK');
    } catch {
      // SQLite has ended the transaction by itself, as it does when the disk is full.
    }
    for (const gatherer of this.gatherers) gatherer.drop?.();
    this.takeBack(0, error);
    return error;
  }

  /** Ends a part of the transaction without anything of it. @returns what to throw */
  private rollBackPart(from: number, cause: unknown): unknown {
    // The whole was lost, and has been taken back.
    if (!this.inTransaction) return cause;
    try {
      this.connection.exec('ROLLBACK TO part; RELEASE part');
    } catch (error) {
      return this.lose(error);
    }
    this.takeBack(from, cause instanceof NotStoredError ? cause : new NotStoredError(cause));
    return cause;
  }

  private takeBack(from: number, error: NotStoredError): void {
    const undo = this.undo.splice(from).reverse();
    for (const take of [...undo, ...this.onLoss]) {
      try {
        take(error);
      } catch (failure) {
        // The others' is taken back all the same.
        this.fault(failure);
      }
    }
  }

  private fault(cause: unknown): NotStoredError {
    if (cause instanceof NotStoredError) return cause;
    const error = new NotStoredError(cause);
    for (const listener of this.onFaults) listener(error);
    return error;
  }

  private begin(): void {
    if (this.inTransaction) return;
    // What waits is written when it is this process's again.
    if (this.isAside) throw new NotStoredError(new Error('the data folder is left to another process'));
    try {
      this.connection.exec('BEGIN IMMEDIATE');
    } catch (error) {
      // Whoever holds the file for long is not waited for again and again.
      if (isBusy(error)) this.wait(false);
      throw this.lose(error);
    }
    this.inTransaction = true;
    if (!this.isPatient) this.wait(true);
    this.onDirty();
  }

  /** Sets whether another program that is writing is waited for. Source: https://www.sqlite.org/pragma.html#pragma_busy_timeout */
  private wait(isPatient: boolean): void {
    this.isPatient = isPatient;
    this.connection.exec(`PRAGMA busy_timeout = ${isPatient ? busyTimeout : 0}`);
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
  const fault = faultBehind(error);
  const why = fault instanceof Error ? fault.message : String(fault);
  return new StoreError(`The data folder ${folder} cannot be used: ${why}. Choose another one with --data DIR.`, { cause: error });
}

/** Whether a database has lost all it had, such as after a power cut or a full disk at a copy. */
function isEmptied(file: string): boolean {
  const sizeOf = (name: string): number | undefined => statSync(name, { throwIfNoEntry: false })?.size;
  return sizeOf(file) === 0 && (sizeOf(`${file}-wal`) ?? 0) === 0;
}
