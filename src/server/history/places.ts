import { foldUnicode } from '../../shared/casemap';
import type { Account } from '../accounts/account';
import type { Database, Statement } from '../store/database';
import type { User } from '../user';
import { accountOf, identitiesOf, identityOf, identityOfAccount, type Identity } from './identity';
import { wordFrom, type Row } from './rows';
import type { PlaceId } from './store';

/** A private conversation as one of the two sees it. */
export interface Conversation {
  readonly id: PlaceId;
  readonly peer: Identity;
  /** The other's name when they last wrote to each other. */
  readonly nick: string;
}

/** How many conversations' numbers are kept in memory, and how many of a person's are ever looked at. */
const maxKept = 10_000;
const maxConversations = 1000;

const keyOf = (one: Identity, other: Identity): string => [one, other].sort().join(' ');

/**
 * The places of private conversations, by number. Each is read by the two who wrote to each other, see {@link Identity}; those of
 * rooms are in {@link RoomPlaces}.
 */
export class Places {
  private readonly byKey = new Map<string, PlaceId>();
  private readonly select: Statement;
  private readonly insert: Statement;
  private readonly participate: Statement;
  private readonly conversationsWith: Statement;

  constructor(private readonly database: Database) {
    // The number of a place that was not written down goes to the next place: what is said here must not be read there.
    database.onLost(() => this.byKey.clear());
    this.select = database.prepare('SELECT id FROM places WHERE key = ?').raw();
    this.insert = database.prepare('INSERT INTO places (key, name) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.participate = database.prepare(
      'INSERT INTO participants (identity, place, peer, nick, nick_key) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET nick = excluded.nick, nick_key = excluded.nick_key',
    );
    this.conversationsWith = database
      .prepare(`SELECT place, peer, nick FROM participants WHERE identity = ? ORDER BY place DESC LIMIT ${maxConversations}`)
      .raw();
  }

  /** The place of what two people write to each other as they are now, made where there is none. */
  ofConversation(one: User, other: User): PlaceId {
    const [first, second] = [identityOf(one), identityOf(other)];
    const key = `${keyOf(first, second)} ${one.nick} ${other.nick}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const id = this.open(keyOf(first, second));
    this.database.write(this.participate, first, id, second, other.nick, foldUnicode(other.nick));
    if (first !== second) this.database.write(this.participate, second, id, first, one.nick, foldUnicode(one.nick));
    if (this.byKey.size >= maxKept) this.byKey.clear();
    this.byKey.set(key, id);
    return id;
  }

  /** The conversations that somebody may read, the newest first. */
  conversationsOf(user: User): Conversation[] {
    const rows = identitiesOf(user).flatMap((identity) => this.conversationsWith.all(identity) as Row[]);
    return rows.map(([place, peer, nick]) => ({ id: Number(place), peer: String(peer), nick: wordFrom(String(nick)) }));
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

  private open(key: string): PlaceId {
    const known = this.find(key);
    if (known !== undefined) return known;
    this.database.write(this.insert, key, '');
    const made = this.find(key);
    if (made === undefined) throw new Error('a place of the history could not be made');
    return made;
  }

  private find(key: string): PlaceId | undefined {
    const [row] = this.select.all(key) as Row[];
    return row === undefined ? undefined : Number(row[0]);
  }
}
