import { MaskList, isMute, type Subject } from '../mask-list';
import type { Room } from '../room';
import type { Database, Statement } from '../store/database';
import type { Row } from './rows';
import { without, type Span } from './spans';
import type { PlaceId } from './store';

/**
 * What keeps people out of a room: it is closed to strangers (`+i`, `+k`, `+s`), it is for people with an account (`+R`), a ban,
 * and an exception from bans.
 */
type Kind = 'b' | 'closed' | 'e' | 'registered';

/** Something that kept people out, from `since` on and before `until`; `mask` is empty but for bans and exceptions. */
export interface Restriction {
  readonly place: PlaceId;
  readonly kind: Kind;
  readonly mask: string;
  readonly since: number;
  readonly until: number | undefined;
}

const keyOf = (kind: string, mask: string): string => `${kind} ${mask}`;

/**
 * To whom each room was open and when, so that somebody who opens it anew, when nobody is left, reads what they could
 * have read then. One row for each thing that kept people out, from when to when.
 */
export class Openness {
  private readonly current: Statement;
  private readonly begin: Statement;
  private readonly end: Statement;
  private readonly remove: Statement;
  private readonly ofPasts: Statement;

  constructor(private readonly database: Database) {
    this.current = database.prepare('SELECT kind, mask, since FROM restrictions WHERE place = ? AND until IS NULL').raw();
    this.begin = database.prepare('INSERT OR REPLACE INTO restrictions (place, kind, mask, since) VALUES (?, ?, ?, ?)');
    this.end = database.prepare('UPDATE restrictions SET until = ? WHERE place = ? AND until IS NULL AND kind = ? AND mask = ?');
    this.remove = database.prepare('DELETE FROM restrictions WHERE place = ? AND until IS NULL AND kind = ? AND mask = ?');
    this.ofPasts = database
      .prepare('SELECT place, kind, mask, restrictions.since, until FROM restrictions JOIN places ON places.id = place WHERE past_of = ? ORDER BY restrictions.since')
      .raw();
  }

  /**
   * Writes down what is different now.
   * @param at from when on
   * @param latest the newest message of the place: what begins and ends without a word in between need not be known
   */
  note(place: PlaceId, room: Room, at: number, latest: number): void {
    const now = new Map(restrictionsOf(room).map((one) => [keyOf(...one), one]));
    for (const [kind, mask, since] of this.current.all(place) as Row[]) {
      const [kindThen, maskThen] = [String(kind), String(mask)];
      if (now.delete(keyOf(kindThen, maskThen))) continue;
      if (latest < Number(since)) this.database.write(this.remove, place, kindThen, maskThen);
      else this.database.write(this.end, at, place, kindThen, maskThen);
    }
    for (const [kind, mask] of now.values()) this.database.write(this.begin, place, kind, mask, at);
  }

  /** What kept people out of the earlier rooms of a name, by place. */
  restrictionsOfPasts(key: string): Map<PlaceId, Restriction[]> {
    const grouped = new Map<PlaceId, Restriction[]>();
    for (const [place, kind, mask, since, until] of this.ofPasts.all(key) as Row[]) {
      const restriction = {
        place: Number(place), kind: String(kind) as Kind, mask: String(mask), since: Number(since), until: until === null || until === undefined ? undefined : Number(until),
      };
      const group = grouped.get(restriction.place);
      if (group === undefined) grouped.set(restriction.place, [restriction]);
      else group.push(restriction);
    }
    return grouped;
  }
}

/** Somebody who is compared with many masks, of which most come again in the next earlier room. */
export class Reader {
  readonly isRegistered: boolean;
  private readonly known = new Map<string, boolean>();

  constructor(private readonly subject: Subject) {
    this.isRegistered = subject.account !== undefined;
  }

  fits(mask: string): boolean {
    let fits = this.known.get(mask);
    if (fits === undefined) {
      const list = new MaskList();
      list.add({ mask, by: '', at: new Date(0) });
      this.known.set(mask, (fits = list.fits(this.subject, false)));
    }
    return fits;
  }
}

/** What of a span a place was open to somebody. */
export function openTo(reader: Reader, span: Span, restrictions: readonly Restriction[]): Span[] {
  const untilOf = ({ until = span.until }: Restriction): number => until;
  const exceptions = restrictions.filter(({ kind, mask }) => kind === 'e' && reader.fits(mask));
  let open: Span[] = [span];
  for (const restriction of restrictions) {
    if (!keepsOut(restriction, reader)) continue;
    let closed: Span[] = [{ since: restriction.since - 1, until: untilOf(restriction) }];
    if (restriction.kind === 'b') for (const exception of exceptions) closed = without(closed, exception.since, untilOf(exception));
    for (const { since, until } of closed) open = without(open, since + 1, until);
  }
  return open;
}

function keepsOut({ kind, mask }: Restriction, reader: Reader): boolean {
  switch (kind) {
    case 'closed':
      return true;
    case 'registered':
      return !reader.isRegistered;
    case 'b':
      return reader.fits(mask);
    case 'e':
      return false;
  }
}

function restrictionsOf(room: Room): [kind: Kind, mask: string][] {
  const masks = (['b', 'e'] as const).flatMap((kind) => [...room.lists[kind]].filter(({ mask }) => !isMute(mask)).map(({ mask }): [Kind, string] => [kind, mask]));
  const isClosed = room.key !== undefined || room.flags.has('i') || room.flags.has('s');
  return [...(isClosed ? [['closed', ''] as [Kind, string]] : []), ...(room.flags.has('R') ? [['registered', ''] as [Kind, string]] : []), ...masks];
}
