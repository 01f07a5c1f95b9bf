import { parseCtcp } from '../../shared/ctcp';
import { stripFormatting } from '../../shared/text';
import { isCorrupt } from '../store/damage';
import type { Database, Statement } from '../store/database';
import { readable } from './lines';
import { RowReader } from './row-reader';
import { messageColumns, type Row } from './rows';
import type { StoredMessage } from './store';

/** How many messages go into the index at once: about a millisecond's work. */
const batchSize = 50;
/**
 * How many pages of the index are merged with it. Left to itself SQLite merges a lot now and then, while everybody
 * waits. Source: https://www.sqlite.org/fts5.html#the_merge_command
 */
const mergedPages = 4;
/** How long messages gather before the next ones are put in, in ms; as long again where more than one batch came: the people come first. */
const gathering = 250;
/** How long the server does other things between two batches of what has gathered, in ms. */
const pause = 10;

/**
 * What is looked for in a message: its words without colours and CTCP. A message must be taken out of the index by the
 * very text by which it was put in: whoever changes this has the index built anew by a migration.
 */
export function searchableText(text: string): string {
  const plain = readable(text);
  return stripFormatting(parseCtcp(plain)?.text ?? plain);
}

/**
 * The full-text index of messages. It follows them by a moment, in small batches, since putting a message in costs
 * more than keeping it; each batch is written in one transaction with how far it came, so that the index is right
 * after whatever end. Words are removed from it physically (`secure-delete`).
 * Source: https://www.sqlite.org/fts5.html#the_secure_delete_configuration_option
 */
export class SearchIndex {
  private readonly next: Statement;
  private readonly nextIds: Statement;
  private readonly reader: RowReader;
  /** Whether it has been built anew in this run; a second time would not help. */
  private isRebuilt = false;
  private readonly insert: Statement;
  private readonly remove: Statement;
  private readonly merge: Statement;
  private readonly keepPosition: Statement;
  private readonly selectPosition: Statement;
  private arrived = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    /** Told where the file cannot be written; the next message makes it try again. */
    private readonly onError: (error: unknown) => void,
  ) {
    this.next = database.prepare(`SELECT ${messageColumns} FROM messages WHERE id > ? ORDER BY id LIMIT ${batchSize}`).raw();
    this.nextIds = database.prepare(`SELECT id FROM messages INDEXED BY messages_of_place WHERE id > ? ORDER BY id LIMIT ${batchSize}`).raw();
    this.reader = new RowReader(database);
    this.insert = database.prepare('INSERT INTO search (rowid, text) SELECT value ->> 0, value ->> 1 FROM json_each(?)');
    this.remove = database.prepare("INSERT INTO search (search, rowid, text) SELECT 'delete', value ->> 0, value ->> 1 FROM json_each(?)");
    this.merge = database.prepare("INSERT INTO search (search, rank) VALUES ('merge', ?)");
    this.keepPosition = database.prepare('UPDATE search_position SET message = ?');
    this.selectPosition = database.prepare('SELECT message FROM search_position').raw();
  }

  /** The sequence number of the last message that was put in. */
  private get position(): number {
    const [row] = this.selectPosition.all() as Row[];
    return Number(row?.[0] ?? 0);
  }

  /** Goes on soon, where it is not at work already. @param arrived how many messages there are more */
  wake(arrived: number): void {
    this.arrived += arrived;
    this.timer ??= setTimeout(() => this.work(), gathering).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Puts the next messages in. @returns whether there may be more */
  advance(): boolean {
    const messages = this.reader.messages(this.next, [this.position], this.nextIds);
    const last = messages.at(-1);
    if (last === undefined) return false;
    this.database.atomically(() => {
      // The next message makes it try again.
      this.database.ifLost(() => this.stop());
      this.database.write(this.insert, entries(messages));
      this.database.write(this.merge, mergedPages);
      this.database.write(this.keepPosition, last.sequence);
    });
    return messages.length === batchSize;
  }

  /** Puts messages in again that were taken out; those that it has not come to yet are left to it. */
  add(messages: readonly StoredMessage[]): void {
    const known = this.known(messages);
    if (known.length > 0) this.attempt(() => this.database.write(this.insert, entries(known)));
  }

  /** Takes messages out, with their words. They must be as they were put in. */
  forget(messages: readonly StoredMessage[]): void {
    const known = this.known(messages);
    if (known.length > 0) this.attempt(() => this.database.write(this.remove, entries(known)));
  }

  /** As {@link advance}; where the index is damaged it is built anew. */
  catchUp(): boolean {
    return this.attempt(() => this.advance()) ?? true;
  }

  /** Empties an index that is damaged, and puts all messages in again. */
  rebuild(): void {
    if (this.isRebuilt) return;
    this.isRebuilt = true;
    this.database.damage.report('search', undefined, 'it is built anew; until that is done older messages are not found');
    this.database.write(this.database.prepare("INSERT INTO search (search) VALUES ('delete-all')"));
    this.database.write(this.keepPosition, 0);
    this.wake(0);
  }

  private attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!isCorrupt(error) || this.isRebuilt) throw error;
      this.rebuild();
      return undefined;
    }
  }

  private known(messages: readonly StoredMessage[]): StoredMessage[] {
    const { position } = this;
    return messages.filter(({ sequence }) => sequence <= position);
  }

  private work(): void {
    this.timer = undefined;
    const isBusy = this.arrived > batchSize || this.database.isGivenAway;
    this.arrived = 0;
    try {
      if (isBusy || this.catchUp()) this.timer = setTimeout(() => this.work(), isBusy ? gathering : pause).unref();
    } catch (error) {
      this.onError(error);
    }
  }
}

function entries(messages: readonly StoredMessage[]): string {
  return JSON.stringify(messages.map(({ sequence, text }) => [sequence, searchableText(text)]));
}
