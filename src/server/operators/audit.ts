import { readRows } from '../store/checked-rows';
import type { Database, Statement } from '../store/database';

/** What an operator of the server did. */
export interface AuditEntry {
  readonly at: Date;
  /** The operator's name and source. */
  readonly who: string;
  /** The verb, such as KILL. */
  readonly action: string;
  /** The person, the mask or the address that it was about. */
  readonly target: string;
  readonly detail: string;
}

/** The most entries that are kept; older ones are deleted. */
const maxEntries = 10_000;

/** Who did what with the rights of an operator, and when. It outlives the server. */
export class Audit {
  private readonly insert: Statement;
  private readonly trim: Statement;

  constructor(private readonly database: Database) {
    this.insert = database.prepare('INSERT INTO audit (at, who, action, target, detail) VALUES (?, ?, ?, ?, ?)');
    this.trim = database.prepare(`DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ${maxEntries}`);
  }

  write({ who, action, target, detail }: Omit<AuditEntry, 'at'>): void {
    // What was done is done, also where this cannot be stored; the log says it as well.
    this.database.attempt(() => {
      this.database.write(this.insert, Date.now(), who, action, target, detail);
      this.database.write(this.trim);
    });
  }

  /** The latest entries, newest first. */
  latest(count: number): AuditEntry[] {
    const where = 'id > (SELECT max(id) FROM audit) - ?';
    return readRows(this.database, { table: 'audit', key: 'id', where, values: [count] }, (row) => ({
      at: row.date('at', new Date(0)),
      who: row.text('who', '?'),
      action: row.text('action', '?'),
      target: row.text('target', '?'),
      detail: row.text('detail', ''),
    })).reverse();
  }
}
