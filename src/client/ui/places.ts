import type { QScrollBar, QTextBrowser } from '@nodegui/nodegui';
import type { TimelineItem } from '../core/events';
import { anchorOf } from '../text/timeline-html';

/** A place in a timeline that lasts: an item, and how far below its start the view begins, in pixels. */
export interface Place {
  readonly id: number;
  readonly offset: number;
}

/**
 * Where items stand in the document, in pixels from its start. Qt tells that by scrolling to an anchor; the view is not
 * drawn meanwhile, and a look-up takes some hundredths of a millisecond.
 */
export class Places {
  /** While it looks the bar moves, and says nothing about where the person is. */
  looking = false;

  constructor(private readonly browser: QTextBrowser, private readonly bar: QScrollBar) {}

  /** The start of an item. Where it has no anchor the answer is meaningless. */
  top(item: Pick<TimelineItem, 'id'>): number {
    return this.still(() => this.find(item));
  }

  /** The last item that begins at or above this place. */
  at(y: number, items: readonly TimelineItem[]): { readonly item: TimelineItem; readonly top: number } | undefined {
    return this.still(() => this.search(y, items));
  }

  /** Where the view begins; above the first item, where the day stands, by that item. */
  get(items: readonly TimelineItem[]): Place | undefined {
    const y = this.bar.value();
    const found = this.at(y, items);
    if (found !== undefined) return { id: found.item.id, offset: y - found.top };
    const [first] = items;
    return first === undefined ? undefined : { id: first.id, offset: y - this.top(first) };
  }

  /** Makes the view begin there. */
  go({ id, offset }: Place): void {
    this.bar.setValue(this.top({ id }) + offset);
  }

  private search(y: number, items: readonly TimelineItem[]): { item: TimelineItem; top: number } | undefined {
    let [low, high] = [0, items.length - 1];
    let best: { item: TimelineItem; top: number } | undefined;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const item = items[middle];
      if (item === undefined) break;
      const top = this.find(item);
      if (top <= y) {
        best = { item, top };
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return best;
  }

  private find(item: Pick<TimelineItem, 'id'>): number {
    this.browser.scrollToAnchor(anchorOf(item));
    return this.bar.value();
  }

  /** Looks without moving: the bar reaches further meanwhile, so that items of the last page have a place too. */
  private still<Answer>(look: () => Answer): Answer {
    const { bar, browser } = this;
    const [value, maximum] = [bar.value(), bar.maximum()];
    this.looking = true;
    browser.setUpdatesEnabled(false);
    bar.setMaximum(maximum + browser.height());
    try {
      return look();
    } finally {
      // The document may have turned out longer than was known before.
      bar.setMaximum(Math.max(maximum, bar.maximum() - browser.height()));
      bar.setValue(value);
      browser.setUpdatesEnabled(true);
      this.looking = false;
    }
  }
}
