import type { Fold } from '../../shared/casemap';
import { channelTypesOf, foldOf, ranksOf, updateIsupport, type Isupport } from '../../shared/isupport';
import { isMiddle } from '../../shared/message';
import { stripFormatting } from '../../shared/formatting';
import { happeningText } from '../text/event-text';
import type { Change, ReceivedMessage } from './changes';
import { happeningTone } from './happenings';
import { Messages } from './messages';
import { People } from './people';
import { RoomState, type NewItem } from './room';
import type { StoreHost } from './store-host';

/** The most rooms and conversations, whatever a server sends. */
const maxRooms = 300;
/** The most lines that wait for a first room to be shown in. */
const maxWaiting = 200;
const maxIsupport = 500;

/** What is known of the rooms, the people and the server: no sockets, no timers. */
export class Store {
  nick = '';
  /** Our `user@host` as others see it, once the server has shown it. */
  ownHost: string | undefined;
  /** Whether the server keeps what was said. */
  hasHistory = false;
  fold: Fold = foldOf(new Map());
  active: RoomState | undefined;
  private readonly supported = new Map<string, string>();
  private readonly byKey = new Map<string, RoomState>();
  private list: readonly RoomState[] = [];
  private waiting: NewItem[] = [];
  private readonly messages: Messages;
  private readonly people: People;

  constructor(private readonly host: StoreHost) {
    this.messages = new Messages({
      store: this,
      emit: (event) => host.emit(event),
      notifications: () => host.notifications?.() ?? 'mentions',
      wasRead: (room) => host.wasRead?.(room),
    });
    this.people = new People(this, (room) => this.changed(room));
  }

  get rooms(): readonly RoomState[] {
    return this.list;
  }

  get isupport(): Isupport {
    return this.supported;
  }

  room(name: string): RoomState | undefined {
    return this.byKey.get(this.fold(name));
  }

  /** The rooms that a person is seen in. */
  roomsOf(nick: string): readonly RoomState[] {
    return this.list.filter((room) => room.member(nick) !== undefined);
  }

  isOwn(nick: string): boolean {
    return this.fold(nick) === this.fold(this.nick);
  }

  /** Source: https://modern.ircdocs.horse/#channels */
  isChannel(name: string): boolean {
    return name !== '' && channelTypesOf(this.supported).includes(name.charAt(0));
  }

  /** A message of the history as it will stand in a room's timeline. */
  itemOf(room: RoomState, message: ReceivedMessage): NewItem {
    return this.messages.build(room, message);
  }

  apply(change: Change): void {
    switch (change.type) {
      case 'isupport': return this.learn(change.tokens);
      case 'open': return void this.ensure(change.room);
      case 'activate': return this.activate(this.room(change.room));
      case 'attention': return this.setAttention(change.present);
      case 'own-join': return this.ownJoin(change.room);
      case 'own-leave': return this.ownLeave(change.room, change.keep);
      case 'rename': return this.rename(change.from, change.to);
      case 'room-renamed': return this.renameRoom(change.from, change.to);
      case 'topic': return this.changeRoom(change.room, (room) => this.setTopic(room, change.topic));
      case 'topic-setter': return this.changeRoom(change.room, (room) => (room.topicSetter = { nick: change.nick, time: change.time }));
      case 'moderated': return this.changeRoom(change.room, (room) => (room.moderated = change.on));
      case 'hand': return this.changeRoom(change.room, (room) => (change.up ? room.raiseHand(change.nick, change.time) : room.lowerHand(change.nick)));
      case 'announcement': return this.changeRoom(change.room, (room) => (room.announcement = change.announcement));
      case 'notification-level': return this.changeRoom(change.room, (room) => (room.notificationLevel = change.level));
      case 'sending': return this.changeRoom(change.room, (room) => (room.sending = change.progress));
      case 'outgoing': return this.changeRoom(change.room, (room) => (room.outgoing = change.outgoing));
      case 'loading': return this.changeRoom(change.room, (room) => (room.loadingOlder = change.loading));
      case 'typing': return this.setTyping(change.room, change.nicks);
      case 'note': return this.addNote(change.room, { kind: 'event', time: change.time, text: stripFormatting(change.text), tone: change.tone });
      case 'disconnected': return this.disconnected();
      case 'reset': return this.reset();
      default: return this.people.handles(change) ? this.people.apply(change) : this.applyToMessages(change);
    }
  }

  private applyToMessages(change: Exclude<Change, { type: 'isupport' }>): void {
    const { messages } = this;
    if (change.type === 'message') {
      const room = this.ensure(change.room);
      if (room !== undefined) messages.receive(room, change.message);
      return;
    }
    const room = 'room' in change && change.room !== undefined ? this.room(change.room) : undefined;
    if (room === undefined) return;
    switch (change.type) {
      case 'happened': return this.happened(room, change);
      case 'reaction': return messages.react(room, change);
      case 'edited': return messages.edit(room, change);
      case 'redacted': return messages.redact(room, change);
      case 'read': return change.time === undefined ? this.markRead(room) : messages.readElsewhere(room, change.time);
      case 'history':
        messages.history(room, change);
        if (change.place === 'missed') this.host.missed?.(room.name, change.items);
        return;
      case 'restart':
        messages.restart(room, change);
        this.host.missed?.(room.name, change.items);
        return;
      case 'past': return messages.past(room, change);
      case 'latest': return messages.latest(room);
      case 'past-ends': return messages.pastEnds(room, change.at);
    }
  }

  private markRead(room: RoomState): void {
    room.firstUnread = undefined;
    this.messages.readAll(room);
    this.changed(room);
  }

  private changed(room: RoomState): void {
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  private changeRoom(name: string, change: (room: RoomState) => void): void {
    const room = this.room(name);
    if (room === undefined) return;
    change(room);
    this.changed(room);
  }

  private setTopic(room: RoomState, topic: string): void {
    room.topic = stripFormatting(topic);
    room.topicSetter = undefined;
  }

  private setTyping(name: string, nicks: readonly string[]): void {
    const room = this.room(name);
    if (room === undefined) return;
    room.typing = nicks;
    this.host.emit({ type: 'typing', room: room.name, nicks });
  }

  private learn(tokens: readonly string[]): void {
    if (this.supported.size + tokens.length > maxIsupport) return;
    updateIsupport(this.supported, tokens);
    this.fold = foldOf(this.supported);
    const order = this.rankOrder();
    for (const room of this.list) room.setRules(this.fold, order);
    this.index();
  }

  private rankOrder(): string {
    return ranksOf(this.supported).map(({ prefix }) => prefix).join('');
  }

  private index(): void {
    this.byKey.clear();
    for (const room of this.list) this.byKey.set(this.fold(room.name), room);
  }

  /** The room of that name; opened where there is none, unless there are too many or nothing can be sent to such a name. */
  private ensure(name: string): RoomState | undefined {
    const known = this.room(name);
    if (known !== undefined || this.list.length >= maxRooms || !isMiddle(name)) return known;
    const room = new RoomState(name, this.isChannel(name), this.fold, this.rankOrder(), () => this.nick);
    room.notificationLevel = this.host.levelOf?.(name);
    room.readUpTo = this.host.readUpTo?.(name);
    this.list = [...this.list, room];
    this.byKey.set(this.fold(name), room);
    this.changed(room);
    if (!room.isChannel) this.host.conversation?.(name, true);
    if (this.active === undefined) this.activate(room);
    return room;
  }

  private activate(room: RoomState | undefined): void {
    const before = this.active;
    if (before !== room) {
      if (before !== undefined) before.firstUnread = undefined;
      this.active = room;
      this.host.emit({ type: 'active-room', room: room?.name });
    }
    if (room === undefined) return;
    if (this.messages.isSeen(room)) this.messages.readAll(room);
    const waiting = this.waiting;
    this.waiting = [];
    for (const item of waiting) this.messages.note(room, item);
  }

  private setAttention(present: boolean): void {
    this.messages.attention = present;
    if (present && this.active !== undefined && this.messages.isSeen(this.active)) this.messages.readAll(this.active);
  }

  private ownJoin(name: string): void {
    const room = this.ensure(name);
    if (room === undefined) return;
    room.entered(name);
    this.host.entered?.(name);
    this.changed(room);
  }

  private ownLeave(name: string, keep: boolean): void {
    const room = this.room(name);
    // Also one that is not open: it may be remembered, and that it cannot be entered any more is a reason to leave it.
    this.host.left?.(name);
    if (room === undefined) return;
    room.left();
    if (!keep) {
      const at = this.list.indexOf(room);
      this.list = this.list.filter((one) => one !== room);
      this.index();
      if (!room.isChannel) this.host.conversation?.(room.name, false);
      if (this.active === room) this.activate(this.list[Math.max(0, at - 1)]);
    }
    this.changed(room);
  }

  private rename(from: string, to: string): void {
    if (this.isOwn(from)) this.nick = to;
    for (const room of this.roomsOf(from)) {
      const member = room.member(from);
      if (member === undefined) continue;
      const hand = room.handOf(from);
      room.remove(from);
      room.put({ ...member, nick: to });
      if (hand !== undefined) room.raiseHand(to, hand.since);
      this.changed(room);
    }
    const conversation = this.room(from);
    if (conversation !== undefined && !conversation.isChannel && (this.room(to) ?? conversation) === conversation) {
      conversation.name = to;
      this.index();
      this.host.conversation?.(from, false);
      this.host.conversation?.(to, true);
      this.host.emit({ type: 'room-changed', room: from });
      this.changed(conversation);
      if (this.active === conversation) this.host.emit({ type: 'active-room', room: to });
      this.host.renamed?.(from, to);
    }
  }

  private renameRoom(from: string, to: string): void {
    const room = this.room(from);
    if (room === undefined || !isMiddle(to) || (this.room(to) ?? room) !== room) return;
    room.name = to;
    // Another list, so that whoever keeps the names sees it.
    this.list = [...this.list];
    this.index();
    this.host.emit({ type: 'room-changed', room: from });
    this.changed(room);
    if (this.active === room) this.host.emit({ type: 'active-room', room: to });
    this.host.renamed?.(from, to);
  }

  private happened(room: RoomState, { happening, time }: Extract<Change, { type: 'happened' }>): void {
    this.messages.note(room, { kind: 'event', time, text: stripFormatting(happeningText(happening)), tone: happeningTone(happening), happening });
  }

  private addNote(name: string | undefined, item: NewItem): void {
    const room = (name === undefined ? undefined : this.room(name)) ?? this.active;
    if (room !== undefined) this.messages.note(room, item);
    else if (this.waiting.length < maxWaiting) this.waiting.push(item);
  }

  private disconnected(): void {
    this.supported.clear();
    this.ownHost = undefined;
    for (const room of this.list) room.disconnected();
  }

  private reset(): void {
    this.disconnected();
    const gone = this.list;
    this.list = [];
    this.waiting = [];
    this.fold = foldOf(this.supported);
    this.index();
    this.activate(undefined);
    for (const room of gone) this.changed(room);
  }
}
