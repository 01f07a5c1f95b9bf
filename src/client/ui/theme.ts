import { ColorGroup, ColorRole, QApplication } from '@nodegui/nodegui';
import type { TextTheme } from '../text/theme';
import { contrastOf, hex, isDark, mix, readable, type Colour } from '../text/colours';

/** The colours that Qt's palette has no role for, made from those that it has. */
export interface Theme extends TextTheme {
  /** The window's own background. */
  readonly window: Colour;
  /** On the window's own background. */
  readonly windowDim: Colour;
  /** Around panels that lie over others. */
  readonly border: Colour;
  /** Around the message that the keyboard has marked. */
  readonly marked: Colour;
  readonly error: Colour;
  readonly good: Colour;
  readonly banner: Colour;
  readonly bannerText: Colour;
  /** Whether the hint in an empty field can be read; not every desktop's dark palette sees to it. */
  readonly hintsReadable: boolean;
}

/** What a desktop chooses, and what everything else is made from. */
interface Ground {
  readonly base: Colour;
  readonly text: Colour;
  readonly window: Colour;
  readonly windowText: Colour;
  readonly button: Colour;
  readonly link: Colour;
  readonly highlight: Colour;
  readonly highlightedText: Colour;
  readonly placeholder: Colour;
}

/** Colours for those who want others than the desktop's. */
const grounds: Readonly<Record<'light' | 'dark', Ground>> = {
  light: {
    base: '#ffffff', text: '#1d1d1f', window: '#f0f0f1', windowText: '#1d1d1f', button: '#fafafa', link: '#0a5fb4',
    highlight: '#2f7fd1', highlightedText: '#ffffff', placeholder: '#6f6f73',
  },
  dark: {
    base: '#1b1d1f', text: '#e4e4e6', window: '#2a2c2f', windowText: '#e4e4e6', button: '#3a3d41', link: '#6cb2f5',
    highlight: '#2f74bd', highlightedText: '#ffffff', placeholder: '#97999d',
  },
};

let forced: Ground | undefined;

/** The colours of the setting: the desktop's, or ours. */
export function forceTheme(wanted: 'system' | 'light' | 'dark'): void {
  const ground = wanted === 'system' ? undefined : grounds[wanted];
  if (ground === forced) return;
  forced = ground;
  // NodeGui cannot set a palette: a style sheet says the same. Without borders in it Qt goes on drawing its own style.
  QApplication.instance().setStyleSheet(ground === undefined ? '' : sheetOf(ground), false);
}

/** The theme of the desktop's palette or of the setting, light or dark. */
export function currentTheme(): Theme {
  const { base, text, window, windowText, link, highlight, placeholder } = forced ?? desktopGround();
  const dark = isDark(base);
  const banner = mix(window, '#e8a317', dark ? 0.28 : 0.35);
  return {
    dark,
    base,
    text,
    dim: readable(mix(text, base, 0.45), base),
    link: readable(link, base),
    mention: mix(base, '#f5b400', dark ? 0.22 : 0.2),
    warning: readable('#c4501b', base),
    window,
    border: mix(window, windowText, 0.3),
    marked: readable(highlight, base, 3),
    windowDim: readable(mix(windowText, window, 0.4), window),
    error: readable('#d32f2f', window),
    good: readable('#2e8b57', window),
    banner,
    bannerText: readable(windowText, banner, 7),
    hintsReadable: contrastOf(mix(base, placeholder, 0.5), base) > 1.5,
  };
}

function desktopGround(): Ground {
  return {
    base: paletteColour(ColorRole.Base),
    text: paletteColour(ColorRole.Text),
    window: paletteColour(ColorRole.Window),
    windowText: paletteColour(ColorRole.WindowText),
    button: paletteColour(ColorRole.Button),
    link: paletteColour(ColorRole.Link),
    highlight: paletteColour(ColorRole.Highlight),
    highlightedText: paletteColour(ColorRole.HighlightedText),
    placeholder: paletteColour(ColorRole.PlaceholderText),
  };
}

function paletteColour(role: ColorRole): Colour {
  const colour = QApplication.instance().palette().color(ColorGroup.Active, role);
  return hex([colour.red(), colour.green(), colour.blue()]);
}

function sheetOf({ base, text, window, windowText, button, highlight, highlightedText, placeholder }: Ground): string {
  const dim = mix(windowText, window, 0.5);
  const line = mix(window, windowText, 0.25);
  return `
    QWidget { color: ${windowText}; background-color: ${window}; selection-background-color: ${highlight}; selection-color: ${highlightedText}; }
    QWidget:disabled { color: ${dim}; }
    QLabel { background-color: transparent; }
    QLineEdit, QTextEdit, QListView, QSpinBox { color: ${text}; background-color: ${base}; placeholder-text-color: ${placeholder}; }
    QTextEdit, QListView { border: 1px solid ${line}; }
    QListView::item:selected { background-color: ${highlight}; color: ${highlightedText}; }
    QCheckBox::indicator:unchecked { width: 12px; height: 12px; border: 1px solid ${dim}; border-radius: 2px; background-color: ${base}; }
    QPushButton, QComboBox { background-color: ${button}; }
    QMenuBar::item:selected, QMenu::item:selected { background-color: ${highlight}; color: ${highlightedText}; }
    QMenu { border: 1px solid ${line}; }
    QMenu::item:disabled { color: ${dim}; }
    QToolTip { color: ${text}; background-color: ${base}; border: 1px solid ${line}; }
    QStatusBar::item { border: none; }
    QScrollBar:vertical { background-color: ${base}; width: 12px; }
    QScrollBar::handle:vertical { background-color: ${line}; min-height: 24px; border-radius: 4px; margin: 2px; }
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0px; }
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background-color: ${base}; }`;
}
