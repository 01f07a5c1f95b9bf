import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Driver from '@photostructure/sqlite';
import { whySqliteIsMissing } from './missing-sqlite';

/** What a parameter of a statement can be. */
export type SqlValue = string | number | bigint | Buffer | null;

export interface RunResult {
  readonly changes: number;
}

/**
 * SQLite comes as a binary for the system in an npm package whose interface is that of `node:sqlite`. Where the binary
 * cannot be loaded Node's own does, if this Node has it. It is looked for when the first file is opened, so that its
 * absence is told in words rather than by a stack trace.
 * Source: https://nodejs.org/api/sqlite.html
 * @throws an Error with words for the person who started the program
 */
function loadDriver(): typeof Driver {
  try {
    return createRequire(__filename)('@photostructure/sqlite') as typeof Driver;
  } catch (error) {
    const own: unknown = process.getBuiltinModule('node:sqlite');
    if (own !== undefined) return own as typeof Driver;
    throw new Error(whySqliteIsMissing(error), { cause: error });
  }
}

let driver: typeof Driver | undefined;

/** SQLite's primary result code of an error. Source: https://www.sqlite.org/rescode.html#primary_result_code_list */
export function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Whether SQLite says that somebody else has locked the file. Source: https://www.sqlite.org/rescode.html#busy */
export function isBusy(error: unknown): boolean {
  return resultCodeOf(error) === 5;
}

/** The driver gives SQLite whole numbers as floating ones, which FTS5 does not take for a row's number. */
const bound = (value: SqlValue): SqlValue => (Number.isSafeInteger(value) ? BigInt(value as number) : value);

/** A statement that is compiled once. Text that is not UTF-8 is read with U+FFFD in the place of what is broken. */
export class Statement {
  constructor(private readonly statement: Driver.StatementSyncInstance) {}

  /** From now on rows are arrays of their columns, at half the cost of objects with names. */
  raw(): this {
    this.statement.setReturnArrays(true);
    return this;
  }

  all(...values: readonly SqlValue[]): unknown[] {
    const given = values.map(bound);
    return this.read(() => this.statement.all(...given) as unknown[]) as unknown[];
  }

  /** The first row, or undefined. */
  get(...values: readonly SqlValue[]): unknown {
    const given = values.map(bound);
    return this.read(() => this.statement.get(...given) as unknown);
  }

  /** The rows one by one, so that those before a damaged page are had. */
  *each(...values: readonly SqlValue[]): Generator {
    this.statement.setReadBigInts(true);
    try {
      for (const row of this.statement.iterate(...values.map(bound)) as Iterable<unknown>) yield withoutBigInts(row);
    } finally {
      this.statement.setReadBigInts(false);
    }
  }

  run(...values: readonly SqlValue[]): RunResult {
    return this.statement.run(...values.map(bound));
  }

  /** A number beyond JavaScript's whole ones, which only a damaged row holds, is rounded rather than an error. */
  private read(rows: () => unknown): unknown {
    try {
      return rows();
    } catch (error) {
      // Its code is ERR_OUT_OF_RANGE from `get` and another one from `all`.
      if (!(error instanceof Error && error.message.startsWith('Value is too large'))) throw error;
    }
    this.statement.setReadBigInts(true);
    try {
      return withoutBigInts(rows());
    } finally {
      this.statement.setReadBigInts(false);
    }
  }
}

function withoutBigInts(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, column]) => [name, withoutBigInts(column)]));
}

/** An open SQLite file; the only place that knows the driver. */
export class SqliteFile {
  private readonly connection: Driver.DatabaseSyncInstance;

  /**
   * @param file made where it is not there, unless it must exist or is only read
   * @throws where it cannot be opened, or SQLite itself cannot be loaded
   */
  constructor(file: string, { isReadOnly = false, mustExist = isReadOnly }: { readonly isReadOnly?: boolean; readonly mustExist?: boolean } = {}) {
    if (mustExist && !existsSync(file)) throw new Error('there is no such file');
    driver ??= loadDriver();
    this.connection = new driver.DatabaseSync(file, { readOnly: isReadOnly });
  }

  /** Runs statements whose rows nobody needs. */
  exec(sql: string): void {
    this.connection.exec(sql);
  }

  prepare(sql: string): Statement {
    return new Statement(this.connection.prepare(sql));
  }

  /** Sets or asks a pragma. @returns its rows */
  pragma(text: string): Readonly<Record<string, unknown>>[] {
    return this.prepare(`PRAGMA ${text}`).all() as Record<string, unknown>[];
  }

  /** Whether a transaction is open: some errors end it. */
  get isInTransaction(): boolean {
    return this.connection.isTransaction;
  }

  /** Ends an open transaction and every statement too. */
  close(): void {
    this.connection.close();
  }
}
