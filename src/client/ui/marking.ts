import type { QScrollBar, QTextBrowser } from '@nodegui/nodegui';
import type { TimelineItem } from '../core/events';
import { createMarker, type Marker } from './marker';
import { endOfText } from './message-browser';
import type { Places } from './places';
import type { Theme } from './theme';

/** Between a marked message and the edge of the view, in pixels. */
const gap = 8;

/** A part of the view, in pixels from its start. */
interface Area {
  readonly top: number;
  readonly height: number;
}

/** What the marking needs of the timeline around it. */
export interface MarkingOptions {
  readonly widget: QTextBrowser;
  readonly bar: QScrollBar;
  readonly places: Places;
  readonly theme: Theme;
  /** What the document holds, oldest first. */
  rendered(): readonly TimelineItem[];
}

/** The message that the keyboard or a search has marked, and the frame around it. */
export class Marking {
  private readonly frame: Marker;
  private markedId: number | undefined;

  constructor(private readonly options: MarkingOptions) {
    this.frame = createMarker(options.widget, options.theme);
  }

  get id(): number | undefined {
    return this.markedId;
  }

  /** Where the marked message stands; undefined where none is marked or it is not in the document. */
  get area(): Area | undefined {
    const { options, markedId } = this;
    const items = options.rendered();
    const at = items.findIndex(({ id }) => id === markedId);
    const [item, next] = [items[at], items[at + 1]];
    if (item === undefined) return undefined;
    const top = options.places.top(item);
    const end = next === undefined ? endOfText(options.widget) : options.places.top(next);
    return { top: top - options.bar.value(), height: end - top };
  }

  setTheme(theme: Theme): void {
    this.frame.setTheme(theme);
  }

  set(item: TimelineItem | undefined): void {
    this.markedId = item?.id;
    this.options.widget.setAccessibleDescription(item?.kind === 'message' ? `${item.nick}: ${item.text}` : '');
    this.place();
  }

  /** Puts the frame where its message is now. */
  place(): void {
    this.frame.show(this.area);
  }

  /** Scrolls as little as shows all of the marked message. */
  keepInView(): void {
    const { area } = this;
    if (area === undefined) return;
    const { bar, widget } = this.options;
    const height = widget.viewport().height();
    if (area.top < 0) bar.setValue(bar.value() + area.top - gap);
    else if (area.top + area.height > height) bar.setValue(bar.value() + Math.min(area.top, area.top + area.height - height + gap));
    this.place();
  }
}
