import type { Message as Line } from '../../shared/message';
import type { Capabilities } from './capabilities';
import type { HistoryPlace } from './changes';
import type { ClientEvent } from './events';
import type { Context } from './handlers/context';
import { Paging } from './paging';
import { markOf, playBack, type Playback } from './playback';
import type { Requests } from './requests';
import type { HistoryMark, RoomState } from './room';
import type { Store } from './store';
import type { Message } from './timeline';

/** How many messages one page has, where the server allows as many. */
const pageLength = 100;
/** The most pages that fill in what was missed; more than that is loaded when somebody scrolls up. */
const maxMissedPages = 20;
/** How far back conversations are looked for when we come for the first time, in ms: 30 days. */
const conversationsSince = 30 * 24 * 60 * 60 * 1000;
/** The most conversations that are brought back. */
const maxConversations = 50;
/** Clocks differ: what was missed is looked for from a little before, in ms. */
const tolerance = 10_000;

export interface HistoryHost {
  readonly store: Store;
  readonly capabilities: Capabilities;
  readonly requests: Requests;
  /** The context that handlers run in. */
  readonly context: Context;
  emit(event: ClientEvent): void;
}

/**
 * What was said before, from a server that keeps it: what was missed, without a gap or a double, and what is older.
 * Source: https://ircv3.net/specs/extensions/chathistory
 */
export class History {
  private readonly paging = new Paging();
  /** Rooms whose newest messages are being fetched, and whether they are to be fetched again after that. */
  private readonly catchingUp = new Map<RoomState, { again: boolean }>();
  /** The message that is to be shown in its context, for each room: who asks again wants the other one. */
  private readonly sought = new WeakMap<RoomState, string>();
  private over = false;

  constructor(private readonly host: HistoryHost) {}

  get isThere(): boolean {
    return this.host.capabilities.has('draft/chathistory') && this.host.capabilities.has('batch');
  }

  /** We are in a room, or opened a conversation: its last messages, or all that came since we were there last. */
  async catchUp(room: RoomState): Promise<void> {
    if (!this.isThere) return;
    const before = this.catchingUp.get(room);
    if (before !== undefined) {
      // Left and entered again meanwhile: what is under way may have been refused.
      before.again = true;
      return;
    }
    const work = { again: false };
    this.catchingUp.set(room, work);
    await this.fillIn(room);
    this.catchingUp.delete(room);
    if (work.again && this.isHere(room)) await this.catchUp(room);
  }

  private async fillIn(room: RoomState): Promise<void> {
    const known = room.gapAfter === undefined ? undefined : room.list.findLast((message) => message.msgid !== undefined || !message.own, room.gapAfter);
    if (known === undefined) {
      await this.loadLatest(room);
      return;
    }
    let from: HistoryMark = { msgid: known.msgid, time: known.time };
    for (let page = 0; page < maxMissedPages; page++) {
      const played = await this.page(room, 'AFTER', this.selector(from));
      if (played?.last === undefined || isSame(played.last, from)) return;
      const met = played.last.msgid !== undefined && room.list.hasBehind(room.gapAfter, played.last.msgid);
      this.put(room, 'missed', played, room.oldest);
      if (met) return;
      from = played.last;
    }
    await this.startAnew(room);
  }

  /** One page of older ones. */
  async older(room: RoomState): Promise<void> {
    const from = oldestInView(room);
    if (!this.isThere || from === undefined || !this.paging.begin(room)) return;
    this.tellLoading(room, true);
    const played = await this.page(room, 'BEFORE', this.selector(from));
    if (!this.mayGoOn(room, played)) return;
    // Another part of the history may have come into view meanwhile.
    if (oldestInView(room) !== from) this.tellLoading(room, false);
    else this.put(room, 'older', played, isSame(played.first, from) ? undefined : played.first);
  }

  /** One page of newer ones behind the part of the past that is in view, until it meets the newest. */
  async newer(room: RoomState): Promise<void> {
    const last = newestInView(room);
    if (!this.isThere || last === undefined || !this.paging.begin(room)) return;
    this.tellLoading(room, true);
    const played = await this.page(room, 'AFTER', this.selector({ msgid: last.msgid, time: last.time }));
    if (!this.mayGoOn(room, played)) return;
    if (newestInView(room)?.id !== last.id) {
      this.tellLoading(room, false);
      return;
    }
    const meets = played.items.findIndex((item) => item.kind === 'message' && item.msgid !== undefined && isIn(room, item.msgid));
    const before = meets === -1 ? played.items : played.items.slice(0, meets);
    this.put(room, 'newer', { ...played, items: before }, undefined);
    const met = meets === -1 ? undefined : played.items[meets];
    if (met?.kind === 'message') this.host.store.apply({ type: 'past-ends', room: room.name, at: met.msgid });
    else if (played.last === undefined) this.host.store.apply({ type: 'past-ends', room: room.name, at: undefined });
  }

  /** The messages around one, which may be far in the past. */
  async around(room: RoomState, msgid: string): Promise<void> {
    this.sought.set(room, msgid);
    const played = this.isThere ? await this.page(room, 'AROUND', `msgid=${msgid}`) : undefined;
    if (this.sought.get(room) !== msgid) return;
    if (played?.items.some((item) => item.kind === 'message' && item.msgid === msgid) !== true) {
      this.host.emit({ type: 'not-found', room: room.name, msgid });
      return;
    }
    this.host.store.apply({ type: 'past', room: room.name, items: played.items, oldest: played.first, focus: msgid });
    played.changes.forEach((change) => this.host.store.apply(change));
  }

  /** The private conversations that went on while we were away. `since`: when we were there last. */
  async conversations(since: Date | undefined): Promise<void> {
    if (!this.isThere) return;
    const from = new Date((since?.getTime() ?? Date.now() - conversationsSince) - tolerance);
    const to = new Date(Date.now() + tolerance);
    const answer = await this.host.requests.ask(
      { verb: 'CHATHISTORY', params: ['TARGETS', `timestamp=${from.toISOString()}`, `timestamp=${to.toISOString()}`, String(maxConversations)] },
      'chathistory-targets',
    );
    if (answer.kind !== 'batch' || this.over) return;
    for (const { params } of answer.batch.messages.slice(0, maxConversations)) {
      const [subcommand = '', nick = ''] = params;
      if (subcommand.toUpperCase() !== 'TARGETS' || nick === '' || this.host.store.isChannel(nick)) continue;
      this.host.store.apply({ type: 'open', room: nick });
    }
  }

  end(): void {
    this.over = true;
    this.paging.end();
  }

  private tellLoading(room: RoomState, loading: boolean): void {
    if (this.isHere(room)) this.host.store.apply({ type: 'loading', room: room.name, loading });
  }

  /** The room that was asked about is still the one of its name. */
  private isHere(room: RoomState): boolean {
    return !this.over && this.host.store.room(room.name) === room;
  }

  /** A page is there; where it is not, the view goes on looking as if it came until it may be asked for again. */
  private mayGoOn(room: RoomState, played: Playback | undefined): played is Playback {
    if (this.over) return false;
    if (played === undefined) this.paging.failed(room, () => this.tellLoading(room, false));
    else this.paging.arrived(room);
    return played !== undefined;
  }

  /** Too much was missed to fill it in: the newest page, and the rest when somebody scrolls up. */
  private async startAnew(room: RoomState): Promise<void> {
    const played = await this.page(room, 'LATEST', '*');
    if (played === undefined) return;
    this.host.store.apply({ type: 'restart', room: room.name, items: played.items, oldest: played.first });
    played.changes.forEach((change) => this.host.store.apply(change));
  }

  private async loadLatest(room: RoomState): Promise<void> {
    const place = room.gapAfter === undefined ? 'older' : 'missed';
    const played = await this.page(room, 'LATEST', '*');
    if (played !== undefined) this.put(room, place, played, played.first);
  }

  private put(room: RoomState, place: HistoryPlace, played: Playback, oldest: HistoryMark | undefined): void {
    this.host.store.apply({ type: 'history', room: room.name, place, items: played.items, oldest });
    played.changes.forEach((change) => this.host.store.apply(change));
  }

  /** One page; undefined where there is none: the room is closed, or the server has no answer. */
  private async page(room: RoomState, subcommand: string, selector: string): Promise<Playback | undefined> {
    const answer = await this.host.requests.ask(
      { verb: 'CHATHISTORY', params: [subcommand, room.name, selector, String(this.limit)] },
      'chathistory', room.name,
    );
    if (answer.kind !== 'batch' || !this.isHere(room)) return undefined;
    return playBack(inOrder(answer.batch.messages), room, this.host.context, this.host.store);
  }

  /** Source: https://ircv3.net/specs/extensions/chathistory#isupport-tokens */
  private get limit(): number {
    const most = Number(this.host.store.isupport.get('CHATHISTORY') ?? 0);
    return Number.isInteger(most) && most > 0 ? Math.min(pageLength, most) : pageLength;
  }

  private selector({ msgid, time }: HistoryMark): string {
    const kinds = (this.host.store.isupport.get('MSGREFTYPES') ?? 'msgid,timestamp').split(',');
    return msgid !== undefined && kinds.includes('msgid') ? `msgid=${msgid}` : `timestamp=${time.toISOString()}`;
  }
}

function oldestInView(room: RoomState): HistoryMark | undefined {
  return room.list.showsPast ? room.pastOldest : room.oldest;
}

/** The newest message of a part of the past that is in view. */
function newestInView(room: RoomState): Message | undefined {
  const last = room.list.showsPast ? room.list.inView.findLast((item) => item.kind === 'message' && item.msgid !== undefined) : undefined;
  return last?.kind === 'message' ? last : undefined;
}

/** A server that answers with the page that it gave before has no other. */
function isSame(one: HistoryMark | undefined, other: HistoryMark): boolean {
  return one !== undefined && one.msgid === other.msgid && one.time.getTime() === other.time.getTime();
}

function isIn(room: RoomState, msgid: string): boolean {
  return room.list.newest.some((item) => item.kind === 'message' && item.msgid === msgid);
}

/** Servers should answer in the order of time, and some answer the newest first. */
function inOrder(lines: readonly Line[]): readonly Line[] {
  const first = markOf(lines[0])?.time ?? new Date(0);
  const last = markOf(lines.at(-1))?.time ?? first;
  return first > last ? lines.toReversed() : lines;
}
