import type { TimelineItem } from '../core/events';

/** How many items are shown at first, how many come with each step up or down, and how many there may be in all. */
export const windowSize = { first: 120, step: 80, most: 200 } as const;

/**
 * The part of a room's items that the timeline holds. A document of bounded length keeps adding and rebuilding cheap,
 * however long the history is. The items themselves are the room's, which grow at both ends.
 */
export class ItemWindow {
  private from = 0;
  private to = 0;

  /** @param source the items as they are at each moment */
  constructor(private readonly source: () => readonly TimelineItem[] = () => []) {
    this.openAtEnd();
  }

  private get items(): readonly TimelineItem[] {
    return this.source();
  }

  /** What is shown, oldest first. */
  get shown(): readonly TimelineItem[] {
    return this.items.slice(this.from, this.to);
  }

  get length(): number {
    return this.to - this.from;
  }

  /** Whether the newest item is shown. */
  get reachesEnd(): boolean {
    return this.to === this.items.length;
  }

  /** Whether the oldest item that is there is shown. */
  get reachesStart(): boolean {
    return this.from === 0;
  }

  openAtEnd(): void {
    this.to = this.items.length;
    this.from = Math.max(0, this.to - windowSize.first);
  }

  /** Shows what is around an item. @returns whether the item is there */
  openAround(id: number): boolean {
    const at = this.find(id);
    if (at < 0) return false;
    if (at >= this.from && at < this.to) return true;
    this.from = Math.max(0, at - windowSize.first / 2);
    this.to = Math.min(this.items.length, this.from + windowSize.first);
    return true;
  }

  /** So many items came at the end. @returns whether they are to be shown after those that are */
  appended(count: number, atEnd: boolean): boolean {
    const before = this.items.length - count;
    if (this.to !== before) return false;
    // Somebody who reads further up keeps what is there: what comes meanwhile waits below.
    if (!atEnd && this.length + count > windowSize.most) return false;
    this.to = this.items.length;
    return true;
  }

  /** So many items came before the first. */
  prepended(count: number): void {
    this.from += count;
    this.to += count;
  }

  /** The oldest are gone. @returns whether some of them were shown */
  dropped(count: number): boolean {
    const shown = count > this.from;
    this.from = Math.max(0, this.from - count);
    this.to = Math.max(this.from, this.to - count);
    return shown;
  }

  /** Shows older ones, and fewer of the newest where there are too many. @returns whether there were any */
  extendUp(): boolean {
    if (this.from === 0) return false;
    this.from = Math.max(0, this.from - windowSize.step);
    this.to = Math.min(this.to, this.from + windowSize.most);
    return true;
  }

  /** Shows newer ones, and fewer of the oldest where there are too many. @returns whether there were any */
  extendDown(): boolean {
    if (this.reachesEnd) return false;
    this.to = Math.min(this.items.length, this.to + windowSize.step);
    this.from = Math.max(this.from, this.to - windowSize.most);
    return true;
  }

  /** Lets the oldest go until as many are left as at first. */
  trim(): void {
    this.from = Math.max(this.from, this.to - windowSize.first);
  }

  /** The item of an id, and the one before it; undefined where it is not shown. */
  around(id: number): { readonly item: TimelineItem; readonly previous: TimelineItem | undefined } | undefined {
    const at = this.find(id);
    const item = this.items[at];
    return item === undefined || at < this.from || at >= this.to ? undefined : { item, previous: this.items[at - 1] };
  }

  find(id: number): number {
    // Items are changed at the end more often than anywhere else.
    for (let at = this.items.length - 1; at >= 0; at--) if (this.items[at]?.id === id) return at;
    return -1;
  }
}
