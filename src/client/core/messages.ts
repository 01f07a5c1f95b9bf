import { stripFormatting } from '../../shared/formatting';
import type { Change, ReceivedMessage } from './changes';
import type { ClientEvent, NotificationLevel } from './events';
import { mentions } from './mention';
import { quoteOf, staleAnswers } from './quotes';
import type { NewItem, RoomState } from './room';
import type { Message, Reaction, TimelineItem } from './timeline';

/** The most different reactions to one message, the most people of one, and the most characters. */
const maxReactions = 50;
const maxReacting = 500;
const maxReactionLength = 64;
/** The most texts that an edited message had before. */
const maxBefore = 10;

const none: readonly Reaction[] = Object.freeze([]);

/** What the timelines need to know of the store around them. */
export interface MessagesHost {
  readonly store: {
    readonly nick: string;
    readonly hasHistory: boolean;
    readonly active: RoomState | undefined;
    fold(name: string): string;
  };
  emit(event: ClientEvent): void;
  /** What one is told of where a room says nothing else. */
  notifications(): NotificationLevel;
  /** The room was read up to this time by the person at this window. */
  wasRead(room: RoomState): void;
}

type Of<Type extends Change['type']> = Extract<Change, { readonly type: Type }>;

/** What happens to the timelines of the rooms: messages, notes, reactions, edits, what is unread. */
export class Messages {
  /** Whether the person sees the end of the active room. */
  attention = true;
  private lastId = 0;

  constructor(private readonly host: MessagesHost) {}

  /** A message that came just now. */
  receive(room: RoomState, received: ReceivedMessage): void {
    const message = this.number(this.build(room, received));
    this.append(room, message);
    if (message.own) {
      this.read(room, message.time);
      return;
    }
    if (this.isSeen(room)) {
      this.read(room, message.time);
      return;
    }
    this.count(room, message);
    this.tell(room, message);
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  /** A line that nobody wrote. */
  note(room: RoomState, note: NewItem): void {
    this.append(room, this.number(note));
  }

  /** An item of the history as it will stand in the timeline, but for its number. */
  build(room: RoomState, received: ReceivedMessage): Omit<Message, 'id'> {
    const { text: formatted, replyTo, msgid, account, ...rest } = received;
    const text = stripFormatting(formatted);
    const answered = replyTo === undefined ? undefined : room.list.find(replyTo);
    return {
      kind: 'message',
      ...rest,
      text,
      formatted: formatted === text ? text : formatted,
      mention: !received.own && (answered?.own === true || mentions(text, this.host.store.nick)),
      reactions: none,
      ...(msgid === undefined ? {} : { msgid }),
      ...(account === undefined ? {} : { account }),
      ...(replyTo === undefined ? {} : { replyTo: quoteOf(replyTo, answered) }),
    };
  }

  /** Items of the history, into the place that they belong to. */
  history(room: RoomState, { place, items, oldest }: Of<'history'>): void {
    const numbered = this.knowing(room, items);
    if (place !== 'missed') room.loadingOlder = false;
    if (place === 'older') {
      if (room.list.showsPast) room.pastOldest = oldest;
      else room.oldest = oldest;
      room.hasOlder = oldest !== undefined;
      room.list.prepend(numbered);
      if (numbered.length > 0) this.host.emit({ type: 'items-prepended', room: room.name, items: numbered });
    } else if (place === 'newer') {
      room.list.extendPast(numbered);
      if (numbered.length > 0) this.host.emit({ type: 'items-appended', room: room.name, items: numbered });
    } else {
      this.fillGap(room, numbered);
      if (room.oldest === undefined && oldest !== undefined) {
        room.oldest = oldest;
        room.hasOlder = true;
      }
    }
    this.requote(room, numbered);
    this.recount(room);
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  /** More was missed than can be filled in: the older ones are let go, and loaded again when somebody scrolls up. */
  restart(room: RoomState, { items, oldest }: Of<'restart'>): void {
    const numbered = this.numberAll(items);
    room.list.restart(room.gapAfter, numbered);
    room.gapAfter = numbered.at(-1)?.id ?? room.gapAfter;
    room.oldest = oldest;
    room.hasOlder = oldest !== undefined;
    room.firstUnread = numbered[0]?.id;
    this.host.emit({ type: 'items-reset', room: room.name, focus: room.firstUnread });
    this.recount(room);
  }

  past(room: RoomState, { items, oldest, focus }: Of<'past'>): void {
    const numbered = this.numberAll(items);
    room.list.showPast(numbered);
    room.pastOldest = oldest;
    room.hasOlder = oldest !== undefined;
    this.host.emit({ type: 'items-reset', room: room.name, focus: room.list.find(focus)?.id });
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  latest(room: RoomState): void {
    if (!room.list.showsPast) return;
    room.list.showLatest();
    room.hasOlder = room.oldest !== undefined;
    this.host.emit({ type: 'items-reset', room: room.name, focus: 'end' });
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  pastEnds(room: RoomState, at: string | undefined): void {
    if (!room.list.showsPast) return;
    const rest = room.list.join(at);
    room.oldest = room.pastOldest;
    if (rest.length > 0) this.host.emit({ type: 'items-appended', room: room.name, items: rest });
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  react(room: RoomState, { msgid, nick, text, given }: Of<'reaction'>): void {
    const message = room.list.find(msgid);
    if (message === undefined || message.deleted !== undefined || text === '' || text.length > maxReactionLength) return;
    const there = message.reactions.find((reaction) => reaction.text === text);
    const nicks = (there?.nicks ?? []).filter((one) => this.host.store.fold(one) !== this.host.store.fold(nick));
    if (given) {
      if (nicks.length >= maxReacting || (there === undefined && message.reactions.length >= maxReactions)) return;
      nicks.push(nick);
    }
    const changed: Reaction = { text, nicks };
    const reactions = there === undefined
      ? [...message.reactions, changed]
      : message.reactions.map((reaction) => (reaction === there ? changed : reaction));
    this.change(room, { ...message, reactions: reactions.filter((reaction) => reaction.nicks.length > 0) });
  }

  edit(room: RoomState, { msgid, text: formatted, time }: Of<'edited'>): void {
    const message = room.list.find(msgid);
    if (message === undefined || message.deleted !== undefined) return;
    const text = stripFormatting(formatted);
    const before = [...(message.edited?.before ?? []), message.text].slice(-maxBefore);
    const changed = { ...message, text, formatted: formatted === text ? text : formatted, edited: { time, before } };
    this.change(room, changed);
    this.requote(room, [changed]);
  }

  redact(room: RoomState, { msgid, by, time, reason }: Of<'redacted'>): void {
    const message = room.list.find(msgid);
    if (message === undefined || message.deleted !== undefined) return;
    const { id, kind, nick, own, style, account } = message;
    const changed: Message = {
      id, kind, nick, own, style, time: message.time, msgid, text: '', formatted: '', mention: false, reactions: none,
      deleted: { by, time, reason }, ...(account === undefined ? {} : { account }),
    };
    this.change(room, changed);
    this.requote(room, [changed]);
    if (room.announcement?.time.getTime() === message.time.getTime()) room.announcement = undefined;
  }

  /** Somebody of this account read up to a time, here or elsewhere: it only ever grows. */
  read(room: RoomState, time: Date): void {
    if (room.readUpTo !== undefined && room.readUpTo >= time) return;
    room.readUpTo = time;
    this.host.wasRead(room);
    this.recount(room);
  }

  /** Another window of the account has read up to a time. */
  readElsewhere(room: RoomState, time: Date): void {
    if (room.readUpTo !== undefined && room.readUpTo >= time) return;
    room.readUpTo = time;
    this.recount(room);
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  /** The person sees all that is there. */
  readAll(room: RoomState): void {
    const last = room.list.newest.findLast((item) => item.kind === 'message');
    if (last !== undefined) this.read(room, last.time);
    if (room.unread === 0 && room.mentions === 0) return;
    room.unread = 0;
    room.mentions = 0;
    this.host.emit({ type: 'room-changed', room: room.name });
  }

  isSeen(room: RoomState): boolean {
    return room === this.host.store.active && this.attention && !room.list.showsPast;
  }

  private append(room: RoomState, item: TimelineItem): void {
    const inView = room.add(item);
    if (inView) this.host.emit({ type: 'item-added', room: room.name, item });
    const reading = room === this.host.store.active && !this.attention;
    const gone = room.list.trim(this.host.store.hasHistory, reading);
    if (gone === 0) return;
    room.oldest = undefined;
    const first = room.list.newest.find((one) => one.kind === 'message');
    if (first?.kind === 'message' && this.host.store.hasHistory) {
      room.oldest = { msgid: first.msgid, time: first.time };
      if (!room.list.showsPast) room.hasOlder = true;
    }
    if (inView) this.host.emit({ type: 'items-dropped', room: room.name, count: gone });
  }

  private number<Item extends NewItem>(item: Item): Item & { readonly id: number } {
    return { ...item, id: ++this.lastId };
  }

  /** Numbers items that came together, which may answer each other. */
  private numberAll(items: readonly NewItem[]): TimelineItem[] {
    const numbered: TimelineItem[] = items.map((item) => this.number(item));
    const quoting = new Map(staleAnswers(numbered, numbered).map((message) => [message.id, message]));
    return numbered.map((item) => quoting.get(item.id) ?? item);
  }

  /** Answers show what they answer as it is now: it may have come, or changed, after them. */
  private requote(room: RoomState, answered: readonly TimelineItem[]): void {
    const { inView, newest, showsPast } = room.list;
    for (const message of staleAnswers(showsPast ? [...newest, ...inView] : newest, answered)) this.change(room, message);
  }

  /** Numbers items of the history; what is there already is left out. */
  private knowing(room: RoomState, items: readonly NewItem[]): TimelineItem[] {
    const known = new Set<string>();
    for (const item of room.list.inView) known.add(identity(item));
    return this.numberAll(items.filter((item) => !known.has(identity(item))));
  }

  private fillGap(room: RoomState, items: readonly TimelineItem[]): void {
    const last = items.at(-1);
    if (last === undefined) return;
    const first = items.find((item) => item.kind === 'message' && !item.own);
    room.list.insertAfter(room.gapAfter, items);
    // The next page of what was missed goes behind this one.
    room.gapAfter = last.id;
    if (first !== undefined && room.firstUnread === undefined) room.firstUnread = first.id;
    if (room.readUpTo === undefined) room.unread += items.filter((item) => item.kind === 'message' && !item.own).length;
    if (!room.list.showsPast) this.host.emit({ type: 'items-reset', room: room.name, focus: undefined });
  }

  private change(room: RoomState, message: Message): void {
    room.list.replace(message);
    this.host.emit({ type: 'item-changed', room: room.name, item: message });
  }

  private count(room: RoomState, message: Message): void {
    if (room.unread === 0) room.firstUnread = message.id;
    room.unread++;
    if (deservesMark(room, message)) room.mentions++;
  }

  /** Counts what is unread anew, from what was read up to. */
  private recount(room: RoomState): void {
    const { readUpTo } = room;
    if (readUpTo === undefined) return;
    let unread = 0;
    let marks = 0;
    let first: number | undefined;
    const { newest } = room.list;
    for (let at = newest.length - 1; at >= 0; at--) {
      const item = newest[at];
      if (item?.kind !== 'message') continue;
      if (item.time <= readUpTo) break;
      if (item.own) continue;
      unread++;
      if (deservesMark(room, item)) marks++;
      first = item.id;
    }
    const seen = this.isSeen(room);
    if (first !== undefined && room.unread === 0) room.firstUnread ??= first;
    room.unread = seen ? 0 : unread;
    room.mentions = seen ? 0 : marks;
    if (seen && unread > 0) this.readAll(room);
  }

  private tell(room: RoomState, message: Message): void {
    const level = room.notificationLevel ?? this.host.notifications();
    const isPrivate = !room.isChannel && message.style !== 'notice';
    const reason = message.mention ? 'mention' : isPrivate ? 'private' : 'message';
    if (level === 'none' || (level === 'mentions' && reason === 'message')) return;
    this.host.emit({ type: 'notification', room: room.name, item: message, reason });
  }
}

function deservesMark(room: RoomState, message: Message): boolean {
  return message.mention || (!room.isChannel && message.style !== 'notice');
}

/** What makes an item the same when it comes again. */
function identity(item: NewItem): string {
  if (item.kind === 'message') return item.msgid ?? `${item.time.getTime()} ${item.nick} ${item.text}`;
  return `${item.time.getTime()} ${item.text}`;
}
