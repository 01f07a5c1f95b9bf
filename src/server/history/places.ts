import { foldUnicode } from '../../shared/casemap';
import type { Account } from '../accounts/account';
import type { Room } from '../room';
import type { Database, Statement } from '../store/database';
import type { User } from '../user';
import { accountOf, identitiesOf, identityOf, identityOfAccount, type Identity } from './identity';
import type { Row } from './rows';
import { nextSequence } from './sequence';
import type { PlaceId } from './store';

/** A place that somebody may read. */
export interface ReadablePlace {
  readonly id: PlaceId;
  /** What is older is not theirs to read. */
  readonly since: number;
}

/** A private conversation as one of the two sees it. */
export interface Conversation {
  readonly id: PlaceId;
  readonly peer: Identity;
  /** The other's name when they last wrote to each other. */
  readonly nick: string;
}

interface RoomPlace {
  readonly id: PlaceId;
  readonly since: number;
  isClosed: boolean;
  /** How often writing had failed when it was looked at. */
  readonly losses: number;
}

/** How many conversations' numbers are kept in memory, and how many of a person's are ever looked at. */
const maxKept = 10_000;
const maxConversations = 1000;

const keyOf = (one: Identity, other: Identity): string => [one, other].sort().join(' ');

/**
 * The places of the history by number, so that a rename is one update.
 *
 * Who may read what:
 * - A room: its members, from its beginning; who joins later sees what was said before, as in any group chat. But an
 *   unowned room that was closed (invited people only, a key, secret) ends when the last member leaves: who opens a
 *   room of that name later sees nothing of the earlier one.
 * - A private conversation: the two who wrote to each other, see {@link Identity}.
 */
export class Places {
  private readonly byRoom = new WeakMap<Room, RoomPlace>();
  private readonly byKey = new Map<string, PlaceId>();
  private losses = 0;
  private readonly select: Statement;
  private readonly insert: Statement;
  private readonly close: Statement;
  private readonly participate: Statement;
  private readonly conversationsWith: Statement;

  constructor(private readonly database: Database) {
    // The number of a place that was not written down goes to the next place: what is said here must not be read there.
    database.onLost(() => {
      this.losses++;
      this.byKey.clear();
    });
    this.select = database.prepare('SELECT id, since, closed FROM places WHERE key = ?').raw();
    this.insert = database.prepare('INSERT INTO places (key, name) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.close = database.prepare('UPDATE places SET closed = ? WHERE id = ?');
    this.participate = database.prepare(
      'INSERT INTO participants (identity, place, peer, nick, nick_key) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET nick = excluded.nick, nick_key = excluded.nick_key',
    );
    this.conversationsWith = database
      .prepare(`SELECT place, peer, nick FROM participants WHERE identity = ? ORDER BY place DESC LIMIT ${maxConversations}`)
      .raw();
  }

  /** The place of a room, made where there is none. */
  ofRoom(room: Room): ReadablePlace {
    return this.roomPlace(room);
  }

  /** Notes whether strangers could have come in: what {@link ofRoom} decides by when the room is opened anew. */
  noteModes(room: Room): void {
    const place = this.roomPlace(room);
    const closed = isClosed(room);
    if (place.isClosed === closed) return;
    place.isClosed = closed;
    this.database.write(this.close, closed ? 1 : 0, place.id);
  }

  /** A room has another name: one update. What an earlier room of the new name left behind is for the retention to remove. */
  rename(room: Room, name: string): void {
    const { id } = this.roomPlace(room);
    const key = foldUnicode(name);
    const inTheWay = this.find(key);
    if (inTheWay !== undefined && inTheWay.id !== id) {
      const away = this.database.prepare('UPDATE places SET key = ?, since = ? WHERE id = ?');
      this.database.write(away, `gone ${inTheWay.id}`, nextSequence(), inTheWay.id);
    }
    this.database.write(this.database.prepare('UPDATE places SET key = ?, name = ? WHERE id = ?'), key, name, id);
  }

  /** The place of what two people write to each other as they are now, made where there is none. */
  ofConversation(one: User, other: User): PlaceId {
    const [first, second] = [identityOf(one), identityOf(other)];
    const key = `${keyOf(first, second)} ${one.nick} ${other.nick}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const { id } = this.open(keyOf(first, second), '');
    this.database.write(this.participate, first, id, second, other.nick, foldUnicode(other.nick));
    if (first !== second) this.database.write(this.participate, second, id, first, one.nick, foldUnicode(one.nick));
    if (this.byKey.size >= maxKept) this.byKey.clear();
    this.byKey.set(key, id);
    return id;
  }

  /** The conversations that somebody may read, the newest first. */
  conversationsOf(user: User): Conversation[] {
    const rows = identitiesOf(user).flatMap((identity) => this.conversationsWith.all(identity) as Row[]);
    return rows.map(([place, peer, nick]) => ({ id: Number(place), peer: String(peer), nick: String(nick) }));
  }

  /**
   * The conversations that somebody had with whom they now call `nick`: with the person who has the name now, with the
   * account of that name, and with people who were not logged in and had the name then. An account that somebody else
   * used under this name is another person as long as the name is somebody's.
   */
  conversationsWithNick(user: User, nick: string, owner: User | undefined, account: Account | undefined): Conversation[] {
    const key = foldUnicode(nick);
    const ofAccount = account === undefined ? [] : [identityOfAccount(account.id)];
    const theirs = new Set<Identity>([...(owner === undefined ? [] : identitiesOf(owner)), ...ofAccount]);
    return this.conversationsOf(user).filter((conversation) => {
      if (theirs.has(conversation.peer)) return true;
      if (foldUnicode(conversation.nick) !== key) return false;
      return accountOf(conversation.peer) === undefined || owner === undefined;
    });
  }

  private roomPlace(room: Room): RoomPlace {
    const known = this.byRoom.get(room);
    if (known?.losses === this.losses) return known;
    const { id, since, closed } = this.open(foldUnicode(room.name), room.name);
    const isSealed = known === undefined && closed && !room.isKept;
    const place = { id, since: isSealed ? nextSequence() : (known?.since ?? since), isClosed: isClosed(room), losses: this.losses };
    if (place.since !== since) this.database.write(this.database.prepare('UPDATE places SET since = ? WHERE id = ?'), place.since, id);
    if (place.isClosed !== closed) this.database.write(this.close, place.isClosed ? 1 : 0, id);
    this.byRoom.set(room, place);
    return place;
  }

  private open(key: string, name: string): { id: PlaceId; since: number; closed: boolean } {
    const known = this.find(key);
    if (known !== undefined) return known;
    this.database.write(this.insert, key, name);
    const made = this.find(key);
    if (made === undefined) throw new Error('a place of the history could not be made');
    return made;
  }

  private find(key: string): { id: PlaceId; since: number; closed: boolean } | undefined {
    const [row] = this.select.all(key) as Row[];
    return row === undefined ? undefined : { id: Number(row[0]), since: Number(row[1]), closed: Number(row[2]) === 1 };
  }
}

/** Whether strangers cannot simply come in. */
function isClosed(room: Room): boolean {
  return room.key !== undefined || room.flags.has('i') || room.flags.has('s');
}
