import { foldUnicode } from '../../shared/casemap';
import { RateLimit } from '../accounts/rate-limit';
import { capabilityBits } from '../capabilities';
import type { Client } from '../client';
import { Event } from '../delivery';
import type { Room } from '../room';
import type { Server } from '../server';
import { inLine } from '../store/checked-rows';
import type { Statement } from '../store/database';
import { metadataTargetOf } from '../store/rooms';
import type { User } from '../user';

/** What is known of one person or room, by key in lower case. */
export type Values = ReadonlyMap<string, string>;

/** A person or a room. */
export type Target = { readonly kind: 'user'; readonly user: User } | { readonly kind: 'room'; readonly room: Room };

const nothing: Values = new Map();

/** Accounts whose values are held in memory; the others are read when they are asked for. */
const maxHeld = 2000;

/** The most keys of one person or room. */
export const maxKeys = 50;
/** The most keys that a client can subscribe to. */
export const maxSubscriptions = 50;
/** The longest value, in bytes: it must fit into one line with everything around it. */
export const maxValueLength = 300;
/** Changes a minute of one person. */
const changesPerMinute = 30;

/** Whether a text is a key. Source: https://ircv3.net/specs/extensions/metadata#keys-and-values */
export function isKey(key: string): boolean {
  return /^[a-z0-9_.-][a-z0-9_.:-]{0,63}$/i.test(key);
}

/**
 * What people tell of themselves and operators of their rooms: a homepage, a picture, a colour. What belongs to an
 * account or to a room that is kept outlives the server, the rest goes with the person or the room.
 * Source: https://ircv3.net/specs/extensions/metadata
 */
export class Metadata {
  /** How often each person changes something. */
  readonly changes = new RateLimit(() => changesPerMinute, 60_000);
  private readonly accounts = new Map<string, Map<string, string>>();
  private readonly users = new WeakMap<User, Map<string, string>>();
  private readonly rooms = new WeakMap<Room, Map<string, string>>();
  private readonly subscriptions = new WeakMap<Client, Set<string>>();
  private readonly statements: Readonly<Record<keyof typeof queries, Statement>>;

  constructor(private readonly server: Server) {
    const compiled = Object.entries(queries).map(([name, sql]) => [name, server.database.prepare(sql)]);
    this.statements = Object.fromEntries(compiled) as Record<keyof typeof queries, Statement>;
    server.accounts.onDrop(({ key }) => {
      server.database.ifLost(() => this.accounts.delete(key));
      server.database.write(this.statements.clear, accountTarget(key));
      this.accounts.delete(key);
      return undefined;
    });
  }

  of(target: Target): Values {
    if (target.kind === 'user' && target.user.account === undefined) return this.users.get(target.user) ?? nothing;
    return this.valuesOf(target);
  }

  /** Sets a value, and tells those who asked for it. False where there are too many keys. @throws NotStoredError; nothing has changed then */
  set(target: Target, key: string, value: string, by: User): boolean {
    const values = this.valuesOf(target);
    if (!values.has(key) && values.size >= maxKeys) return false;
    this.keep(target, [key], value);
    values.set(key, value);
    this.publish(target, key, value, by);
    return true;
  }

  /** Writes down, with this turn's commit, what was told of a room before it became one that outlives the server. */
  keepRoom(room: Room): void {
    for (const [key, value] of this.rooms.get(room) ?? nothing) this.server.database.write(this.statements.keep, metadataTargetOf(room.name), key, value);
  }

  /** Removes values, all or none, and tells those who asked for them. @throws NotStoredError; nothing has changed then */
  remove(target: Target, keys: readonly string[], by: User): void {
    const values = this.valuesOf(target);
    this.keep(target, keys, undefined);
    for (const key of keys) {
      values.delete(key);
      this.publish(target, key, undefined, by);
    }
  }

  /** The keys that a client wants to hear of. */
  subscriptionsOf(client: Client): Set<string> {
    let keys = this.subscriptions.get(client);
    if (keys === undefined) this.subscriptions.set(client, (keys = new Set()));
    return keys;
  }

  /** Whether a client hears of a key. */
  private isSubscribed(client: Client, key: string): boolean {
    return (client.capabilities & capabilityBits['draft/metadata-2']) !== 0 && this.subscriptions.get(client)?.has(key) === true;
  }

  /** What somebody who comes into a room shows to those who asked for it. */
  introduce(user: User, room: Room): void {
    if (!room.maySpeak(user)) return;
    for (const [key, value] of this.of({ kind: 'user', user })) {
      const event = metadataEvent(this.server.name, user.nick, key, value);
      for (const member of room.members) if (member !== user && this.isSubscribed(member.client, key)) member.client.deliver(event);
    }
  }

  /**
   * Hands the change once to everybody who asked for the key and is in a room with what it is about, or watches the
   * person (MONITOR). Whoever made it has its reply. Source: https://ircv3.net/specs/extensions/metadata#notifications
   */
  private publish(target: Target, key: string, value: string | undefined, by: User): void {
    if (target.kind === 'room') {
      this.hand(target.room.members, metadataEvent(by.source, target.room.name, key, value), key, by);
      return;
    }
    const { account } = target.user;
    // What belongs to an account is seen at all who are logged in to it.
    const about = account === undefined ? [target.user] : [...this.server.users].filter(({ client }) => client.isLoggedInTo(foldUnicode(account)));
    const { monitor } = this.server.users;
    for (const user of about) {
      const witnesses = new Set<User>();
      for (const room of user.rooms) for (const member of room.members) witnesses.add(member);
      for (const watcher of monitor.watchersOf(user.nick)) if (watcher.user !== undefined) witnesses.add(watcher.user);
      // Where they may not speak, their other connections do not speak for them.
      if (value !== undefined) for (const room of user.rooms) if (!room.maySpeak(user)) for (const member of room.members) witnesses.delete(member);
      witnesses.add(user);
      this.hand(witnesses, metadataEvent(by.source, user.nick, key, value), key, by);
    }
  }

  private hand(recipients: Iterable<User>, event: Event, key: string, by: User): void {
    for (const user of recipients) if (user !== by && this.isSubscribed(user.client, key)) user.client.deliver(event);
  }

  private valuesOf(target: Target): Map<string, string> {
    if (target.kind === 'room') {
      let values = this.rooms.get(target.room);
      if (values === undefined) this.rooms.set(target.room, (values = this.loadRoom(target.room)));
      return values;
    }
    const { user } = target;
    if (user.account !== undefined) {
      const key = foldUnicode(user.account);
      let values = this.accounts.get(key);
      if (values === undefined) this.accounts.set(key, (values = this.load(accountTarget(key))));
      const [oldest] = this.accounts.keys();
      if (this.accounts.size > maxHeld && oldest !== undefined) this.accounts.delete(oldest);
      return values;
    }
    let values = this.users.get(user);
    if (values === undefined) this.users.set(user, (values = new Map<string, string>()));
    return values;
  }

  /** A room that is not kept begins with nothing, even if one of the same name was kept once. */
  private loadRoom(room: Room): Map<string, string> {
    const target = metadataTargetOf(room.name);
    const values = this.load(target);
    if (room.isKept || values.size === 0) return values;
    const { database } = this.server;
    database.attempt(() => void database.write(this.statements.clear, target));
    return new Map();
  }

  private load(target: string): Map<string, string> {
    const values = new Map<string, string>();
    for (const row of this.statements.load.all(target)) {
      if (typeof row === 'object' && row !== null && 'key' in row && 'value' in row && isKey(String(row.key))) values.set(String(row.key), inLine(String(row.value)));
      else this.server.database.damage.report('metadata', target, 'a key is none');
    }
    return values;
  }

  private keep(target: Target, keys: readonly string[], value: string | undefined): void {
    const { database } = this.server;
    const name = target.kind === 'room' ? metadataTargetOf(target.room.name) : accountTarget(foldUnicode(target.user.account ?? ''));
    if (target.kind === 'room' ? !target.room.isKept : target.user.account === undefined) return;
    database.store(() => {
      for (const key of keys) {
        if (value === undefined) database.write(this.statements.remove, name, key);
        else database.write(this.statements.keep, name, key, value);
      }
    });
  }
}

const queries = {
  load: 'SELECT key, value FROM metadata WHERE target = ?',
  keep: 'REPLACE INTO metadata (target, key, value) VALUES (?, ?, ?)',
  remove: 'DELETE FROM metadata WHERE target = ? AND key = ?',
  clear: 'DELETE FROM metadata WHERE target = ?',
} as const;

const accountTarget = (key: string): string => `account ${key}`;

/** Source: https://ircv3.net/specs/extensions/metadata#metadata-server-message */
export function metadataEvent(source: string, target: string, key: string, value: string | undefined): Event {
  const params = value === undefined ? [target, key, '*'] : [target, key, '*', value];
  return new Event({ source, verb: 'METADATA', params, only: capabilityBits['draft/metadata-2'] });
}
