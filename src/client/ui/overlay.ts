import { Direction, QBoxLayout, QFrame, WidgetEventTypes, type QWidget } from '@nodegui/nodegui';
import { keep } from './keep';
import type { Theme } from './theme';

/** A panel over the page: part of the window, so that the keyboard stays in one place and nothing is modal. */
export interface Overlay {
  readonly widget: QFrame;
  readonly layout: QBoxLayout;
  readonly isOpen: boolean;
  open(): void;
  close(): void;
  /** Puts it into its place again, as after a change of its content. */
  place(): void;
  setTheme(theme: Theme): void;
}

/** In pixels of what the panel lies over. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface OverlayOptions {
  readonly over: QWidget;
  readonly theme: Theme;
  /** Where it lies; asked anew when what it lies over changes its size. */
  readonly area: (over: { readonly width: number; readonly height: number }) => Area;
}

export function createOverlay({ over, theme, area }: OverlayOptions): Overlay {
  const widget = new QFrame(over);
  widget.setObjectName('overlay');
  widget.setVisible(false);
  widget.setAutoFillBackground(true);
  const layout = new QBoxLayout(Direction.TopToBottom);
  layout.setContentsMargins(8, 8, 8, 8);
  layout.setSpacing(6);
  widget.setLayout(layout);
  let open = false;
  const place = (): void => {
    if (!open) return;
    const { x, y, width, height } = area({ width: over.width(), height: over.height() });
    widget.setGeometry(Math.round(x), Math.round(y), Math.round(width), Math.round(height));
  };
  over.addEventListener(WidgetEventTypes.Resize, place, { afterDefault: true });
  const setTheme = ({ border, window }: Theme): void => {
    widget.setStyleSheet(`#overlay { background-color: ${window}; border: 1px solid ${border}; border-radius: 6px; }`, false);
  };
  setTheme(theme);
  keep(over, widget, layout);
  return {
    widget,
    layout,
    get isOpen() {
      return open;
    },
    open: () => {
      open = true;
      place();
      widget.show();
      widget.raise();
    },
    close: () => {
      open = false;
      widget.hide();
    },
    place,
    setTheme,
  };
}
