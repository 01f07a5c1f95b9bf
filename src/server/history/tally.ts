import type { Database, Statement } from '../store/database';
import type { Row } from './rows';
import type { PlaceId } from './store';

/** How many are counted at once. */
const step = 2000;

interface Count {
  rows: number;
  /** The sequence number of the last one that was counted. */
  upTo: number;
}

/** How many rows of a table each place has. It counts by itself, step by step, so that appending costs nothing. */
export class Tally {
  private readonly counts = new Map<PlaceId, Count>();
  private readonly next: Statement;

  constructor(database: Database, table: 'messages' | 'events') {
    database.onLost(() => this.counts.clear());
    this.next = database.prepare(`SELECT count(*), max(id) FROM (SELECT id FROM ${table} WHERE place = ? AND id > ? ORDER BY id LIMIT ${step})`).raw();
  }

  /** Counts what is new in a place. @returns how many there are; undefined while there is more to count */
  of(place: PlaceId): number | undefined {
    const count = this.counts.get(place) ?? { rows: 0, upTo: 0 };
    this.counts.set(place, count);
    const [row] = this.next.all(place, count.upTo) as Row[];
    const counted = Number(row?.[0] ?? 0);
    if (counted > 0) {
      count.rows += counted;
      count.upTo = Number(row?.[1] ?? count.upTo);
    }
    return counted === step ? undefined : count.rows;
  }

  /** A row was removed, whoever did that. */
  removed(place: PlaceId, sequence: number): void {
    const count = this.counts.get(place);
    if (count !== undefined && sequence <= count.upTo) count.rows--;
  }
}
