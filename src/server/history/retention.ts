import type { ClockGuard } from '../clock-guard';
import type { Config } from '../config';
import type { Database, Statement } from '../store/database';
import { RowReader } from './row-reader';
import { messageColumns, messageFrom, type Row } from './rows';
import { isGivenOut, sequenceAt } from './sequence';
import type { SqliteHistory } from './sqlite';
import type { PlaceId } from './store';
import { Tally } from './tally';

/** How many messages are removed at once: less than 5 ms of work. */
const batchSize = 20;
/** How many places are looked at at once. */
const placesAtOnce = 40;
/** How long the server does other things between two steps while there is something to do, in ms; */
const busyPause = 20;
/** and when all is in order. */
const idlePause = 10_000;

const day = 24 * 60 * 60 * 1000;

/**
 * Removes what is over the limits of age (`history-days`) and count (`history-messages`), and what nobody can read any
 * more, in steps so small that nobody waits for them. Of what else happened in a room as much is kept as of messages. An
 * earlier room in which nothing is left that was said goes with all that is known of it.
 */
export class Retention {
  private readonly reader: RowReader;
  private readonly messages: Tally;
  private readonly events: Tally;
  private readonly oldest: Statement;
  private readonly oldestOfPlace: Statement;
  private readonly selectPlaces: Statement;
  private readonly oldEvents: Statement;
  private readonly deleteEvents: Statement;
  private readonly lastPlace: Statement;
  /** How many messages all rooms of a name have together, the earlier ones included, when all places were last looked at; */
  private ofNames = new Map<string, number>();
  /** and of the places that were looked at since. */
  private counted = new Map<string, number>();
  /** The last place that was looked at; 0 when all were. */
  private cursor = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly store: SqliteHistory,
    private readonly config: () => Pick<Config, 'historyDays' | 'historyMessages'>,
    private readonly onError: (error: unknown) => void,
    private readonly clock: Pick<ClockGuard, 'mayDelete' | 'now'>,
  ) {
    this.reader = new RowReader(database);
    this.messages = new Tally(database, 'messages');
    this.events = new Tally(database, 'events');
    store.onRemoved(({ place, sequence }) => this.messages.removed(place, sequence));
    this.oldest = database.prepare(`SELECT ${messageColumns} FROM messages WHERE id < ? ORDER BY id LIMIT ${batchSize}`).raw();
    this.oldestOfPlace = database.prepare(`SELECT ${messageColumns} FROM messages WHERE place = ? AND id <= ? ORDER BY id LIMIT ?`).raw();
    this.selectPlaces = database.prepare(`SELECT id, since, past_of, CASE name WHEN '' THEN NULL ELSE coalesce(past_of, key) END FROM places WHERE id > ? ORDER BY id LIMIT ${placesAtOnce}`).raw();
    this.oldEvents = database.prepare(`SELECT id FROM events WHERE place = ? AND id < ? ORDER BY id LIMIT ?`).raw();
    this.deleteEvents = database.prepare('DELETE FROM events WHERE place = ? AND id IN (SELECT value FROM json_each(?))');
    this.lastPlace = database.prepare('SELECT max(id) FROM places').raw();
    this.timer = setTimeout(() => this.work(), busyPause).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Does one small step. @returns whether there is more to do now */
  step(now = this.clock.now(), mayDeleteByAge = this.clock.mayDelete()): boolean {
    this.store.flush();
    const { historyDays, historyMessages } = this.config();
    const cutoff = historyDays === 0 || !mayDeleteByAge ? 0 : sequenceAt(now - historyDays * day);
    if (cutoff > 0 && this.removeRows(this.reader.rows('messages', this.oldest, [cutoff]))) return true;
    const places = this.reader.rows('places', this.selectPlaces, [this.cursor]);
    for (const row of places) {
      const place = Number(row[0]);
      // A number that was not given out yet is damaged, and would have everything deleted.
      const since = isGivenOut(Number(row[1])) ? Number(row[1]) : 0;
      if (since > 0 && this.removeRows(this.reader.rows('messages', this.oldestOfPlace, [place, since, batchSize]))) return true;
      if (this.removeEvents(place, Math.max(since, cutoff))) return true;
      const name = row[3] === null ? undefined : String(row[3]);
      const isPast = row[2] !== null;
      if (historyMessages > 0 && this.keepCountOfName(place, name, isPast, historyMessages)) return true;
      if (isPast && this.removeEmptyPast(place)) return true;
      this.cursor = place;
    }
    const isAll = places.length < placesAtOnce;
    if (isAll) {
      this.cursor = 0;
      this.ofNames = this.counted;
      this.counted = new Map();
    }
    return !isAll;
  }

  private work(): void {
    let isBusy = false;
    try {
      isBusy = !this.database.isGivenAway && this.step();
    } catch (error) {
      this.onError(error);
    }
    this.timer = setTimeout(() => this.work(), isBusy ? busyPause : idlePause).unref();
  }

  /** The limit is that of a name: what is too much is taken from its earlier rooms first, the oldest before the others. */
  private keepCountOfName(place: PlaceId, name: string | undefined, isPast: boolean, limit: number): boolean {
    if (name === undefined) return this.keepCount(place, limit);
    const before = this.messages.of(place) ?? 0;
    const all = this.ofNames.get(name) ?? 0;
    const hasMore = this.keepCount(place, isPast && all > limit ? Math.max(0, before - (all - limit)) : limit);
    const left = this.messages.of(place) ?? 0;
    if (hasMore) this.ofNames.set(name, all - (before - left));
    else this.counted.set(name, (this.counted.get(name) ?? 0) + left);
    return hasMore;
  }

  /** Removes the oldest of what is too much in a place. */
  private keepCount(place: PlaceId, limit: number): boolean {
    const messages = this.messages.of(place);
    const events = this.events.of(place);
    if (messages === undefined || events === undefined) return true;
    if (messages <= limit) return events > limit && this.removeEvents(place, Number.MAX_SAFE_INTEGER, Math.min(events - limit, batchSize));
    const rows = this.reader.rows('messages', this.oldestOfPlace, [place, Number.MAX_SAFE_INTEGER, Math.min(messages - limit, batchSize)]);
    const last = rows.at(-1);
    if (last !== undefined) this.removeEvents(place, Number(last[0]));
    return this.removeRows(rows);
  }

  /** Of an earlier room in which nothing is left that was said goes the rest as well. @returns whether there is more of it */
  private removeEmptyPast(place: PlaceId): boolean {
    if (this.oldestOfPlace.all(place, Number.MAX_SAFE_INTEGER, 1).length > 0) return false;
    if (this.removeEvents(place, Number.MAX_SAFE_INTEGER)) return true;
    const [row] = this.lastPlace.all() as Row[];
    // The number of the last one would be given to another place.
    if (place === Number(row?.[0])) return false;
    for (const [table, column] of [['places', 'id'], ['attendances', 'place'], ['restrictions', 'place']] as const) {
      this.database.write(this.database.prepare(`DELETE FROM ${table} WHERE ${column} = ?`), place);
    }
    return false;
  }

  private removeRows(rows: readonly Row[]): boolean {
    if (rows.length === 0) return false;
    this.database.store(() => this.store.removeMessages(rows.map(messageFrom)));
    return true;
  }

  private removeEvents(place: PlaceId, before: number, most = batchSize): boolean {
    if (before === 0) return false;
    const rows = this.reader.rows('events', this.oldEvents, [place, before, most]);
    if (rows.length === 0) return false;
    this.database.store(() => this.database.write(this.deleteEvents, place, JSON.stringify(rows.map(([id]) => id))));
    for (const [id] of rows) this.events.removed(place, Number(id));
    this.database.eraseSoon();
    return true;
  }
}
