import { QPoint, QScrollBar, WidgetEventTypes, type QTextBrowser } from '@nodegui/nodegui';
import type { Message, Room, TimelineItem } from '../core/events';
import { isFolded } from '../text/timeline-html';
import { cleanCopies } from './clean-copies';
import { Frames } from './frames';
import { ItemWindow } from './item-window';
import { createJumpButton, type JumpButton } from './jump-button';
import { LateTexts } from './late-texts';
import { Marking } from './marking';
import { columnsOf, createMessageBrowser } from './message-browser';
import { Places, type Place } from './places';
import type { Theme } from './theme';
import { TimelineDocument, type Shown } from './timeline-document';
import { TimelineLooks, type LooksOptions } from './timeline-looks';

/** So many at once are cheaper to show by a rebuild. */
const manyAtOnce = 100;
/** So close to the end counts as the end; so close to the start brings older ones. In pixels. */
const near = { end: 12, start: 400 };
/**
 * The most pages of older messages that are fetched in a row without the view being full: who came and went takes one
 * line, however often. More come when the person asks.
 */
const mostUnasked = 10;
/** Room above the first unread message when a room is opened. */
const above = 60;

export interface TimelineOptions extends LooksOptions {
  readonly theme: Theme;
  /** A link was clicked: `https:`, `mailto:`, or one of the timeline's own. */
  onLink(link: string): void;
  /** A menu was asked for: on this item, with the link that is under the pointer. */
  onMenu(item: TimelineItem | undefined, link: string, place: QPoint): void;
  /** Whether the newest message is in view. */
  onAtEnd(atEnd: boolean): void;
  onOlder(): void;
  onNewer(): void;
  onLatest(): void;
}

/** The messages of one room at a time. */
export class Timeline {
  readonly widget: QTextBrowser;
  private readonly bar = new QScrollBar();
  private readonly jump: JumpButton;
  private readonly marking: Marking;
  private readonly places: Places;
  private readonly late = new LateTexts(() => this.rebuildSoon());
  private room: Room | undefined;
  private items = new ItemWindow();
  private readonly looks: TimelineLooks;
  private readonly document: TimelineDocument;
  private waiting: TimelineItem[] = [];
  private readonly frames = new Frames(() => this.frame());
  private atEnd = true;
  private unseen = 0;
  private dirty = false;
  private selecting = false;
  private hovered = '';
  /** How many pages were fetched since the view was full, or since the person asked. */
  private unasked = 0;
  /** Shown at the first unread message once the page is there. */
  private openedAt: number | undefined;

  constructor(private readonly options: TimelineOptions) {
    this.looks = new TimelineLooks(options.theme, options);
    const { bar } = this;
    this.widget = createMessageBrowser(bar);
    this.places = new Places(this.widget, bar);
    this.document = new TimelineDocument(this.widget, this.looks, this.late);
    this.jump = createJumpButton(this.widget, () => this.toLatest());
    this.marking = new Marking({ widget: this.widget, bar, places: this.places, theme: options.theme, rendered: () => this.document.items });
    this.listen();
  }

  /** Whether the newest message is in view. */
  get isAtEnd(): boolean {
    return this.atEnd;
  }

  /** Whether the oldest message that is there is held. */
  get reachesStart(): boolean {
    return this.items.reachesStart;
  }

  /** Shows a room: at its first unread message, or at the end where all is read. */
  show(room: Room | undefined): void {
    this.forgetWaiting();
    this.room = room;
    this.items = this.windowOf(room);
    this.unseen = 0;
    this.unasked = 0;
    this.looks.sought = undefined;
    this.marking.set(undefined);
    this.late.open(room);
    this.openedAt = room?.firstUnread;
    const unread = this.openedAt !== undefined && this.items.openAround(this.openedAt);
    this.atEnd = !unread;
    this.rebuild(undefined);
    if (unread && this.openedAt !== undefined) this.showItem(this.openedAt, above);
    this.scrolled();
    this.options.onAtEnd(this.atEnd);
  }

  added(added: readonly TimelineItem[]): void {
    if (!this.atEnd) this.unseen += added.filter(({ kind }) => kind === 'message').length;
    if (!this.items.appended(added.length, this.atEnd)) {
      this.showJump();
      return;
    }
    this.waiting.push(...added);
    this.frames.soon();
  }

  private windowOf(room: Room | undefined): ItemWindow {
    const isFoldedNow = (item: TimelineItem, previous: TimelineItem | undefined): boolean =>
      isFolded(item, previous, { comings: this.options.comings(), firstUnread: room?.firstUnread });
    return new ItemWindow(() => room?.items ?? [], isFoldedNow, () => this.widget.height());
  }

  /** Shows at once what waits for the next frame. */
  flush(): void {
    if (this.frames.isWaiting) this.frames.now();
  }

  prepended(count: number): void {
    this.items.prepended(count);
    if (this.bar.value() <= near.start) this.extend(() => this.items.extendUp(this.atEnd));
  }

  dropped(count: number): void {
    if (this.items.dropped(count)) this.rebuildSoon();
  }

  changed(item: TimelineItem): void {
    if (this.items.around(item.id) !== undefined) this.rebuildSoon();
  }

  /** What is known of the room changed: whether there are older messages is told at the start, what is on its way at the end. */
  roomChanged(): void {
    this.late.look(this.room);
    if (!this.document.startsRight(this.shown)) this.rebuildSoon();
    if (this.bar.value() <= near.start) this.wantOlder();
  }

  /** Shows or hides a hidden text. */
  toggleSpoiler(key: string): void {
    this.looks.toggleSpoiler(key);
    this.rebuildSoon();
  }

  get hasSelection(): boolean {
    return this.selecting;
  }

  /** Another part of the history is there. @param focus the item to show; undefined: what is in view stays */
  reset(focus: number | 'end' | undefined): void {
    const place = this.place();
    this.forgetWaiting();
    this.items.openAtEnd();
    this.unseen = 0;
    if (typeof focus === 'number' && this.reveal(focus)) return;
    if (focus === 'end') this.atEnd = this.room?.hasNewer !== true;
    else if (place !== undefined) this.items.openAround(place.id);
    this.rebuild(place);
    this.options.onAtEnd(this.atEnd);
  }

  /** Brings an item into view and marks it. @returns whether it is there */
  reveal(id: number): boolean {
    if (!this.items.openAround(id)) return false;
    this.atEnd = false;
    this.rebuild(undefined);
    this.showItem(id, this.widget.height() / 3);
    this.marking.set(this.items.around(id)?.item);
    this.scrolled();
    return true;
  }

  /** Shows where the words of a search stand, until the person goes on; undefined takes that away. */
  seek(words: string | undefined): void {
    if (words === this.looks.sought) return;
    this.looks.sought = words;
    this.refresh();
  }

  /** Shows the same items again: how they are to look has changed. */
  refresh(): void {
    this.rebuild(this.place());
  }

  setTheme(theme: Theme): void {
    this.looks.theme = theme;
    this.marking.setTheme(theme);
    this.refresh();
  }

  /** Brings older messages, also where the view is not filled by them. */
  loadOlder(): void {
    this.unasked = 0;
    this.wantOlder();
  }

  scrollPages(pages: number): void {
    if (pages < 0 && this.bar.value() === 0) this.loadOlder();
    this.bar.setValue(this.bar.value() + pages * Math.max(40, this.widget.height() - 60));
  }

  /** To the newest message, wherever the view is. */
  toLatest(): void {
    this.unmark();
    if (this.room?.hasNewer === true) this.options.onLatest();
    else this.scrollToEnd();
  }

  /** The message that the keyboard has marked. */
  get marked(): Message | undefined {
    const { id } = this.marking;
    const item = id === undefined ? undefined : this.items.around(id)?.item;
    return item?.kind === 'message' ? item : undefined;
  }

  /** Marks the message so many places further; from none, the newest that is in view. */
  mark(step: 1 | -1): void {
    const messages = this.items.shown.filter((item) => item.kind === 'message');
    const at = messages.findIndex(({ id }) => id === this.marking.id);
    const next = at < 0 ? this.newestInView(messages) : messages[at + step];
    if (next === undefined) {
      if (step < 0) this.loadOlder();
      return;
    }
    this.marking.set(next);
    this.marking.keepInView();
  }

  unmark(): void {
    this.marking.set(undefined);
    this.seek(undefined);
  }

  copySelection(): boolean {
    if (this.selecting) this.widget.copy();
    return this.selecting;
  }

  private listen(): void {
    const { widget, bar } = this;
    bar.addEventListener('rangeChanged', () => this.pin());
    bar.addEventListener('valueChanged', () => this.scrolled());
    widget.addEventListener('copyAvailable', (available) => this.selectionChanged(available));
    widget.addEventListener('highlighted', (link) => (this.hovered = link));
    widget.addEventListener('anchorClicked', (link) => this.options.onLink(link.toString()));
    widget.addEventListener('customContextMenuRequested', ({ x, y }) => this.menuAsked(x, y));
    widget.addEventListener(WidgetEventTypes.Resize, () => this.resized(), { afterDefault: true });
    cleanCopies(this, () => this.document.items);
  }

  private selectionChanged(available: boolean): void {
    this.selecting = available;
    // What waited while the person selected text is shown now.
    if (!available && this.dirty && !this.document.isBeingWritten) this.rebuildSoon();
  }

  private menuAsked(x: number, y: number): void {
    const { marked } = this;
    const area = marked === undefined ? undefined : this.marking.area;
    const found = marked ?? this.places.at(y + this.bar.value(), this.document.items)?.item;
    this.options.onMenu(found, this.hovered, this.widget.mapToGlobal(area === undefined ? new QPoint(x, y) : new QPoint(40, Math.round(area.top + area.height))));
  }

  private pin(): void {
    if (this.atEnd && !this.document.isBeingWritten && !this.places.looking) this.bar.setValue(this.bar.maximum());
  }

  private scrolled(): void {
    if (this.document.isBeingWritten || this.places.looking) return;
    const before = this.atEnd;
    const bottom = this.bar.value() >= this.bar.maximum() - near.end;
    this.atEnd = bottom && this.items.reachesEnd && this.room?.hasNewer !== true;
    if (this.atEnd) this.unseen = 0;
    if (bottom && !this.atEnd) this.wantNewer();
    if (this.bar.value() <= near.start) this.wantOlder();
    else this.unasked = 0;
    this.showJump();
    if (this.atEnd !== before) this.options.onAtEnd(this.atEnd);
  }

  private wantOlder(): void {
    if (!this.items.reachesStart) this.extend(() => this.items.extendUp(this.atEnd));
    else if (this.room?.hasOlder === true && !this.room.loadingOlder && this.unasked < mostUnasked) {
      this.unasked++;
      this.options.onOlder();
    }
  }

  private wantNewer(): void {
    if (!this.items.reachesEnd) this.extend(() => this.items.extendDown());
    else if (this.room?.hasNewer === true) this.options.onNewer();
  }

  /** Shows more, with what is in view staying where it is. */
  private extend(more: () => boolean): void {
    const place = this.place();
    if (more()) this.rebuild(place);
  }

  private frame(): void {
    const { waiting } = this;
    this.waiting = [];
    const anew = this.dirty || waiting.length > manyAtOnce || (this.atEnd && this.items.isTooLong) || !this.document.canAppend(waiting, this.shown);
    if (anew && !this.selecting) {
      if (this.atEnd) this.items.trim();
      this.rebuild(this.place());
    } else {
      this.document.append(waiting, this.shown);
      this.dirty ||= anew;
    }
    this.showJump();
  }

  private rebuildSoon(): void {
    this.dirty = true;
    if (!this.selecting) this.frames.soon();
  }

  /** Makes the document anew. @param place what the view is to begin with; undefined: the end, or where it was */
  private rebuild(place: Place | undefined): void {
    this.dirty = false;
    // They are among the items already.
    this.waiting = [];
    const stayed = this.bar.value();
    this.document.write(this.shown);
    const last = this.document.items.at(-1);
    if (this.atEnd) {
      // Asking for the last item makes Qt lay out all of the document, so that its end is known.
      if (last !== undefined && this.widget.isVisible()) this.places.top(last);
      this.bar.setValue(this.bar.maximum());
    } else if (place !== undefined) this.places.go(place);
    else this.bar.setValue(stayed);
    this.marking.place();
  }

  private get shown(): Shown {
    return { room: this.room, items: this.items, asksForOlder: this.unasked >= mostUnasked };
  }

  private place(): Place | undefined {
    return this.atEnd ? undefined : this.places.get(this.document.items);
  }

  private showItem(id: number, room: number): void {
    this.bar.setValue(this.places.top({ id }) - room);
  }

  private scrollToEnd(): void {
    this.atEnd = true;
    this.unseen = 0;
    if (!this.items.reachesEnd) {
      this.items.openAtEnd();
      this.rebuild(undefined);
    }
    this.bar.setValue(this.bar.maximum());
    this.showJump();
    this.options.onAtEnd(true);
  }

  private newestInView(messages: readonly TimelineItem[]): TimelineItem | undefined {
    const y = this.bar.value() + this.widget.height() - 30;
    return this.atEnd ? messages.at(-1) : this.places.at(y, messages)?.item;
  }

  private showJump(): void {
    const far = this.bar.maximum() - this.bar.value() > this.widget.height() / 2;
    this.jump.show(!this.atEnd && (far || this.unseen > 0), this.unseen);
  }

  private resized(): void {
    const columns = columnsOf(this.widget);
    if (columns !== this.looks.columns && this.document.items.some((item) => item.kind === 'message' && item.formatted.includes('```'))) this.rebuildSoon();
    this.looks.columns = columns;
    this.pin();
    this.marking.place();
  }

  private forgetWaiting(): void {
    this.frames.cancel();
    this.waiting = [];
    this.dirty = false;
  }
}
