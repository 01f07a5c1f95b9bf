import type { Database, Statement } from '../store/database';
import type { User } from '../user';
import { identityOfAccount } from './identity';
import type { Row } from './rows';
import { highestSequence } from './sequence';
import { endOfTime } from './spans';
import type { PlaceId } from './store';

/** Of how many places a person's stay remembers that they were there. */
const maxOfStay = 1000;

/** A room's place; the number of one that could not be written down goes to another one, which was opened at another time. */
export interface OpenedPlace {
  readonly id: PlaceId;
  readonly opened: number;
}

interface Stay {
  readonly opened: number;
  readonly until: number;
}

/**
 * Who was in which room, and until when: what was said there until then is theirs when they come back, although nobody
 * was left in between. Of an account it is written down; of somebody who is not logged in it ends with their stay.
 */
export class Attendance {
  private readonly ofStays = new WeakMap<User, Map<PlaceId, Stay>>();
  private readonly keep: Statement;
  private readonly ofPasts: Statement;

  constructor(private readonly database: Database) {
    this.keep = database.prepare('INSERT INTO attendances (place, identity, until) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until');
    this.endEarlierRun();
    this.ofPasts = database.prepare('SELECT place, until FROM attendances JOIN places ON places.id = place WHERE past_of = ? AND identity = ?').raw();
  }

  /**
   * Nobody was seen to leave when the server ended, whatever it died of, and a room may go on without them: what was said by
   * then is theirs. Those who still are in it, or come back to it, enter it anew.
   */
  private endEarlierRun(): void {
    const end = this.database.prepare(
      `UPDATE attendances SET until = 1 + coalesce((SELECT max(id) FROM messages WHERE messages.place = attendances.place AND id < ${highestSequence}), 0)
       WHERE until IS NULL AND place IN (SELECT id FROM places WHERE past_of IS NULL)`,
    );
    this.database.attempt(() => this.database.write(end));
  }

  entered(user: User, place: OpenedPlace): void {
    this.note(user, place, endOfTime);
  }

  left(user: User, place: OpenedPlace, at: number): void {
    this.note(user, place, at);
  }

  /**
   * Until when somebody was in the earlier rooms of a name, by place. Where nobody saw them leave they were there to the end.
   * @param pasts the places of these rooms
   */
  untilInPasts(user: User, key: string, pasts: readonly OpenedPlace[]): Map<PlaceId, number> {
    const found = new Map<PlaceId, number>();
    const ofStay = this.ofStays.get(user);
    for (const { id, opened } of pasts) {
      const stay = ofStay?.get(id);
      if (stay?.opened === opened) found.set(id, stay.until);
    }
    const rows = user.accountId === undefined ? [] : (this.ofPasts.all(key, identityOfAccount(user.accountId)) as Row[]);
    for (const [place, until] of rows) {
      const id = Number(place);
      found.set(id, Math.max(found.get(id) ?? 0, until === null || until === undefined ? endOfTime : Number(until)));
    }
    return found;
  }

  private note(user: User, { id: place, opened }: OpenedPlace, until: number): void {
    const places = this.ofStays.get(user) ?? new Map<PlaceId, Stay>();
    this.ofStays.set(user, places);
    places.delete(place);
    places.set(place, { until, opened });
    const [oldest] = places.keys();
    if (places.size > maxOfStay && oldest !== undefined) places.delete(oldest);
    if (user.accountId !== undefined) this.database.write(this.keep, place, identityOfAccount(user.accountId), until === endOfTime ? null : until);
  }
}
