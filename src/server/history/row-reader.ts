import { isCorrupt } from '../store/damage';
import type { Database, Statement } from '../store/database';
import type { SqlValue } from '../store/sqlite';
import { eventFrom, isSpoilt, messageColumns, messageFrom, reactionFrom, unreadableRow, type Row } from './rows';
import type { StoredEvent, StoredMessage, StoredReaction } from './store';

const textColumns = { messages: ['source', 'account', 'text', 'tags'], reactions: ['source', 'account', 'tags'], versions: ['text'] } as const;

/**
 * Reads rows of the history. What is damaged in a row is mended so that it can be sent, and what cannot be read is left
 * out; either is reported, and the rest is served.
 */
export class RowReader {
  private readonly one: Statement;

  constructor(private readonly database: Pick<Database, 'damage' | 'prepare'>) {
    this.one = database.prepare(`SELECT ${messageColumns} FROM messages WHERE id = ?`).raw();
  }

  /**
   * @param values of a range of one place the place comes first
   * @param ids gives the same rows' numbers from an index alone, so that those on other pages than a damaged one are had
   */
  messages(statement: Statement, values: readonly SqlValue[], ids?: Statement): StoredMessage[] {
    return this.rows('messages', statement, values, ids).map((row) => {
      this.check('messages', row);
      return messageFrom(row);
    });
  }

  events(statement: Statement, values: readonly SqlValue[]): StoredEvent[] {
    return this.rows('events', statement, values).flatMap((row) => {
      if (isSpoilt(row)) this.database.damage.report('events', Number(row[0]), 'a text is not as it was');
      const event = eventFrom(row);
      if (/^[A-Z]+$/.test(event.verb)) return [event];
      this.database.damage.report('events', Number(row[0]), 'what happened cannot be read');
      return [];
    });
  }

  reactions(statement: Statement, values: readonly SqlValue[]): StoredReaction[] {
    return this.rows('reactions', statement, values).map((row) => {
      this.check('reactions', row);
      return reactionFrom(row);
    });
  }

  /** Rows of a table as they are. */
  rows(table: string, statement: Statement, values: readonly SqlValue[], ids?: Statement): Row[] {
    try {
      return statement.all(...values) as Row[];
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      if (ids === undefined) return this.untilDamage(table, statement, values);
      return this.oneByOne(ids, values);
    }
  }

  private check(table: 'messages' | 'reactions', row: Row): void {
    if (isSpoilt(row)) this.database.damage.checkText(table, Number(row[0]), textColumns[table]);
  }

  private untilDamage(table: string, statement: Statement, values: readonly SqlValue[]): Row[] {
    const rows: Row[] = [];
    try {
      for (const row of statement.each(...values)) rows.push(row as Row);
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      this.database.damage.report(table, undefined, 'a page of the file cannot be read');
    }
    return rows;
  }

  private oneByOne(ids: Statement, values: readonly SqlValue[]): Row[] {
    return this.untilDamage('messages', ids, values).map(([value]) => {
      const id = Number(value);
      try {
        const [row] = this.one.all(id) as Row[];
        if (row !== undefined) return row;
      } catch (error) {
        if (!isCorrupt(error)) throw error;
      }
      this.database.damage.report('messages', id, 'its page of the file cannot be read');
      return unreadableRow(id, Number(values[0]));
    });
  }
}
