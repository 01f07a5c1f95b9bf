import type { QTextBrowser } from '@nodegui/nodegui';
import type { Room, TimelineItem } from '../core/events';
import { joinsPrevious, outgoingHtml, timelineHtml, type TimelineLook } from '../text/timeline-html';
import type { ItemWindow } from './item-window';
import type { LateTexts } from './late-texts';
import type { TimelineLooks } from './timeline-looks';
import { appendParagraph, setDocument } from './texts';

/** What is to be shown: a room, as far as the timeline holds it. */
export interface Shown {
  readonly room: Room | undefined;
  readonly items: ItemWindow;
  /** Whether older ones come only when the person asks for them. */
  readonly asksForOlder: boolean;
}

/** The items of a room as they stand in the browser, with what is on its way behind them. */
export class TimelineDocument {
  /** What it holds, oldest first. */
  items: readonly TimelineItem[] = [];
  /** While it is written anew the scroll bar says nothing about where the person is. */
  isBeingWritten = false;
  private shownStart: TimelineLook['start'] = 'more';
  /** Where the line of what is new stands. */
  private shownUnread: number | undefined;

  constructor(private readonly browser: QTextBrowser, private readonly looks: TimelineLooks, private readonly late: LateTexts) {}

  /** Whether what it says at its start is what is known of the room. */
  startsRight(shown: Shown): boolean {
    return startOf(shown) === this.shownStart;
  }

  /** Whether items can be put behind those that are there, without changing anything before them. */
  canAppend(added: readonly TimelineItem[], shown: Shown): boolean {
    // What stands at the start of a timeline, and the line of what is new, stand there once.
    if (this.items.length === 0 || shown.room?.firstUnread !== this.shownUnread) return false;
    // What is on its way stands behind all that arrived.
    if (this.late.shown.length > 0) return false;
    const [first] = added;
    return first === undefined || !joinsPrevious(first, this.items.at(-1), this.look(shown));
  }

  append(added: readonly TimelineItem[], shown: Shown): void {
    for (const paragraph of timelineHtml(added, this.items.at(-1), this.look(shown))) appendParagraph(this.browser, paragraph);
    this.items = [...this.items, ...added];
  }

  /** Makes it anew. */
  write(shown: Shown): void {
    this.isBeingWritten = true;
    this.items = shown.items.shown;
    this.shownUnread = shown.room?.firstUnread;
    setDocument(this.browser, this.html(shown));
    this.isBeingWritten = false;
  }

  private html(shown: Shown): string {
    const look = this.look(shown);
    const isEnd = shown.room?.hasNewer !== true && shown.items.reachesEnd;
    const outgoing = isEnd ? this.late.shown.map((one) => outgoingHtml(one, look)) : [];
    return [...timelineHtml(this.items, undefined, look), ...outgoing].join('');
  }

  private look(shown: Shown): TimelineLook {
    this.shownStart = startOf(shown);
    return this.looks.of(shown.room, this.shownStart);
  }
}

function startOf({ room, items, asksForOlder }: Shown): TimelineLook['start'] {
  if (room === undefined || !items.reachesStart) return 'more';
  return !room.hasOlder ? 'start' : asksForOlder && !room.loadingOlder ? 'asks' : 'loading';
}
