import { QFrame, WidgetAttribute, type QTextBrowser } from '@nodegui/nodegui';
import { keep } from './keep';
import type { Theme } from './theme';

/** The frame around the message that the keyboard has marked. */
export interface Marker {
  /** In pixels of the view; undefined takes it away. */
  show(area: { readonly top: number; readonly height: number } | undefined): void;
  setTheme(theme: Theme): void;
}

/** Below a message, in pixels: its last line ends where the next message begins, and letters reach down to there. */
const below = 4;

export function createMarker(over: QTextBrowser, first: Theme): Marker {
  const frame = new QFrame(over.viewport());
  frame.setObjectName('marker');
  frame.setAttribute(WidgetAttribute.WA_TransparentForMouseEvents, true);
  frame.setVisible(false);
  const setTheme = ({ marked }: Theme): void => {
    frame.setStyleSheet(`#marker { border: 2px solid ${marked}; border-radius: 4px; background: transparent; }`, false);
  };
  setTheme(first);
  keep(over, frame);
  return {
    show: (area) => {
      if (area !== undefined) frame.setGeometry(2, Math.round(area.top), over.viewport().width() - 4, Math.round(area.height) + below);
      frame.setVisible(area !== undefined);
    },
    setTheme,
  };
}
