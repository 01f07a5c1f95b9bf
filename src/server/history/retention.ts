import type { Config } from '../config';
import type { Database, Statement } from '../store/database';
import { messageColumns, messageFrom, type Row } from './rows';
import { sequenceAt } from './sequence';
import type { SqliteHistory } from './sqlite';
import type { PlaceId } from './store';

/** How many messages are removed at once: less than 5 ms of work. */
const batchSize = 20;
/** How many are counted at once. */
const countSize = 2000;
/** How many places are looked at at once. */
const placesAtOnce = 40;
/** How long the server does other things between two steps while there is something to do, in ms; */
const busyPause = 20;
/** and when all is in order. */
const idlePause = 10_000;

const day = 24 * 60 * 60 * 1000;

/** How far the messages of a place have been counted. */
interface Count {
  messages: number;
  /** The sequence number of the last one that was. */
  upTo: number;
}

/**
 * Removes what is over the limits of age (`history-days`) and count (`history-messages`), and what nobody can read any
 * more, in steps so small that nobody waits for them. It counts by itself, so that appending costs nothing.
 */
export class Retention {
  private readonly counts = new Map<PlaceId, Count>();
  private readonly oldest: Statement;
  private readonly oldestOfPlace: Statement;
  private readonly countNext: Statement;
  private readonly selectPlaces: Statement;
  private readonly oldEvents: Statement;
  private readonly deleteEvents: Statement;
  /** The last place that was looked at; 0 when all were. */
  private cursor = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly store: SqliteHistory,
    private readonly config: () => Pick<Config, 'historyDays' | 'historyMessages'>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.oldest = database.prepare(`SELECT ${messageColumns} FROM messages WHERE id < ? ORDER BY id LIMIT ${batchSize}`).raw();
    this.oldestOfPlace = database.prepare(`SELECT ${messageColumns} FROM messages WHERE place = ? AND id <= ? ORDER BY id LIMIT ?`).raw();
    this.countNext = database
      .prepare(`SELECT count(*), max(id) FROM (SELECT id FROM messages WHERE place = ? AND id > ? ORDER BY id LIMIT ${countSize})`)
      .raw();
    this.selectPlaces = database.prepare(`SELECT id, since FROM places WHERE id > ? ORDER BY id LIMIT ${placesAtOnce}`).raw();
    this.oldEvents = database.prepare(`SELECT id FROM events WHERE place = ? AND id < ? ORDER BY id LIMIT ${batchSize}`).raw();
    this.deleteEvents = database.prepare('DELETE FROM events WHERE place = ? AND id IN (SELECT value FROM json_each(?))');
    this.timer = setTimeout(() => this.work(), busyPause).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Does one small step. @returns whether there is more to do now */
  step(now = Date.now()): boolean {
    this.store.flush();
    const { historyDays, historyMessages } = this.config();
    const cutoff = historyDays === 0 ? 0 : sequenceAt(now - historyDays * day);
    if (cutoff > 0 && this.removeRows(this.oldest.all(cutoff) as Row[])) return true;
    const places = this.selectPlaces.all(this.cursor) as Row[];
    for (const row of places) {
      const [place, since] = [Number(row[0]), Number(row[1])];
      if (since > 0 && this.removeRows(this.oldestOfPlace.all(place, since, batchSize) as Row[])) return true;
      if (this.removeEvents(place, Math.max(since, cutoff))) return true;
      if (historyMessages > 0 && this.keepCount(place, historyMessages)) return true;
      this.cursor = place;
    }
    const isAll = places.length < placesAtOnce;
    if (isAll) this.cursor = 0;
    return !isAll;
  }

  private work(): void {
    let isBusy = false;
    try {
      isBusy = this.step();
    } catch (error) {
      this.onError(error);
    }
    this.timer = setTimeout(() => this.work(), isBusy ? busyPause : idlePause).unref();
  }

  /** Counts what is new in a place and removes the oldest that is too much. */
  private keepCount(place: PlaceId, limit: number): boolean {
    const count = this.counts.get(place) ?? { messages: 0, upTo: 0 };
    this.counts.set(place, count);
    const [row] = this.countNext.all(place, count.upTo) as Row[];
    const counted = Number(row?.[0] ?? 0);
    if (counted > 0) {
      count.messages += counted;
      count.upTo = Number(row?.[1] ?? count.upTo);
    }
    if (counted === countSize) return true;
    const excess = Math.min(count.messages - limit, batchSize);
    if (excess <= 0) return false;
    const rows = this.oldestOfPlace.all(place, Number.MAX_SAFE_INTEGER, excess) as Row[];
    count.messages -= Math.max(rows.length, 1);
    const removed = this.removeRows(rows);
    const last = rows.at(-1);
    if (last !== undefined) this.removeEvents(place, Number(last[0]));
    return removed;
  }

  private removeRows(rows: readonly Row[]): boolean {
    if (rows.length === 0) return false;
    this.store.removeMessages(rows.map(messageFrom));
    return true;
  }

  private removeEvents(place: PlaceId, before: number): boolean {
    if (before === 0) return false;
    const rows = this.oldEvents.all(place, before) as Row[];
    if (rows.length === 0) return false;
    this.database.write(this.deleteEvents, place, JSON.stringify(rows.map(([id]) => id)));
    this.database.eraseSoon();
    return true;
  }
}
