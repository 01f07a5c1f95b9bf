import { foldUnicode } from '../../shared/casemap';
import type { Accounts } from '../accounts/accounts';
import type { Room } from '../room';
import type { Database } from '../store/database';
import type { User } from '../user';
import { identityOfAccount } from './identity';
import type { Row } from './rows';

/** The most read markers of one person; past it the oldest goes. */
const maxMarkers = 1000;

/**
 * Up to where people have read: of an account it outlives the server, of somebody who is not logged in it ends with
 * their stay. Source: https://ircv3.net/specs/extensions/read-marker
 */
export class ReadMarkers {
  private readonly ofStays = new WeakMap<User, Map<string, number>>();

  constructor(
    private readonly database: Database,
    accounts: Accounts,
  ) {
    const forget = database.prepare('DELETE FROM read_markers WHERE owner = ?');
    accounts.onDrop(({ id }) => void database.write(forget, identityOfAccount(id)));
  }

  /** In ms since 1970; undefined where nothing was read yet. */
  find(user: User, target: string): number | undefined {
    const key = foldUnicode(target);
    if (user.accountId === undefined) return this.ofStays.get(user)?.get(key);
    const select = this.database.prepare('SELECT time FROM read_markers WHERE owner = ? AND target = ?').raw();
    const [row] = select.all(identityOfAccount(user.accountId), key) as Row[];
    if (row === undefined) return undefined;
    const time = Number(row[0]);
    if (!Number.isNaN(new Date(time).getTime())) return time;
    this.database.damage.report('read_markers', `${user.account ?? ''} ${key}`, 'its time is none');
    return undefined;
  }

  /** Moves a marker on; it never goes back. @returns where it is, and whether it moved */
  advance(user: User, target: string, time: number): { time: number; hasMoved: boolean } {
    const before = this.find(user, target);
    if (before !== undefined && before >= time) return { time: before, hasMoved: false };
    const key = foldUnicode(target);
    if (user.accountId === undefined) this.keepOfStay(user, key, time);
    else this.keepOfAccount(identityOfAccount(user.accountId), key, time);
    return { time, hasMoved: true };
  }

  /** A room has another name than the old one; those who were never in it do not learn that from a marker of theirs. */
  rename(old: string, room: Room): void {
    const [from, to] = [foldUnicode(old), foldUnicode(room.name)];
    if (from === to) return;
    const members = [...room.members].flatMap(({ accountId }) => (accountId === undefined ? [] : [identityOfAccount(accountId)]));
    const move = `UPDATE OR REPLACE read_markers SET target = ? WHERE target = ? AND owner IN
      (SELECT value FROM json_each(?) UNION SELECT identity FROM attendances WHERE place = (SELECT id FROM places WHERE key = ?))`;
    this.database.write(this.database.prepare(move), to, from, JSON.stringify(members), to);
    this.database.ifLost(() => this.move(room, to, from));
    this.move(room, from, to);
  }

  /** Moves the markers of those in a room who are not logged in. */
  private move(room: Room, from: string, to: string): void {
    for (const member of room.members) {
      const markers = this.ofStays.get(member);
      const time = markers?.get(from);
      if (time === undefined) continue;
      markers?.delete(from);
      markers?.set(to, time);
    }
  }

  private keepOfStay(user: User, key: string, time: number): void {
    const markers = this.ofStays.get(user) ?? new Map<string, number>();
    this.ofStays.set(user, markers);
    markers.delete(key);
    markers.set(key, time);
    const [oldest] = markers.keys();
    if (markers.size > maxMarkers && oldest !== undefined) markers.delete(oldest);
  }

  private keepOfAccount(owner: string, key: string, time: number): void {
    const { database } = this;
    database.write(database.prepare('REPLACE INTO read_markers (owner, target, time) VALUES (?, ?, ?)'), owner, key, time);
    const trim = `DELETE FROM read_markers WHERE owner = ? AND target IN
      (SELECT target FROM read_markers WHERE owner = ? ORDER BY time DESC LIMIT -1 OFFSET ${maxMarkers})`;
    database.write(database.prepare(trim), owner, owner);
  }
}
