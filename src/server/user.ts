import { formatSource } from '../shared/source';
import type { Client } from './client';
import type { Sender } from './delivery';
import type { Room } from './room';

/** The modes of a person: bot, invisible, operator, registered messages only, server notices, wallops. */
export const userModes = ['B', 'R', 'i', 'o', 's', 'w'] as const;
export type UserMode = (typeof userModes)[number];

/** Somebody who is registered. */
export class User implements Sender {
  readonly rooms = new Set<Room>();
  /** The rooms that they were invited to and have not joined since. */
  readonly invitations = new Set<Room>();
  readonly connectedAt = new Date();
  /** When they last said something, in ms since 1970. */
  lastActive = Date.now();
  /** The name of the server operator that they are (OPER), with its rights. */
  operator: string | undefined;
  /** The user modes that are on. Source: https://modern.ircdocs.horse/#user-modes */
  readonly modes = new Set<UserMode>();
  /** The last round that reached this user; see `announce` in room.ts. */
  lastRound = 0;
  private cachedSource: string | undefined;
  private currentAway: string | undefined;
  private currentAccount: string | undefined;
  private currentAccountId: number | undefined;

  constructor(
    /** The connection; another one once somebody has come back: see `Presences`. */
    public client: Client,
    private currentNick: string,
    readonly username: string,
    private currentRealname: string,
    private currentHost: string,
  ) {}

  get nick(): string {
    return this.currentNick;
  }

  set nick(nick: string) {
    const { users } = this.client.server;
    const old = this.currentNick;
    users.past.remember(this);
    this.currentNick = nick;
    this.cachedSource = undefined;
    for (const room of this.rooms) room.forgetNames();
    users.renamed(this, old);
    this.noteChange();
  }

  get realname(): string {
    return this.currentRealname;
  }

  set realname(realname: string) {
    this.currentRealname = realname;
    this.noteChange();
  }

  /** The reason, while they are away. */
  get away(): string | undefined {
    return this.currentAway;
  }

  set away(reason: string | undefined) {
    this.currentAway = reason;
    this.noteChange();
  }

  /** The account that they are logged in to, as its owner wrote it. */
  get account(): string | undefined {
    return this.currentAccount;
  }

  set account(account: string | undefined) {
    this.noteChange();
    for (const room of this.rooms) room.journal?.left(room, this);
    this.currentAccount = account;
    this.currentAccountId = account === undefined ? undefined : this.client.server.accounts.find(account)?.id;
    for (const room of this.rooms) room.journal?.entered(room, this);
    this.noteChange();
  }

  /** What tells their account from an earlier one of the same name: see `Account.id`. */
  get accountId(): number | undefined {
    return this.currentAccountId;
  }

  /** Where others see them come from. To change it, see `changeHost`. */
  get host(): string {
    return this.currentHost;
  }

  set host(host: string) {
    this.currentHost = host;
    this.cachedSource = undefined;
    this.noteChange();
  }

  /** To be called when something has changed that they find again after their connection was lost: see `Presences`. */
  noteChange(): void {
    this.client.server.presences.note(this);
  }

  /** `nick!user@host` */
  get source(): string {
    this.cachedSource ??= formatSource(this.currentNick, this.username, this.currentHost);
    return this.cachedSource;
  }

  get isBot(): boolean {
    return this.modes.has('B');
  }

  get isInvisible(): boolean {
    return this.modes.has('i');
  }

  sharesRoomWith(other: User): boolean {
    for (const room of this.rooms) if (other.rooms.has(room)) return true;
    return false;
  }
}
