import type { Database, Statement } from '../store/database';
import { isBy } from './authors';
import { firstTag, maxReactions, reactTags } from './reactions';
import { RowReader } from './row-reader';
import { eventColumns, messageColumns, reactionColumns, rowOfEvent, rowOfMessage, rowOfReaction, type Row } from './rows';
import type { SearchIndex } from './search-index';
import { highestSequence, resumeSequence } from './sequence';
import type { Author, HistoryStore, PlaceId, Range, StoredEvent, StoredMessage, StoredReaction } from './store';

/** Sequence numbers and counts go to SQLite as whole numbers; no event is ever behind this. */
const atMost = (value: number): number => Math.min(value, Number.MAX_SAFE_INTEGER);

/**
 * The history in SQLite. What is appended in a turn waits in memory and goes into the file in one statement, right
 * before the turn's commit or before the next reading (which commits first): for a line that costs a third of a statement of its own.
 */
export class SqliteHistory implements HistoryStore {
  private waitingMessages: Row[] = [];
  private waitingEvents: Row[] = [];
  private readonly reader: RowReader;
  private readonly removalListeners: ((message: StoredMessage) => void)[] = [];
  private readonly insertMessages: Statement;
  private readonly insertEvents: Statement;
  private readonly newestMessages: Statement;
  private readonly oldestMessages: Statement;
  private readonly newestEvents: Statement;
  private readonly oldestEvents: Statement;
  private readonly newestIds: Statement;
  private readonly oldestIds: Statement;
  private readonly one: Statement;
  private readonly newestOne: Statement;
  private readonly reactionsTo: Statement;

  constructor(
    private readonly database: Database,
    private readonly index: SearchIndex,
  ) {
    this.reader = new RowReader(database);
    const columns = (count: number): string => Array.from({ length: count }, (_, column) => `value ->> ${column}`).join(', ');
    const range = (table: string, names: string, order: string): Statement =>
      database.prepare(`SELECT ${names} FROM ${table} WHERE place = ? AND id > ? AND id < ? ORDER BY id ${order} LIMIT ?`).raw();
    this.insertMessages = database.prepare(
      `INSERT INTO messages (id, place, verb, source, account, session, text, tags) SELECT ${columns(8)} FROM json_each(?)`,
    );
    this.insertEvents = database.prepare(`INSERT INTO events (${eventColumns}) SELECT ${columns(6)} FROM json_each(?)`);
    this.newestMessages = range('messages', messageColumns, 'DESC');
    this.oldestMessages = range('messages', messageColumns, 'ASC');
    this.newestEvents = range('events', eventColumns, 'DESC');
    this.oldestEvents = range('events', eventColumns, 'ASC');
    this.newestIds = range('messages', 'id', 'DESC');
    this.oldestIds = range('messages', 'id', 'ASC');
    this.one = database.prepare(`SELECT ${messageColumns} FROM messages WHERE id = ?`).raw();
    this.newestOne = database.prepare('SELECT id FROM messages WHERE place = ? AND id < ? ORDER BY id DESC LIMIT 1').raw();
    this.reactionsTo = database
      .prepare(`SELECT ${reactionColumns} FROM reactions WHERE message IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ${maxReactions}`)
      .raw();
    database.beforeCommit({ isWaiting: () => this.isWaiting, write: () => this.flush(), drop: () => this.take() });
    resumeSequence(this.highest());
  }

  append(message: StoredMessage): void {
    this.waitingMessages.push(rowOfMessage(message));
    this.database.wake();
  }

  appendEvent(event: StoredEvent): void {
    this.waitingEvents.push(rowOfEvent(event));
    this.database.wake();
  }

  messages(place: PlaceId, { after, before, newestFirst, limit }: Range): StoredMessage[] {
    this.database.settle();
    const [statement, ids] = newestFirst ? [this.newestMessages, this.newestIds] : [this.oldestMessages, this.oldestIds];
    const found = this.reader.messages(statement, [place, atMost(after), atMost(before), limit], ids);
    return newestFirst ? found.reverse() : found;
  }

  events(place: PlaceId, { after, before, newestFirst, limit }: Range): StoredEvent[] {
    this.database.settle();
    const found = this.reader.events(newestFirst ? this.newestEvents : this.oldestEvents, [place, atMost(after), atMost(before), limit]);
    return newestFirst ? found.reverse() : found;
  }

  find(sequence: number): StoredMessage | undefined {
    this.database.settle();
    return this.reader.messages(this.one, [sequence])[0];
  }

  latest(place: PlaceId, before: number): number | undefined {
    this.database.settle();
    const id = this.reader.rows('messages', this.newestOne, [place, atMost(before)])[0]?.[0];
    return typeof id === 'number' ? id : undefined;
  }

  react(reaction: StoredReaction): void {
    const insert = this.database.prepare(`INSERT INTO reactions (${reactionColumns}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.database.write(insert, ...rowOfReaction(reaction));
  }

  unreact(message: number, author: Author, value: string): void {
    for (const reaction of this.reactions([message])) {
      if (isBy(reaction, author) && firstTag(reaction.tags, reactTags) === value) this.removeReaction(reaction.sequence);
    }
  }

  reactions(messages: readonly number[]): StoredReaction[] {
    if (messages.length === 0) return [];
    return this.reader.reactions(this.reactionsTo, [JSON.stringify(messages)]);
  }

  findReaction(sequence: number): StoredReaction | undefined {
    const select = this.database.prepare(`SELECT ${reactionColumns} FROM reactions WHERE id = ?`).raw();
    return this.reader.reactions(select, [sequence])[0];
  }

  edit(message: StoredMessage, sequence: number, text: string): void {
    const { database } = this;
    this.flush();
    const keep = database.prepare('INSERT OR IGNORE INTO versions (id, message, text) VALUES (?, ?, ?)');
    database.write(keep, message.sequence, message.sequence, message.text);
    database.write(keep, sequence, message.sequence, text);
    this.index.forget([message]);
    database.write(database.prepare('UPDATE messages SET text = ?, edited = ? WHERE id = ?'), text, sequence, message.sequence);
    this.index.add([{ ...message, text }]);
  }

  versions(message: number): { sequence: number; text: string }[] {
    const select = this.database.prepare('SELECT id, text FROM versions WHERE message = ? ORDER BY id').raw();
    return this.reader.rows('versions', select, [message]).map(([id, text]) => ({ sequence: Number(id), text: String(text) }));
  }

  remove(sequence: number): void {
    const message = this.find(sequence);
    if (message === undefined) this.removeReaction(sequence);
    else this.removeMessages([message]);
  }

  /** Calls back for each message that was removed. */
  onRemoved(listener: (message: StoredMessage) => void): void {
    this.removalListeners.push(listener);
  }

  /** Removes messages with what belongs to them. */
  removeMessages(messages: readonly StoredMessage[]): void {
    const { database } = this;
    const ids = JSON.stringify(messages.map((message) => message.sequence));
    this.index.forget(messages);
    for (const [table, column] of [['reactions', 'message'], ['versions', 'message'], ['messages', 'id']] as const) {
      database.write(database.prepare(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`), ids);
    }
    for (const listener of this.removalListeners) messages.forEach(listener);
    database.eraseSoon();
  }

  /** Puts what waits into the file, in this turn's transaction. */
  flush(): void {
    if (!this.isWaiting) return;
    const { waitingMessages, waitingEvents } = this.take();
    if (waitingMessages.length > 0) {
      this.database.write(this.insertMessages, JSON.stringify(waitingMessages));
      this.index.wake(waitingMessages.length);
    }
    if (waitingEvents.length > 0) this.database.write(this.insertEvents, JSON.stringify(waitingEvents));
  }

  private take(): { readonly waitingMessages: readonly Row[]; readonly waitingEvents: readonly Row[] } {
    const { waitingMessages, waitingEvents } = this;
    this.waitingMessages = [];
    this.waitingEvents = [];
    return { waitingMessages, waitingEvents };
  }

  private get isWaiting(): boolean {
    return this.waitingMessages.length > 0 || this.waitingEvents.length > 0;
  }

  private removeReaction(sequence: number): void {
    this.database.write(this.database.prepare('DELETE FROM reactions WHERE id = ?'), sequence);
    this.database.eraseSoon();
  }

  private highest(): number {
    const tables = ['messages', 'events', 'reactions', 'versions'];
    const highest = (table: string): number => {
      const select = this.database.prepare(`SELECT max(id) FROM ${table} WHERE id < ${highestSequence}`).raw();
      return Number(this.reader.rows(table, select, [])[0]?.[0] ?? 0);
    };
    return Math.max(0, ...tables.map(highest));
  }
}
