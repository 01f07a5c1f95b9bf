import { QApplication, QClipboardMode } from '@nodegui/nodegui';
import type { TimelineItem } from '../core/events';
import { cleanCopy, isMarked } from '../text/copied';
import { keep } from './keep';
import type { Timeline } from './timeline';

/**
 * What is copied out of the messages is what was written, by whichever way: Ctrl+C, the menu, or on X11 the selection
 * itself, which a click of the middle button pastes. Qt has put it there with all that the timeline shows.
 */
export function cleanCopies(timeline: Timeline, items: () => readonly TimelineItem[]): void {
  const clipboard = QApplication.clipboard();
  if (clipboard === null) return;
  const clean = (mode: QClipboardMode): void => {
    // What another program put there is not asked for: the answer may take seconds.
    if (!timeline.hasSelection || !timeline.widget.isActiveWindow()) return;
    const copied = clipboard.text(mode);
    if (isMarked(copied)) clipboard.setText(cleanCopy(copied, items()), mode);
  };
  clipboard.addEventListener('dataChanged', () => clean(QClipboardMode.Clipboard));
  clipboard.addEventListener('selectionChanged', () => clean(QClipboardMode.Selection));
  keep(timeline.widget, clipboard);
}
