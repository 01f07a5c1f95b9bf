import { foldUnicode } from '../../shared/casemap';
import type { Room } from '../room';
import type { Database, Statement } from '../store/database';
import type { User } from '../user';
import { Attendance } from './attendance';
import { openTo, Openness, Reader } from './openness';
import type { Row } from './rows';
import { isGivenOut, nextSequence } from './sequence';
import { endOfTime, without, type Span } from './spans';
import type { HistoryStore, PlaceId } from './store';

/** A part of a place that somebody may read. */
export interface ReadablePlace extends Span {
  readonly id: PlaceId;
}

/** What a room is kept under now. */
interface RoomPlace {
  readonly id: PlaceId;
  /** What is older is nobody's any more. */
  readonly since: number;
  /** When the room was opened: it tells the place from another one of the same number, where writing had failed. */
  readonly opened: number;
  /** Whether the room has its name from RENAME: what earlier rooms of that name said is not given with it. */
  isRenamed: boolean;
  /** Those who were in it at the RENAME, and have not left since. */
  renamedWith: WeakSet<User>;
  /** How often writing had failed when it was looked at. */
  losses: number;
}

/** What somebody may read of the earlier rooms of a name, and by what that was worked out. */
interface ReadablePasts {
  readonly name: string;
  readonly source: string;
  readonly account: string | undefined;
  readonly accountId: number | undefined;
  readonly version: number;
  readonly isRenamed: boolean;
  readonly places: readonly ReadablePlace[];
}

interface PlaceRow {
  readonly id: PlaceId;
  readonly key: string;
  readonly since: number;
  readonly opened: number;
  readonly isRenamed: boolean;
}

/** How many earlier rooms of a name are looked at, the latest ones. */
const maxPasts = 1000;

/**
 * The places of rooms, by number, so that a rename is one update. A place is what was said from the opening of a room
 * until nobody is left in it; then it is a past of the name, and the next who opens a room of that name begins another
 * one. Rooms that stay without people (the shared one, owned ones, those that are waited for after a restart) go on.
 *
 * Who reads what of a room:
 * - What was said since it was opened: its members, also what was said before they came, as in any group chat.
 * - Of the earlier rooms of its name: whoever was there, until they left; and anybody what was said while the room was open to
 *   them, that is without a key, not for invited people, not secret, not for accounts where they have none, without a
 *   ban that fits them. Not so where the name is from RENAME, which gives no past.
 */
export class RoomPlaces {
  private readonly byRoom = new WeakMap<Room, RoomPlace>();
  /** By the present place. Of an earlier room nothing changes any more. */
  private readonly pastsOf = new WeakMap<User, Map<PlaceId, ReadablePasts>>();
  /** Grows when a room becomes an earlier one. */
  private version = 0;
  private losses = 0;
  private readonly attendance: Attendance;
  private readonly openness: Openness;
  private readonly byKey: Statement;
  private readonly byId: Statement;
  private readonly pasts: Statement;

  constructor(
    private readonly database: Database,
    private readonly store: Pick<HistoryStore, 'latest'>,
  ) {
    // The number of a place that was not written down goes to the next place: what is said here must not be read there.
    database.onLost(() => {
      this.losses++;
      this.version++;
    });
    this.attendance = new Attendance(database);
    this.openness = new Openness(database);
    this.byKey = database.prepare('SELECT id, key, since, opened, renamed FROM places WHERE key = ?').raw();
    this.byId = database.prepare('SELECT id, key, since, opened, renamed FROM places WHERE id = ?').raw();
    this.pasts = database.prepare(`SELECT id, since, opened, ended FROM places WHERE past_of = ? ORDER BY id DESC LIMIT ${maxPasts}`).raw();
  }

  /** Where what happens in a room now is kept, made where there is none. */
  current(room: Room): PlaceId {
    return this.placeOf(room).id;
  }

  /** What a member may read, the present room first. */
  readableBy(user: User, room: Room): ReadablePlace[] {
    const place = this.placeOf(room);
    const present = { id: place.id, since: place.since, until: endOfTime };
    return room.isShared || place.renamedWith.has(user) ? [present] : [present, ...this.readablePasts(user, room, place)];
  }

  private readablePasts(user: User, { name }: Room, { id, isRenamed }: RoomPlace): readonly ReadablePlace[] {
    const { version } = this;
    const { source, account, accountId } = user;
    const ofUser = this.pastsOf.get(user) ?? new Map<PlaceId, ReadablePasts>();
    this.pastsOf.set(user, ofUser);
    const known = ofUser.get(id);
    const isSamePerson = known?.source === source && known.account === account && known.accountId === accountId;
    if (isSamePerson && known.name === name && known.version === version && known.isRenamed === isRenamed) return known.places;
    const places = this.findReadablePasts(user, foldUnicode(name), isRenamed);
    ofUser.set(id, { name, source, account, accountId, version, isRenamed, places });
    return places;
  }

  private findReadablePasts(user: User, key: string, isRenamed: boolean): readonly ReadablePlace[] {
    const pasts = (this.pasts.all(key) as Row[]).map(([id, since, opened, ended]) => ({ id: Number(id), since: Math.max(Number(since), Number(opened)), opened: Number(opened), ended: Number(ended) }));
    if (pasts.length === 0) return [];
    const reader = new Reader(user);
    const attended = this.attendance.untilInPasts(user, key, pasts);
    const restrictions = isRenamed ? undefined : this.openness.restrictionsOfPasts(key);
    return pasts.flatMap(({ id: place, since: start, ended }) => {
      const until = Math.min(attended.get(place) ?? start, ended);
      const open = restrictions === undefined ? [] : openTo(reader, { since: start, until: ended }, restrictions.get(place) ?? []);
      const spans = [{ since: start, until }, ...without(open, start, until)].filter((span) => span.until - span.since > 1);
      return spans.map((span) => ({ id: place, ...span }));
    });
  }

  /** To be called when the modes of a room have changed. @param at the sequence number of the change */
  noteModes(room: Room, at: number): void {
    const { id } = this.placeOf(room);
    this.openness.note(id, room, at, this.store.latest(id, endOfTime) ?? 0);
  }

  entered(room: Room, user: User): void {
    if (room.isShared) return;
    const place = this.placeOf(room);
    place.renamedWith.delete(user);
    this.attendance.entered(user, place);
  }

  left(room: Room, user: User): void {
    if (room.isShared) return;
    const place = this.placeOf(room);
    this.pastsOf.get(user)?.delete(place.id);
    this.attendance.left(user, place, nextSequence());
  }

  /** A room gets another name, which no other room has now. What earlier rooms of that name said stays with those who were there. */
  rename(room: Room, name: string): void {
    const place = this.placeOf(room);
    if (foldUnicode(name) !== foldUnicode(room.name)) {
      const { isRenamed, renamedWith } = place;
      this.database.ifLost(() => Object.assign(place, { isRenamed, renamedWith }));
      place.isRenamed = true;
      place.renamedWith = new WeakSet(room.members);
    }
    this.giveName(place.id, name, place.isRenamed);
  }

  private giveName(id: PlaceId, name: string, isRenamed: boolean): void {
    const key = foldUnicode(name);
    const inTheWay = this.find(this.byKey, key);
    if (inTheWay !== undefined && inTheWay.id !== id) this.setAside(inTheWay);
    this.database.write(this.database.prepare('UPDATE places SET key = ?, name = ?, renamed = ? WHERE id = ?'), key, name, isRenamed ? 1 : 0, id);
  }

  private placeOf(room: Room): RoomPlace {
    const known = this.byRoom.get(room);
    if (known?.losses === this.losses) return known;
    const row = known === undefined ? undefined : this.find(this.byId, known.id);
    if (known !== undefined && row?.opened === known.opened) {
      known.losses = this.losses;
      if (row.key !== foldUnicode(room.name)) this.giveName(known.id, room.name, known.isRenamed);
      return known;
    }
    const { id, since, opened, isRenamed } = this.begin(room, known?.opened);
    const place = { id, since, opened, isRenamed, renamedWith: new WeakSet<User>(), losses: this.losses };
    this.byRoom.set(room, place);
    this.noteModes(room, nextSequence());
    return place;
  }

  /** @param again when the room was opened, where that was not written down */
  private begin(room: Room, again: number | undefined): PlaceRow {
    const key = foldUnicode(room.name);
    const row = this.find(this.byKey, key);
    if (row !== undefined && room.isKept && again === undefined) return row;
    const opened = again ?? nextSequence();
    if (row !== undefined && !this.hasMessages(row)) return this.useAgain(row, room.name, opened);
    if (row !== undefined) this.setAside(row);
    this.database.write(this.database.prepare('INSERT INTO places (key, name, opened) VALUES (?, ?, ?)'), key, room.name, opened);
    const made = this.find(this.byKey, key);
    if (made === undefined) throw new Error('a place of the history could not be made');
    return made;
  }

  private hasMessages({ id, since }: PlaceRow): boolean {
    return (this.store.latest(id, endOfTime) ?? 0) > since;
  }

  /** An earlier room in which nothing was said leaves nothing behind but who came and went. */
  private useAgain({ id, key }: PlaceRow, name: string, opened: number): PlaceRow {
    const { database } = this;
    for (const table of ['attendances', 'restrictions']) database.write(database.prepare(`DELETE FROM ${table} WHERE place = ?`), id);
    database.write(database.prepare('UPDATE places SET name = ?, since = ?, opened = ?, renamed = 0 WHERE id = ?'), name, opened, opened, id);
    return { id, key, since: opened, opened, isRenamed: false };
  }

  private setAside({ id, key }: PlaceRow): void {
    this.version++;
    this.database.write(this.database.prepare('UPDATE places SET key = ?, past_of = ?, ended = ? WHERE id = ?'), `past ${id}`, key, nextSequence(), id);
  }

  private find(statement: Statement, value: string | number): PlaceRow | undefined {
    const [row] = statement.all(value) as Row[];
    if (row === undefined) return undefined;
    const [id, kept, opened] = [Number(row[0]), Number(row[2]), Number(row[3])];
    // What lies before an unknown moment may not be for those who are there now.
    const since = isGivenOut(kept) ? kept : nextSequence();
    if (since !== kept) this.database.damage.report('places', id, 'since when it can be read is not known; what was said before now stays closed');
    return { id, key: String(row[1]), since: Math.max(since, opened), opened, isRenamed: Number(row[4]) === 1 };
  }
}
