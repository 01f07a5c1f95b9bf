import type { Fold } from '../../shared/casemap';
import type { Announcement, Member, NotificationLevel, Outgoing, Presence, RaisedHand, Room, SendingProgress, TimelineItem } from './events';
import { HandList } from './hand-list';
import { ItemList } from './item-list';
import { MemberList } from './member-list';

/** An item before it has its number. */
export type NewItem = TimelineItem extends infer Item ? (Item extends TimelineItem ? Omit<Item, 'id'> : never) : never;

/** Where a room's history goes on: the oldest message that the server has given us. */
export interface HistoryMark {
  readonly msgid: string | undefined;
  readonly time: Date;
}

/** A room, or a private conversation. The same object goes on after a reconnection. */
export class RoomState implements Room {
  topic = '';
  topicSetter: Room['topicSetter'];
  unread = 0;
  mentions = 0;
  readUpTo: Date | undefined;
  firstUnread: number | undefined;
  presence: Presence;
  outgoing: readonly Outgoing[] = [];
  sending: SendingProgress | undefined;
  typing: readonly string[] = [];
  hasOlder = false;
  loadingOlder = false;
  notificationLevel: NotificationLevel | undefined;
  announcement: Announcement | undefined;
  moderated = false;
  /** Whether we are in it on the server's side; private conversations are never joined. */
  joined = false;
  /** When we are in it again after a lost connection. */
  rejoin = false;
  readonly list = new ItemList();
  /** When our own hand was raised that went down with a lost connection, and when that was lost. */
  lostHand: { readonly since: Date; readonly lostAt: Date } | undefined;
  /** The last item before the connection was lost: what was missed belongs behind it. */
  gapAfter: number | undefined;
  /** The oldest message of the newest items that the server gave, and of the part of the past in view. */
  oldest: HistoryMark | undefined;
  pastOldest: HistoryMark | undefined;
  /** What 353 lines have told so far of a list that 366 ends. */
  namesSoFar: Member[] | undefined;
  private readonly people: MemberList;
  private readonly raised: HandList;

  constructor(
    public name: string,
    readonly isChannel: boolean,
    fold: Fold,
    private rankOrder: string,
    /** Our own name there. */
    private readonly ownNick: () => string = () => '',
  ) {
    this.people = new MemberList(fold, rankOrder);
    this.raised = new HandList(fold);
  }

  get items(): readonly TimelineItem[] {
    return this.list.inView;
  }

  get hasNewer(): boolean {
    return this.list.showsPast;
  }

  get members(): readonly Member[] {
    return this.people.all;
  }

  get hands(): readonly RaisedHand[] {
    return this.raised.all;
  }

  get ownHand(): RaisedHand | undefined {
    return this.handOf(this.ownNick());
  }

  handOf(nick: string): RaisedHand | undefined {
    return this.raised.get(nick);
  }

  get memberCount(): number {
    return this.people.size;
  }

  get ownRank(): string {
    return this.member(this.ownNick())?.prefix ?? '';
  }

  get isOperator(): boolean {
    return this.ranksAboveVoice(this.ownRank);
  }

  get mayWrite(): boolean {
    return !this.isChannel || (this.joined && (!this.moderated || this.ownRank !== ''));
  }

  member(nick: string): Member | undefined {
    return this.people.get(nick);
  }

  isOperatorHere(nick: string): boolean {
    return this.ranksAboveVoice(this.member(nick)?.prefix ?? '');
  }

  put(member: Member): void {
    this.people.put(member);
  }

  remove(nick: string): boolean {
    this.lowerHand(nick);
    return this.people.remove(nick);
  }

  replaceMembers(members: readonly Member[]): void {
    this.people.replace(members);
  }

  setRules(fold: Fold, rankOrder: string): void {
    this.rankOrder = rankOrder;
    this.people.setRules(fold, rankOrder);
    this.raised.setFold(fold);
  }

  /** Gives or takes a rank. */
  setRank(nick: string, prefix: string, given: boolean): void {
    const member = this.member(nick);
    if (member === undefined) return;
    const others = Array.from(member.prefix).filter((one) => one !== prefix);
    const prefixes = given ? [...others, prefix] : others;
    prefixes.sort((a, b) => this.rankOrder.indexOf(a) - this.rankOrder.indexOf(b));
    this.put({ ...member, prefix: prefixes.join('') });
  }

  /** We are in it, under the name that the server calls it. */
  entered(name: string): void {
    this.name = name;
    this.joined = true;
    this.rejoin = false;
    this.namesSoFar = undefined;
    this.moderated = false;
    this.replaceMembers([{ nick: this.ownNick(), prefix: '', away: false }]);
  }

  /** We left, or were made to. */
  left(): void {
    this.joined = false;
    this.rejoin = false;
    this.raised.clear();
    this.replaceMembers([]);
  }

  /** The connection is lost: what is of the moment goes, and the room is entered again with the next one. */
  disconnected(): void {
    this.gapAfter = this.list.newest.at(-1)?.id;
    const own = this.ownHand;
    if (own !== undefined) this.lostHand = { since: own.since, lostAt: new Date() };
    this.typing = [];
    this.raised.clear();
    this.outgoing = [];
    this.sending = undefined;
    this.loadingOlder = false;
    this.presence = undefined;
    if (!this.joined) return;
    this.rejoin = true;
    this.joined = false;
  }

  add(item: TimelineItem): boolean {
    return this.list.add(item);
  }

  raiseHand(nick: string, since: Date): void {
    this.raised.raise({ nick, since });
  }

  lowerHand(nick: string): void {
    this.raised.lower(nick);
  }

  /** Ranks above voice may set modes. Source: https://modern.ircdocs.horse/#channel-membership-prefixes */
  private ranksAboveVoice(prefix: string): boolean {
    const voice = this.rankOrder.indexOf('+');
    const rank = prefix === '' ? -1 : this.rankOrder.indexOf(prefix.charAt(0));
    return rank !== -1 && (voice === -1 || rank < voice);
  }
}
