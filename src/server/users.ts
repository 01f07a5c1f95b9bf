import { foldUnicode } from '../shared/casemap';
import { Numeric, type NumericCode } from '../shared/numerics';
import { Event } from './delivery';
import { Monitor } from './monitor';
import { PastUsers } from './past-users';
import type { User, UserMode } from './user';

/** Everybody who is registered, with the counts that each newcomer is told. */
export class Users {
  private readonly all = new Set<User>();
  private invisibleCount = 0;
  private operatorCount = 0;
  private highest = 0;
  /** Who watches which names. */
  readonly monitor = new Monitor();
  /** Those who have left, and names that were given up. */
  readonly past: PastUsers;

  /** @param maxPast the most that {@link past} remembers, asked for each time */
  constructor(maxPast: () => number) {
    this.past = new PastUsers(maxPast);
  }

  /** How many there are. */
  get count(): number {
    return this.all.size;
  }

  /** How many of them are invisible (`+i`). */
  get invisible(): number {
    return this.invisibleCount;
  }

  /** How many of them are server operators. */
  get operators(): number {
    return this.operatorCount;
  }

  /** The most at one time. */
  get most(): number {
    return this.highest;
  }

  [Symbol.iterator](): IterableIterator<User> {
    return this.all.values();
  }

  add(user: User): void {
    this.all.add(user);
    this.highest = Math.max(this.highest, this.all.size);
    for (const mode of user.modes) this.tally(mode, 1);
    this.tellWatchers(Numeric.RPL_MONONLINE, user, user.nick, user.source);
  }

  /** To be called when somebody has a new name. */
  renamed(user: User, old: string): void {
    if (foldUnicode(old) === foldUnicode(user.nick)) return;
    this.tellWatchers(Numeric.RPL_MONOFFLINE, user, old, old);
    this.tellWatchers(Numeric.RPL_MONONLINE, user, user.nick, user.source);
  }

  remove(user: User): void {
    if (!this.all.delete(user)) return;
    for (const mode of user.modes) this.tally(mode, -1);
    this.past.remember(user);
    this.monitor.clear(user.client);
    this.tellWatchers(Numeric.RPL_MONOFFLINE, user, user.nick, user.nick);
  }

  /** Switches a user mode; returns whether that changed anything. */
  setMode(user: User, mode: UserMode, on: boolean): boolean {
    if (user.modes.has(mode) === on) return false;
    if (on) user.modes.add(mode);
    else user.modes.delete(mode);
    if (this.all.has(user)) this.tally(mode, on ? 1 : -1);
    user.noteChange();
    return true;
  }

  /** Source: https://ircv3.net/specs/extensions/monitor */
  private tellWatchers(code: NumericCode, about: User, name: string, shown: string): void {
    const source = about.client.server.name;
    for (const client of this.monitor.watchersOf(name)) {
      client.deliver(new Event({ source, verb: code, params: [client.displayNick, shown] }));
    }
  }

  private tally(mode: UserMode, by: 1 | -1): void {
    if (mode === 'i') this.invisibleCount += by;
    if (mode === 'o') this.operatorCount += by;
  }
}
