import { isUtf8 } from 'node:buffer';
import type { Logger } from '../log';
import { resultCodeOf, type SqliteFile } from './sqlite';

/** How many damaged rows are named; further ones are only counted, in one line at the end. */
const maxNamed = 200;

/** What a table holds, in the words of whoever runs the server. */
export const contentsOf: Readonly<Record<string, string>> = {
  accounts: 'registered names and their passwords',
  attendances: 'who was in which room when',
  audit: 'what operators did',
  bans: 'bans from the server',
  certificates: 'certificates of registered names',
  clock: 'up to when the clock was believed',
  events: 'comings and goings in rooms',
  messages: 'what was said',
  metadata: 'what people tell of themselves',
  participants: 'who wrote to whom in private',
  places: 'the rooms and conversations of the history',
  presences: 'who stays while not connected',
  reactions: 'reactions to messages',
  read_markers: 'up to where people have read',
  restrictions: 'when rooms were closed to whom',
  retired_names: 'names that were given up',
  room_accounts: 'the ranks in owned rooms',
  room_masks: 'bans and invitations of rooms',
  rooms: 'owned rooms with their topics and modes',
  search: 'the words by which messages are found',
  search_position: 'how far the search has come',
  sessions: 'who was there before a restart',
  versions: 'what edited messages said before',
};

/**
 * The rows that a damaged disk has spoilt: each is named in the log once, by its table and row, and what can still be
 * served of it is served. Source: https://www.sqlite.org/howtocorrupt.html
 */
export class Damage {
  private readonly named = new Set<string>();
  /** Rows whose text has U+FFFD because somebody typed it. */
  private readonly intact = new Set<string>();

  constructor(
    private readonly file: SqliteFile,
    private readonly log: Pick<Logger, 'error'>,
  ) {}

  /**
   * @param table undefined where nobody can tell
   * @param row its number or key; undefined where nobody can tell which of them it is
   * @param what is wrong with it, such as “the text is not UTF-8”
   */
  report(table: string | undefined, row: string | number | undefined, what: string): void {
    const name = `${table ?? ''} ${row ?? ''}`;
    if (this.named.has(name) || this.named.size > maxNamed) return;
    this.named.add(name);
    if (this.named.size > maxNamed) {
      this.log.error('more rows of the database are damaged; they are not named here any more. To go back to a copy, see “Back-up” in the README');
      return;
    }
    const which = row === undefined ? 'a row' : `the row ${JSON.stringify(row)}`;
    const where = table === undefined ? 'the database' : `${which} of the table ${table} (${contentsOf[table] ?? 'data'})`;
    this.log.error({ table, row }, `${where} is damaged: ${what}. The rest goes on`);
  }

  /** Reports text that is not UTF-8: SQLite's driver has put U+FFFD in the place of what is broken, and so may somebody who types it. */
  checkText(table: string, row: number, columns: readonly string[]): void {
    const name = `${table} ${row}`;
    if (this.named.has(name) || this.intact.has(name)) return;
    const select = this.file.prepare(`SELECT ${columns.map((column) => `CAST(${column} AS BLOB)`).join(', ')} FROM ${table} WHERE rowid = ?`).raw();
    const bytes = select.get(row) as unknown[] | undefined;
    const broken = columns.filter((_, index) => bytes?.[index] instanceof Uint8Array && !isUtf8(bytes[index]));
    if (broken.length > 0) this.report(table, row, `${broken.join(', ')} is not UTF-8`);
    else if (this.intact.size < maxNamed) this.intact.add(name);
  }
}

/** Whether SQLite says that a page of the file is damaged. Source: https://www.sqlite.org/rescode.html#corrupt */
export function isCorrupt(error: unknown): boolean {
  // The driver's errors have no number where rows are read one by one.
  return resultCodeOf(error) === 11 || (error instanceof Error && error.message.includes('malformed'));
}
