import type { Message, TimelineItem } from './timeline';

/** How many items are kept where the server keeps the older ones, and where it does not. */
const kept = { withHistory: 2000, alone: 5000 } as const;
/** How many more there may be before the oldest are let go: cutting is rare, so that adding stays cheap. */
const slack = 200;
/** The most while somebody reads far up. */
const mostWhileReading = 20_000;

/**
 * The items of one room: the newest ones, and beside them, where somebody looks at it, a part of the past that does
 * not reach to them.
 */
export class ItemList {
  private latest: TimelineItem[] = [];
  private past: TimelineItem[] | undefined;

  /** What is in view, oldest first. */
  get inView(): readonly TimelineItem[] {
    return this.past ?? this.latest;
  }

  get newest(): readonly TimelineItem[] {
    return this.latest;
  }

  get showsPast(): boolean {
    return this.past !== undefined;
  }

  /** @returns whether it is in view */
  add(item: TimelineItem): boolean {
    this.latest.push(item);
    return this.past === undefined;
  }

  /**
   * Lets the oldest go when there are too many.
   * @returns how many went; they were in view unless the past is
   */
  trim(hasHistory: boolean, reading: boolean): number {
    const most = hasHistory ? kept.withHistory : kept.alone;
    const limit = reading ? mostWhileReading : most;
    if (this.latest.length <= limit + slack) return 0;
    const count = this.latest.length - limit;
    this.latest.splice(0, count);
    return count;
  }

  /** Puts older items before what is in view. */
  prepend(items: readonly TimelineItem[]): void {
    if (this.past === undefined) this.latest = [...items, ...this.latest];
    else this.past = [...items, ...this.past];
  }

  /** Puts items behind the one of this id among the newest; at the start where it is gone. */
  insertAfter(id: number | undefined, items: readonly TimelineItem[]): void {
    const at = id === undefined ? -1 : this.latest.findLastIndex((item) => item.id === id);
    this.latest = [...this.latest.slice(0, at + 1), ...items, ...this.latest.slice(at + 1)];
  }

  /** Nothing but these: what was missed is too long to be filled in. Keeps what stands behind the item of this id. */
  restart(after: number | undefined, items: readonly TimelineItem[]): void {
    const at = after === undefined ? -1 : this.latest.findLastIndex((item) => item.id === after);
    this.latest = [...items, ...this.latest.slice(at + 1)];
  }

  showPast(items: readonly TimelineItem[]): void {
    this.past = [...items];
  }

  showLatest(): void {
    this.past = undefined;
  }

  /** Puts newer items behind the part of the past that is in view. */
  extendPast(items: readonly TimelineItem[]): void {
    this.past?.push(...items);
  }

  /**
   * The past has met the newest items at the one with this msgid (or, without one, at the very first of them).
   * @returns those of the newest that were not in view
   */
  join(msgid: string | undefined): readonly TimelineItem[] {
    if (this.past === undefined) return [];
    const at = msgid === undefined ? 0 : this.latest.findIndex((item) => item.kind === 'message' && item.msgid === msgid);
    const rest = this.latest.slice(Math.max(0, at));
    this.latest = [...this.past, ...rest];
    this.past = undefined;
    return rest;
  }

  /** The message of this msgid, in view or among the newest. */
  find(msgid: string): Message | undefined {
    return findIn(this.latest, msgid) ?? (this.past === undefined ? undefined : findIn(this.past, msgid));
  }

  /** Puts an item in the place of the one with its id. */
  replace(item: TimelineItem): void {
    for (const list of this.past === undefined ? [this.latest] : [this.latest, this.past]) {
      const at = list.findLastIndex(({ id }) => id === item.id);
      if (at !== -1) list[at] = item;
    }
  }

  /** The last message that a test accepts, at or before the item of this id. */
  findLast(accepts: (message: Message) => boolean, id?: number): Message | undefined {
    const from = id === undefined ? this.latest.length - 1 : this.latest.findLastIndex((item) => item.id === id);
    for (let at = from; at >= 0; at--) {
      const item = this.latest[at];
      if (item?.kind === 'message' && accepts(item)) return item;
    }
    return undefined;
  }

  /** Whether a message stands among the newest, behind the item of this id. */
  hasBehind(id: number | undefined, msgid: string): boolean {
    const from = id === undefined ? -1 : this.latest.findLastIndex((item) => item.id === id);
    return this.latest.findLastIndex((item) => item.kind === 'message' && item.msgid === msgid) > from;
  }
}

function findIn(list: readonly TimelineItem[], msgid: string): Message | undefined {
  for (let at = list.length - 1; at >= 0; at--) {
    const item = list[at];
    if (item?.kind === 'message' && item.msgid === msgid) return item;
  }
  return undefined;
}
