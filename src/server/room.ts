import { foldUnicode } from '../shared/casemap';
import { capabilityBits } from './capabilities';
import { Event, type Deliverable } from './delivery';
import { listModes, MaskList, type ListMode, type Subject } from './mask-list';
import { NamePages } from './name-pages';
import { highestOf, prefixesOf, Rank } from './ranks';
import type { Unconfirmed } from './unconfirmed';
import type { User } from './user';

/**
 * The modes that are on or off: C no CTCP but actions, M only registered people speak, Q nobody is forwarded here,
 * R only registered people join, i invited people only, m only those with a rank speak, n nobody speaks from outside,
 * s secret, t only operators set the topic. Source: https://modern.ircdocs.horse/#channel-modes
 */
export const flagModes = ['C', 'M', 'Q', 'R', 'i', 'm', 'n', 's', 't'] as const;
export type FlagMode = (typeof flagModes)[number];

export function isFlagMode(letter: string): letter is FlagMode {
  return (flagModes as readonly string[]).includes(letter);
}

/**
 * Why somebody may not speak in a room: they are banned or muted, it wants people with a rank (`+m`) or with an account
 * (`+M`), or they are not in it (`+n`).
 */
export type Silence = 'accounts' | 'banned' | 'moderated' | 'outside';

export interface Topic {
  readonly text: string;
  /** Who set it, as a source. */
  readonly by: string;
  readonly at: Date;
}

/** An account with a rank in an owned room. */
export interface Trusted {
  readonly account: string;
  /** One bit of {@link Rank}. */
  readonly rank: number;
}

/** Whom a room belongs to, and who has a rank in it whenever they come. */
export interface Ownership {
  readonly founder: string;
  readonly registeredAt: Date;
  /** By folded account; the founder is not in it. */
  readonly trusted: Map<string, Trusted>;
}

/** What a room keeps of each member. */
interface Member {
  rank: number;
  /** What {@link silenced} was worked out from. */
  version: number;
  source: string;
  account: string | undefined;
  silenced: boolean;
}

/** Who writes down what happens in a room. */
export interface Journal {
  /**
   * @returns what is written down with this turn's commit and must not be shown to anybody otherwise
   * @throws NotStoredError where that has failed already
   */
  inRoom(room: Room, happening: Deliverable): Unconfirmed | undefined;
  /** Somebody is in a room from now on, or as another account. */
  entered(room: Room, user: User): void;
  /** Somebody is no longer in it, or no longer as the account that they still have. */
  left(room: Room, user: User): void;
}

/** How names are asked for: NAMES lines are kept per form. */
export interface NamesForm {
  /** Source: https://ircv3.net/specs/extensions/multi-prefix */
  readonly allPrefixes: boolean;
  /** Source: https://ircv3.net/specs/extensions/userhost-in-names */
  readonly withHost: boolean;
  /** The most bytes of names in one line. */
  readonly limit: number;
}

interface KeptNames {
  readonly form: NamesForm;
  readonly pages: NamePages;
}

/**
 * A channel on the wire. Everything that its members are to see goes through {@link publish}: one door, one order.
 */
export class Room {
  createdAt = new Date();
  topic: Topic | undefined;
  readonly flags: Set<FlagMode>;
  key: string | undefined;
  limit: number | undefined;
  /** The room that those who cannot come in are sent to. */
  forward: string | undefined;
  readonly lists: Readonly<Record<ListMode, MaskList>> = { b: new MaskList(), e: new MaskList(), I: new MaskList() };
  ownership: Ownership | undefined;
  /** Gets everything that all members see; none where no history is kept. */
  journal: Journal | undefined;
  /** Whether it waits for those who were in it before the server ended. */
  isAwaited = false;
  /** The accounts, by key, whose owners keep their place in it without a connection; they are members: see `Presences`. */
  readonly keptFor = new Set<string>();
  readonly invited = new Set<User>();
  private readonly byUser = new Map<User, Member>();
  private readonly names = new Map<number, KeptNames>();

  /** @param isShared whether it is the room that everybody is joined to: it belongs to the server's operators */
  constructor(
    public name: string,
    readonly isShared: boolean,
  ) {
    this.flags = new Set(isShared ? ['n'] : ['n', 't']);
  }

  /** Whether it stays when it is empty. */
  get staysEmpty(): boolean {
    return this.isShared || this.ownership !== undefined || this.isAwaited;
  }

  /** Whether it outlives the server, with its modes, lists and topic. */
  get isKept(): boolean {
    return this.staysEmpty || this.keptFor.size > 0;
  }

  get members(): IterableIterator<User> {
    return this.byUser.keys();
  }

  get size(): number {
    return this.byUser.size;
  }

  has(user: User): boolean {
    return this.byUser.has(user);
  }

  /** Remembers what outlives the server of it. @returns makes it so again */
  remember(): () => void {
    const { topic, key, limit, forward, ownership } = this;
    const flags = [...this.flags];
    const trusted = [...(ownership?.trusted ?? [])];
    const lists = listModes.map((kind) => [kind, [...this.lists[kind]]] as const);
    return () => {
      Object.assign(this, { topic, key, limit, forward, ownership });
      this.flags.clear();
      for (const flag of flags) this.flags.add(flag);
      ownership?.trusted.clear();
      for (const [account, rank] of trusted) ownership?.trusted.set(account, rank);
      for (const [kind, entries] of lists) this.lists[kind].reset(entries);
    };
  }

  /** The ranks of a member, as bits. */
  rankOf(user: User): number {
    return this.byUser.get(user)?.rank ?? 0;
  }

  /** The highest rank that somebody acts with: the shared room obeys the server's operators. */
  levelOf(user: User): number {
    const own = highestOf(this.rankOf(user));
    return this.isShared && user.operator !== undefined ? Math.max(own, Rank.operator) : own;
  }

  isOperator(user: User): boolean {
    return this.levelOf(user) >= Rank.operator;
  }

  /** Whether somebody keeps order here: kicks, bans, invites, sets the topic. */
  isModerator(user: User): boolean {
    return this.levelOf(user) >= Rank.halfOperator;
  }

  setRank(user: User, bit: number, on: boolean): void {
    const member = this.byUser.get(user);
    if (member === undefined) return;
    member.rank = on ? member.rank | bit : member.rank & ~bit;
    this.forgetNames();
    user.noteChange();
  }

  /** Puts somebody in; the first of a room that belongs to nobody is its operator. */
  add(user: User): void {
    const rank = this.size === 0 && !this.staysEmpty ? Rank.operator : 0;
    this.byUser.set(user, { rank, version: -1, source: '', account: undefined, silenced: false });
    user.rooms.add(this);
    for (const { form, pages } of this.names.values()) pages.add(this.nameOf(user, rank, form));
    this.journal?.entered(this, user);
    user.noteChange();
  }

  remove(user: User): void {
    this.byUser.delete(user);
    user.rooms.delete(this);
    this.forgetNames();
    this.journal?.left(this, user);
    user.noteChange();
  }

  /** Remembers that somebody may come in once. */
  invite(user: User): void {
    this.invited.add(user);
    user.invitations.add(this);
    user.noteChange();
  }

  forgetInvitation(user: User): void {
    if (!this.invited.delete(user)) return;
    user.invitations.delete(this);
    user.noteChange();
  }

  /** The rank that an account has here whenever it comes; 0 for none. */
  rankOfAccount(account: string | undefined): number {
    if (this.ownership === undefined || account === undefined) return 0;
    const key = foldUnicode(account);
    if (foldUnicode(this.ownership.founder) === key) return Rank.founder;
    return this.ownership.trusted.get(key)?.rank ?? 0;
  }

  /** Whether somebody is kept out. Source: https://modern.ircdocs.horse/#ban-channel-mode */
  isBanned(subject: Subject): boolean {
    return this.lists.b.fits(subject, false) && !this.lists.e.fits(subject, false);
  }

  /** Whether somebody may come in although the room is for invited people. */
  isInvited(user: User): boolean {
    return this.invited.has(user) || this.lists.I.fits(user, false);
  }

  /** Why a user may not speak here; undefined where they may. Source: https://modern.ircdocs.horse/#channel-modes */
  silenceOf(user: User): Silence | undefined {
    const member = this.byUser.get(user);
    if (member !== undefined && member.rank !== 0) return undefined;
    if (this.isShared && user.operator !== undefined) return undefined;
    if (member === undefined && this.flags.has('n')) return 'outside';
    if (member === undefined ? this.isSilenced(user) : this.isMemberSilenced(member, user)) return 'banned';
    if (this.flags.has('m')) return 'moderated';
    return this.flags.has('M') && user.account === undefined ? 'accounts' : undefined;
  }

  /** Whether a user may speak here: give it any text at all, see `speech.ts`. */
  maySpeak(user: User): boolean {
    return this.silenceOf(user) === undefined;
  }

  private isSilenced(subject: Subject): boolean {
    return this.lists.b.fits(subject, true) && !this.lists.e.fits(subject, true);
  }

  /** The lists are looked through only after they or the member changed. */
  private isMemberSilenced(member: Member, user: User): boolean {
    const version = this.lists.b.version + this.lists.e.version;
    if (member.version !== version || member.source !== user.source || member.account !== user.account) {
      member.version = version;
      member.source = user.source;
      member.account = user.account;
      member.silenced = this.isSilenced(user);
    }
    return member.silenced;
  }

  /** Whether a user may know that the room is there; handlers ask {@link Rooms.findFor}. */
  isVisibleTo(user: User): boolean {
    return !this.flags.has('s') || this.has(user) || (this.isShared && user.operator !== undefined);
  }

  /**
   * Hands an event to every member but one, who gets it as a reply to the command.
   * @param atLeast the lowest rank that gets it; 0 is everybody
   * @returns what nobody sees where this turn's commit fails: see `answerWhenStored`
   * @throws NotStoredError where that is certain; nobody was handed it then
   */
  publish(event: Deliverable, except?: User, atLeast = 0): Unconfirmed | undefined {
    if (atLeast !== 0) {
      for (const [user, { rank }] of this.byUser) if (user !== except && rank >= atLeast) user.client.deliver(event);
      return undefined;
    }
    const unconfirmed = this.journal?.inRoom(this, event);
    for (const user of this.byUser.keys()) {
      if (user !== except) user.client.deliver(event);
    }
    return unconfirmed;
  }

  /**
   * Everybody's names with their prefixes, as texts of at most `form.limit` bytes. They are kept until somebody's name
   * or rank changes, so that a crowd that comes one after the other does not make each list anew.
   */
  namesIn(form: NamesForm): readonly string[] {
    const key = form.limit * 4 + (form.allPrefixes ? 2 : 0) + (form.withHost ? 1 : 0);
    let kept = this.names.get(key);
    if (kept === undefined) {
      kept = { form, pages: new NamePages(form.limit, this.namesOf(this.byUser.keys(), form)) };
      this.names.set(key, kept);
    }
    return kept.pages.pages;
  }

  /** The names of some of the members. */
  *namesOf(users: Iterable<User>, form: NamesForm): Generator<string> {
    for (const user of users) yield this.nameOf(user, this.rankOf(user), form);
  }

  /** To be called when a member's name or where they come from has changed. */
  forgetNames(): void {
    this.names.clear();
  }

  private nameOf(user: User, rank: number, { allPrefixes, withHost }: NamesForm): string {
    return prefixesOf(rank, allPrefixes) + (withHost ? user.source : user.nick);
  }
}

let round = 0;

/**
 * What those who watch somebody (MONITOR) are told without sharing a room.
 * Source: https://ircv3.net/specs/extensions/extended-monitor
 */
const watchedVerbs: ReadonlySet<string> = new Set(['ACCOUNT', 'AWAY', 'CHGHOST', 'SETNAME']);

/**
 * Hands an event once to everybody who shares a room with a user or watches them, without the user.
 * @param wordless the same without the user's own words, for those who share a room with them in which they may not speak
 */
export function announce(event: Deliverable, about: User, wordless = event): void {
  round++;
  about.lastRound = round;
  const isSilent = (room: Room): boolean => wordless !== event && !room.maySpeak(about);
  for (const room of about.rooms) if (isSilent(room)) handRound(room, wordless);
  for (const room of about.rooms) if (!isSilent(room)) handRound(room, event);
  if (!(event instanceof Event) || !watchedVerbs.has(event.parts.verb)) return;
  for (const client of about.client.server.users.monitor.watchersOf(about.nick)) {
    const { user } = client;
    const asked = (client.capabilities & capabilityBits['extended-monitor']) !== 0;
    if (asked && user !== undefined && user.lastRound !== round) client.deliver(event);
  }
}

/** Hands an event to those in a room who have not got it in this round. */
function handRound(room: Room, event: Deliverable): void {
  room.journal?.inRoom(room, event);
  for (const user of room.members) {
    if (user.lastRound === round) continue;
    user.lastRound = round;
    user.client.deliver(event);
  }
}
