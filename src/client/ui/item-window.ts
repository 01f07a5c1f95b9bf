import type { TimelineItem } from '../core/events';

/** How many lines are shown at first, how many come with each step up or down, and how many there may be in all. */
export const windowSize = { first: 120, step: 80, most: 200 } as const;
/** The height of view that this is enough for, in pixels: a higher one holds more in proportion. */
const usualHeight = 800;
/** So many items that take no line of their own cost as much as one that does. */
const foldedPerLine = 50;

/**
 * The part of a room's items that the timeline holds. A document of bounded length keeps adding and rebuilding cheap,
 * however long the history is. The items themselves are the room's, which grow at both ends.
 */
export class ItemWindow {
  private from = 0;
  private to = 0;

  /**
   * @param source the items as they are at each moment
   * @param isFolded whether an item takes no line of its own: many of them are no reason to show nothing else
   * @param viewHeight in pixels: where both ends of what is held were in view, each would ask for more in turn
   */
  constructor(
    private readonly source: () => readonly TimelineItem[] = () => [],
    private readonly isFolded: (item: TimelineItem, previous: TimelineItem | undefined) => boolean = () => false,
    private readonly viewHeight: () => number = () => usualHeight,
  ) {
    this.openAtEnd();
  }

  private get items(): readonly TimelineItem[] {
    return this.source();
  }

  /** What is shown, oldest first. */
  get shown(): readonly TimelineItem[] {
    return this.items.slice(this.from, this.to);
  }

  /** Whether more is shown than there may be; {@link trim} helps. */
  get isTooLong(): boolean {
    return this.lines > this.size('most');
  }

  private size(of: keyof typeof windowSize): number {
    return Math.round(windowSize[of] * Math.max(1, this.viewHeight() / usualHeight));
  }

  /** How many lines the items that are shown take. */
  get lines(): number {
    const { items } = this;
    let weight = 0;
    for (let at = this.from; at < this.to; at++) weight += this.weightOf(items, at);
    return weight / foldedPerLine;
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
    this.from = this.above(this.to, this.size('first'));
  }

  /** Shows what is around an item. @returns whether the item is there */
  openAround(id: number): boolean {
    const at = this.find(id);
    if (at < 0) return false;
    if (at >= this.from && at < this.to) return true;
    this.from = this.above(at, this.size('first') / 2);
    this.to = Math.max(at + 1, this.below(this.from, this.size('first')));
    return true;
  }

  /** So many items came at the end. @returns whether they are to be shown after those that are */
  appended(count: number, atEnd: boolean): boolean {
    const before = this.items.length - count;
    if (this.to !== before) return false;
    // Somebody who reads further up keeps what is there: what comes meanwhile waits below.
    if (!atEnd && this.lines + count > this.size('most')) return false;
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

  /**
   * Shows older ones, and fewer of the newest where there are too many.
   * @param keepsEnd the newest are in view: they stay, however many there are
   * @returns whether there were any
   */
  extendUp(keepsEnd = false): boolean {
    if (this.from === 0) return false;
    this.from = this.above(this.from, this.size('step'));
    if (!keepsEnd) this.to = Math.min(this.to, this.below(this.from, this.size('most')));
    return true;
  }

  /** Shows newer ones, and fewer of the oldest where there are too many. @returns whether there were any */
  extendDown(): boolean {
    if (this.reachesEnd) return false;
    this.to = this.below(this.to, this.size('step'));
    this.from = Math.max(this.from, this.above(this.to, this.size('most')));
    return true;
  }

  /** Lets the oldest go until as many are left as at first. */
  trim(): void {
    this.from = Math.max(this.from, this.above(this.to, this.size('first')));
  }

  /** The item of an id, and the one before it; undefined where it is not shown. */
  around(id: number): { readonly item: TimelineItem; readonly previous: TimelineItem | undefined } | undefined {
    const at = this.find(id);
    const item = this.items[at];
    return item === undefined || at < this.from || at >= this.to ? undefined : { item, previous: this.items[at - 1] };
  }

  find(id: number): number {
    // Items are changed at the end more often than anywhere else.
    return this.items.findLastIndex((item) => item.id === id);
  }

  /** Where items of so many lines begin that end before this place. */
  private above(place: number, lines: number): number {
    const { items } = this;
    let at = place;
    for (let weight = 0; at > 0 && weight < lines * foldedPerLine; at--) weight += this.weightOf(items, at - 1);
    return at;
  }

  /** Where items of so many lines end that begin at this place. */
  private below(place: number, lines: number): number {
    const { items } = this;
    let at = place;
    for (let weight = 0; at < items.length && weight < lines * foldedPerLine; at++) weight += this.weightOf(items, at);
    return at;
  }

  private weightOf(items: readonly TimelineItem[], at: number): number {
    const item = items[at];
    return item !== undefined && this.isFolded(item, items[at - 1]) ? 1 : foldedPerLine;
  }
}
