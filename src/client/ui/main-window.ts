import { QApplication, QFont, QKeyEvent, QMainWindow, WidgetEventTypes, type QMenuBar, type QStatusBar, type QWidget } from '@nodegui/nodegui';
import type { WindowSize } from '../core/window';
import type { Colour } from '../text/colours';
import { programIcon } from './images';
import { keep } from './keep';
import type { RawEvent } from './keys';
import type { Theme } from './theme';

const normalSize: WindowSize = { width: 860, height: 600 };
const leastSize: WindowSize = { width: 360, height: 420 };
/** About what a window manager puts above a window. */
const titleBar = 40;
const resizeDelayMs = 300;

/** The frame around the pages. */
export interface MainWindow {
  readonly widget: QMainWindow;
  fill(menu: QMenuBar, page: QWidget, status: QStatusBar): void;
  setTheme(theme: Theme): void;
  /** In steps from the desktop's size. */
  setTextSize(step: number): void;
}

export interface MainWindowOptions {
  readonly size: WindowSize | undefined;
  /** The person wants to close it; it stays open until the program ends. */
  readonly onClose: () => void;
  readonly onResize: (size: WindowSize) => void;
  /** It came in front, or went behind. */
  readonly onActive: () => void;
  /** The desktop's colours changed. */
  readonly onPalette: () => void;
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const widget = new QMainWindow();
  widget.setWindowIcon(programIcon());
  widget.setMinimumSize(leastSize.width, leastSize.height);
  const { width, height } = onScreen(options.size ?? normalSize);
  widget.resize(width, height);
  listen(widget, options);

  const look = createLook(widget);
  return {
    widget,
    fill: (menu, page, status) => {
      widget.setMenuBar(menu);
      widget.setCentralWidget(page);
      widget.setStatusBar(status);
      keep(widget, menu, page, status);
    },
    setTheme: look.setTheme,
    setTextSize: look.setTextSize,
  };
}

/** No larger than the screen, which may be another one than last time, or show everything twice as large. */
function onScreen({ width, height }: WindowSize): WindowSize {
  const place = QApplication.primaryScreen()?.availableGeometry();
  if (place === undefined) return { width, height };
  return { width: Math.min(width, place.width()), height: Math.min(height, place.height() - titleBar) };
}

/** The size of the text, and what the desktop's palette leaves out. */
function createLook(widget: QMainWindow): Pick<MainWindow, 'setTheme' | 'setTextSize'> {
  const normal = widget.font().pointSize();
  let shown = normal;
  let hintColour: Colour | undefined;
  const apply = (): void => {
    if (shown !== widget.font().pointSize()) {
      const font = new QFont(widget.font());
      font.setPointSize(shown);
      widget.setFont(font);
    }
    // Qt's style for style sheets makes the hint of the text's colour; but then a font does not reach the children.
    const sheet = hintColour === undefined ? '' : `QLineEdit { color: ${hintColour}; } * { font-size: ${shown}pt; }`;
    if (sheet !== widget.styleSheet()) widget.setStyleSheet(sheet, false);
  };
  return {
    setTheme: ({ text, hintsReadable }) => {
      hintColour = hintsReadable ? undefined : text;
      apply();
    },
    setTextSize: (step) => {
      shown = Math.max(5, normal + step);
      apply();
    },
  };
}

function listen(widget: QMainWindow, options: MainWindowOptions): void {
  widget.addEventListener(WidgetEventTypes.Close, (event?: RawEvent) => {
    // The window stays until the server has been told. Only ignore() keeps Qt from closing it.
    if (event !== undefined) new QKeyEvent(event).ignore();
    widget.setEventProcessed(true);
    options.onClose();
  });
  let resizing: NodeJS.Timeout | undefined;
  widget.addEventListener(WidgetEventTypes.Resize, () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => options.onResize({ width: widget.width(), height: widget.height() }), resizeDelayMs).unref();
  });
  for (const type of [WidgetEventTypes.WindowActivate, WidgetEventTypes.WindowDeactivate]) {
    // The window counts as active, or not, only after the event.
    widget.addEventListener(type, () => options.onActive(), { afterDefault: true });
  }
  widget.addEventListener(WidgetEventTypes.PaletteChange, () => options.onPalette(), { afterDefault: true });
}
