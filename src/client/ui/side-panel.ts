import { CursorShape, FocusPolicy, QMouseEvent, QWidget, WidgetEventTypes } from '@nodegui/nodegui';
import { keep } from './keep';
import type { RawEvent } from './keys';

/** How wide a panel may be, in pixels. */
export const panelWidth = { least: 90, usual: 160, most: 420 };

/**
 * The grip between the messages and a panel at their side: dragged, it changes the panel's width; a double click gives
 * the usual one back. NodeGui's QSplitter cannot be told sizes, so that what the person chose could not last.
 */
export interface Grip {
  readonly widget: QWidget;
  setWidth(width: number): void;
}

export interface GripOptions {
  readonly panel: QWidget;
  /** Where the panel lies, seen from the grip. */
  readonly side: 'left' | 'right';
  readonly width: number;
  /** The person let go. */
  readonly onChange: (width: number) => void;
}

const thickness = 8;

export function createGrip({ panel, side, width, onChange }: GripOptions): Grip {
  const widget = new QWidget();
  widget.setFixedWidth(thickness);
  widget.setCursor(CursorShape.SplitHCursor);
  widget.setFocusPolicy(FocusPolicy.NoFocus);
  let current = width;
  let pulled: { from: number; width: number } | undefined;
  const setWidth = (wanted: number): void => {
    current = Math.round(Math.min(panelWidth.most, Math.max(panelWidth.least, wanted)));
    panel.setFixedWidth(current);
  };
  const on = (type: WidgetEventTypes, handle: (x: number) => void): void => {
    widget.addEventListener(type, (event?: RawEvent) => {
      if (event === undefined) return;
      handle(new QMouseEvent(event).globalX());
      widget.setEventProcessed(true);
    });
  };
  on(WidgetEventTypes.MouseButtonPress, (x) => (pulled = { from: x, width: current }));
  on(WidgetEventTypes.MouseMove, (x) => {
    if (pulled !== undefined) setWidth(pulled.width + (side === 'left' ? x - pulled.from : pulled.from - x));
  });
  on(WidgetEventTypes.MouseButtonRelease, () => {
    pulled = undefined;
    onChange(current);
  });
  on(WidgetEventTypes.MouseButtonDblClick, () => setWidth(panelWidth.usual));
  setWidth(width);
  keep(widget, panel);
  return { widget, setWidth };
}
