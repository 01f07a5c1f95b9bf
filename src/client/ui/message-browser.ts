import { ContextMenuPolicy, QFont, QFontMetrics, QSizeF, QTextBrowser, ScrollBarPolicy, TextInteractionFlag, type QObject, type QScrollBar } from '@nodegui/nodegui';
import { t } from '../i18n';
import { keep } from './keep';

/** Around the document, in pixels. */
const documentMargin = 10;
/** The scroll bar, which comes and goes, and the frame, in pixels. */
const besides = 24;

/** The widget of the messages: a document that is read, not written. */
export function createMessageBrowser(bar: QScrollBar): QTextBrowser {
  const widget = new QTextBrowser();
  widget.setVerticalScrollBar(bar);
  widget.setReadOnly(true);
  widget.setUndoRedoEnabled(false);
  // Links are opened by us, or a message could open any program with a file: address.
  widget.setOpenLinks(false);
  widget.setAccessibleName(t('timeline.accessible'));
  widget.setHorizontalScrollBarPolicy(ScrollBarPolicy.ScrollBarAlwaysOff);
  widget.setTextInteractionFlags(TextInteractionFlag.TextBrowserInteraction);
  widget.setAcceptDrops(false);
  widget.setContextMenuPolicy(ContextMenuPolicy.CustomContextMenu);
  documentOf(widget)?.setProperty('documentMargin', documentMargin);
  keep(widget, bar);
  return widget;
}

/** How many characters of code fit into a line. */
export function columnsOf(widget: QTextBrowser): number {
  const font = new QFont(widget.font());
  font.setFamily('monospace');
  const room = widget.width() - 2 * documentMargin - besides;
  // Qt tells whole pixels: of many characters, that a part of one counts.
  const many = 100;
  return Math.max(0, Math.floor((room * many) / Math.max(many, new QFontMetrics(font).horizontalAdvance('0'.repeat(many)))));
}

/** Where the last line of the document ends, in pixels from its start. */
export function endOfText(widget: QTextBrowser): number {
  const size = documentOf(widget)?.property('size');
  return size === undefined ? 0 : QSizeF.fromQVariant(size).height() - documentMargin;
}

/** NodeGui has no class for it, but for its properties. */
function documentOf(widget: QTextBrowser): QObject | undefined {
  return widget.children().find((child) => child.inherits('QWidgetTextControl'))?.children().find((child) => child.inherits('QTextDocument'));
}
