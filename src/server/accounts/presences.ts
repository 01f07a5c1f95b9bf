import { PassThrough } from 'node:stream';
import { foldUnicode } from '../../shared/casemap';
import { Client } from '../client';
import { announceAway } from '../commands/away';
import type { Room } from '../room';
import type { Server } from '../server';
import { NotStoredError } from '../store/not-stored';
import { User } from '../user';
import type { KeptPresence, PresenceStore } from './presence-store';
import { RateLimit } from './rate-limit';

/** After how long nobody is waited for any more, in ms. */
export const longestAbsence = 30 * 86_400_000;
/** How often those who have been away too long are looked for, in ms. */
const sweepInterval = 3_600_000;
/** How often a program that is there may lose its place to another one in the time of {@link contestTime}. */
const maxContests = 3;
/** In ms. */
const contestTime = 600_000;
/** What others see while the connection is lost. */
const absentReason = 'Not connected';

const nothing: ReadonlySet<Room> = new Set();

interface Absent {
  readonly user: User;
  /** When the connection was lost, in ms since 1970. */
  readonly since: number;
}

/**
 * Those who asked to stay when their connection is lost: they keep their name and their rooms, marked as away, until
 * they come back by logging in to their account. One for each account: while somebody is there by another connection
 * under the account's own name, a second one leaves like everybody else. Where they are is written down with the turn
 * in which it changes, so that it outlives any end of the server.
 * Source: https://github.com/ircv3/ircv3-specifications/pull/503
 */
export class Presences {
  /** By the account's key: how often a program that was there has lost its place to another one of late. */
  readonly contested = new RateLimit(() => maxContests, contestTime);
  /** By the account's key. */
  private readonly absent = new Map<string, Absent>();
  /** The keys of which somebody has changed in this turn. */
  private readonly changed = new Set<string>();
  /** The keys with a row in the store, and the rooms that are kept for them. */
  private readonly written = new Map<string, ReadonlySet<Room>>();
  private readonly timer: NodeJS.Timeout;
  private isClosed = false;

  constructor(
    private readonly server: Server,
    private readonly store: PresenceStore,
  ) {
    server.database.onLost(() => this.writeAgain());
    server.database.beforeCommit({ isWaiting: () => this.changed.size > 0, write: () => this.writeChanges() });
    this.timer = server.faults.every(sweepInterval, () => server.pause.run(() => this.expire()));
    this.timer.unref();
    server.accounts.onDrop(({ key }) => () => this.end(key, 'The name was given up'));
  }

  /** How many have no connection now. */
  get count(): number {
    return this.absent.size;
  }

  /** Whoever waits for the owner of an account to come back. */
  find(key: string): User | undefined {
    return this.absent.get(key)?.user;
  }

  /** To be called when something of somebody has changed that they would find again. */
  note({ account }: User): void {
    if (account !== undefined) this.noteKey(foldUnicode(account));
  }

  /** Keeps the place of somebody whose connection is lost. @returns false where they leave */
  keep(user: User): boolean {
    const key = foldUnicode(user.account ?? '');
    if (this.absent.has(key) || this.staying(key) !== user) return false;
    // Where they are is written down.
    if (this.isClosed) return true;
    this.absent.set(key, { user, since: Date.now() });
    this.server.users.monitor.clear(user.client);
    this.layDownRights(user);
    if (user.away === undefined) {
      user.away = absentReason;
      if (!this.server.isStopping) announceAway(user);
    }
    this.note(user);
    return true;
  }

  /** To be called when somebody has, or is about to have, another connection: see `takeOver`. */
  comesBack(user: User): void {
    const key = foldUnicode(user.account ?? '');
    if (this.find(key) === user) this.forget(key);
    this.layDownRights(user);
  }

  /** Whether somebody is away only because they have no connection. */
  isAbsentReason(reason: string | undefined): boolean {
    return reason === absentReason;
  }

  /** Waits no longer for the owner of an account; others are told that they left. */
  end(key: string, reason: string): void {
    const user = this.find(key);
    if (user === undefined) return;
    this.forget(key);
    user.client.depart(reason);
  }

  /** Takes somebody out of the books who leaves in another way, such as by KILL. */
  forget(key: string): void {
    if (this.absent.delete(key)) this.noteKey(key);
  }

  /** Puts those who were absent when the server stopped, or were there when it was killed, where they were. */
  restore(): void {
    const all = this.store.all();
    for (const kept of all) {
      const { account: key } = kept;
      // Whoever left under a clock that was ahead does not stay for longer by that.
      const since = Math.min(kept.since ?? Infinity, Date.now());
      const account = this.server.accounts.find(key);
      const isOver = (Date.now() - since > longestAbsence && this.server.clock.mayDelete()) || account?.persistence !== 'ON';
      const user = isOver ? undefined : this.revive({ ...kept, account: account.name });
      if (user !== undefined) this.absent.set(key, { user, since });
      this.keepRooms(key, user?.rooms ?? nothing);
      this.noteKey(key);
    }
    for (const { account, invitations } of all) {
      const user = this.find(account);
      for (const name of invitations) if (user !== undefined) this.server.rooms.find(name)?.invite(user);
    }
  }

  /** Whether somebody's place is written down, so that they find it again however the server ends. */
  isKept(user: User): boolean {
    const key = foldUnicode(user.account ?? '');
    return (this.find(key) ?? this.staying(key)) === user;
  }

  /** Nobody is kept after that. */
  close(): void {
    clearInterval(this.timer);
    this.isClosed = true;
  }

  private noteKey(key: string): void {
    if (this.isClosed) return;
    this.changed.add(key);
    this.server.database.wake();
  }

  private writeChanges(): void {
    const changed = [...this.changed];
    this.changed.clear();
    for (const key of changed) {
      try {
        this.writeChange(key);
      } catch (error) {
        if (error instanceof NotStoredError) throw error;
        // Of one person, and no concern of what others say in this turn.
        this.server.log.error({ err: error, account: key }, 'where somebody stays could not be written down; please report it');
      }
    }
  }

  private writeChange(key: string): void {
    const absent = this.server.accounts.find(key) === undefined ? undefined : this.absent.get(key);
    const user = absent?.user ?? this.staying(key);
    if (user !== undefined) {
      this.store.save(key, user, absent?.since);
      this.keepRooms(key, user.rooms);
    } else if (this.written.has(key)) {
      this.store.remove(key);
      this.keepRooms(key, nothing);
      this.written.delete(key);
    }
  }

  /** The rooms of somebody who stays outlive the server as they are, whoever they belong to. */
  private keepRooms(key: string, rooms: ReadonlySet<Room>): void {
    const before = this.written.get(key) ?? nothing;
    this.written.set(key, new Set(rooms));
    for (const room of before) if (!rooms.has(room)) this.server.rooms.setKeptFor(room, key, false);
    for (const room of rooms) {
      if (before.has(room)) continue;
      this.server.rooms.setKeptFor(room, key, true);
      this.server.metadata.keepRoom(room);
    }
  }

  /** What was last written may not be in the file: all of it is written with the next commit. */
  private writeAgain(): void {
    if (this.isClosed) return;
    for (const key of this.written.keys()) {
      this.written.set(key, nothing);
      this.changed.add(key);
    }
  }

  /** Whose place would be kept: of an account's connections the one with the account's name, or the only one. */
  staying(key: string): User | undefined {
    if (this.server.accounts.find(key)?.persistence !== 'ON') return undefined;
    const owner = this.server.names.find(key)?.user;
    if (owner?.client.isLoggedInTo(key) === true) return owner;
    const [only, ...others] = [...this.server.users].filter(({ client }) => client.isLoggedInTo(key));
    return others.length === 0 ? only : undefined;
  }

  /** Who comes back has shown the password of the account, not that of an operator. */
  private layDownRights(user: User): void {
    user.operator = undefined;
    for (const mode of ['o', 's'] as const) this.server.users.setMode(user, mode, false);
  }

  private revive(kept: KeptPresence): User | undefined {
    const { server } = this;
    const stream = new PassThrough();
    const client = new Client(server, { stream, address: kept.host, isSecure: false, certificateFingerprint: undefined });
    client.markAbsent();
    client.connection.destroy();
    if (!server.names.claim(kept.nick, client)) return undefined;
    const user = new User(client, kept.nick, kept.username, kept.realname, kept.host);
    user.account = kept.account;
    user.away = kept.away ?? absentReason;
    client.user = user;
    server.users.add(user);
    for (const mode of kept.modes) server.users.setMode(user, mode, true);
    for (const { name, rank } of kept.rooms) {
      const room = server.rooms.find(name) ?? server.rooms.open(name);
      room.add(user);
      // The first who is put back is not the operator for that.
      room.setRank(user, ~rank, false);
      room.setRank(user, rank, true);
    }
    return user;
  }

  private expire(): void {
    if (!this.server.clock.mayDelete()) return;
    for (const [key, { since }] of this.absent) if (Date.now() - since > longestAbsence) this.end(key, 'Not connected for 30 days');
  }
}
