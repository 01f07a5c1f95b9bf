import type { z } from 'zod';
import type { Damage } from './damage';
import { isCorrupt } from './damage';
import type { Database } from './database';
import type { SqlValue } from './sqlite';

/** A row that cannot be used. */
class DamagedRowError extends Error {
  override readonly name = 'DamagedRowError';
}

/** What a line of IRC has no form for. */
const notInLines = /[\0\r\n]/g;
const replacement = '\uFFFD';

/** A text as it can stand in a line, whatever a damaged row holds. */
export const inLine = (text: string): string => text.replace(notInLines, replacement);

/**
 * A row as it was read, whose values are asked for by name and kind. What is damaged is reported; it has the value that
 * is given instead, or makes the row useless where none is.
 */
export class CheckedRow {
  private isDamaged = false;

  constructor(
    private readonly damage: Damage,
    private readonly table: string,
    private readonly id: string | number,
    private readonly columns: Readonly<Record<string, unknown>>,
  ) {}

  /** A text that can stand in a line. */
  text(column: string, otherwise?: string): string {
    const value = this.columns[column];
    if (typeof value !== 'string') return this.bad(column, 'is no text', otherwise);
    if (value.includes(replacement) && typeof this.id === 'number') this.damage.checkText(this.table, this.id, [column]);
    const safe = inLine(value);
    if (safe !== value) this.tell(column, 'holds a line end');
    return safe;
  }

  /** A text of one word that can stand in a source. */
  word(column: string): string {
    const value = this.text(column);
    return /^[^\s!@\uFFFD]+$/.test(value) ? value : this.bad(column, 'is no word');
  }

  /** A text of which something else says what it must be. @param fits whether it is that */
  fitting(column: string, fits: (text: string) => boolean): string {
    const value = this.text(column);
    return fits(value) ? value : this.bad(column, 'is not what it must be');
  }

  optionalText(column: string): string | undefined {
    return this.columns[column] === null ? undefined : this.text(column, '') || undefined;
  }

  /** A whole number. */
  number(column: string, otherwise?: number): number {
    const value = this.columns[column];
    return Number.isSafeInteger(value) ? (value as number) : this.bad(column, 'is no number', otherwise);
  }

  optionalNumber(column: string): number | undefined {
    const value = this.columns[column];
    if (value === null || Number.isSafeInteger(value)) return (value as number | null) ?? undefined;
    this.tell(column, 'is no number');
    return undefined;
  }

  /** A time, in ms since 1970. */
  date(column: string, otherwise?: Date): Date {
    const date = new Date(this.number(column, otherwise?.getTime()));
    return Number.isNaN(date.getTime()) ? this.bad(column, 'is no time', otherwise) : date;
  }

  oneOf<Value extends string>(column: string, values: readonly Value[]): Value {
    return values.find((value) => value === this.columns[column]) ?? this.bad(column, `is none of ${values.join(', ')}`);
  }

  json<Value>(column: string, schema: z.ZodType<Value>, otherwise?: Value): Value {
    try {
      return schema.parse(JSON.parse(String(this.columns[column])));
    } catch {
      return this.bad(column, 'cannot be read', otherwise);
    }
  }

  private bad<Value>(column: string, what: string, otherwise: Value | undefined): Value;
  private bad(column: string, what: string): never;
  private bad<Value>(column: string, what: string, otherwise?: Value): Value {
    this.tell(column, what);
    if (otherwise === undefined) throw new DamagedRowError();
    return otherwise;
  }

  private tell(column: string, what: string): void {
    if (!this.isDamaged) this.damage.report(this.table, this.id, `${column} ${what}`);
    this.isDamaged = true;
  }
}

/** Which rows of a table, and by what column they are told apart. */
export interface Selection {
  readonly table: string;
  /** A column that names the row for whoever looks for it, and that an index sorts by; the row's number where left out. */
  readonly key?: string;
  /** Further conditions, such as `saved_at > ?`. */
  readonly where?: string;
  readonly values?: readonly SqlValue[];
}

/** Reads rows in order; those that cannot be used are reported and left out, and so is what lies in a damaged page. */
export function readRows<Value>(database: Database, selection: Selection, read: (row: CheckedRow) => Value): Value[] {
  const { table, key = 'rowid' } = selection;
  return everyRow(database, selection).flatMap((columns) => {
    const id = columns[key];
    try {
      return [read(new CheckedRow(database.damage, table, typeof id === 'number' ? id : String(id), columns))];
    } catch (error) {
      if (!(error instanceof DamagedRowError)) throw error;
      return [];
    }
  });
}

type Columns = Readonly<Record<string, unknown>>;

/** Around a damaged page, from both ends. */
function everyRow(database: Database, { table, key = 'rowid', where = 'true', values = [] }: Selection): Columns[] {
  const columns = key === 'rowid' ? 'rowid AS rowid, *' : '*';
  const inOrder = (direction: string): { rows: Columns[]; isWhole: boolean } => {
    const rows: Columns[] = [];
    try {
      const statement = database.prepare(`SELECT ${columns} FROM ${table} WHERE ${where} ORDER BY ${key} ${direction}`);
      for (const row of statement.each(...values)) rows.push(row as Columns);
      return { rows, isWhole: true };
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      database.damage.report(table, undefined, `a page of the file cannot be read (${error instanceof Error ? error.message : ''})`);
      return { rows, isWhole: false };
    }
  };
  const first = inOrder('ASC');
  if (first.isWhole) return first.rows;
  const known = new Set(first.rows.map((row) => row[key]));
  return [...first.rows, ...inOrder('DESC').rows.reverse().filter((row) => !known.has(row[key]))];
}
