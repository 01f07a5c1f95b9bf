import { QPushButton, type QWidget } from '@nodegui/nodegui';
import { createElidedLabel } from './elided-label';
import { keep } from './keep';
import { row } from './layout';

/** A line above the box: what is answered or edited, or how something is to be sent. */
export interface ComposerBar {
  readonly widget: QWidget;
  readonly isOpen: boolean;
  show(text: string, buttons: readonly BarButton[]): void;
  hide(): void;
  /** Puts the keyboard on the first button. */
  focus(): void;
}

export interface BarButton {
  readonly label: string;
  press(): void;
}

/** The most buttons of a bar; those that a bar does not need are hidden. */
const most = 4;

export function createComposerBar(): ComposerBar {
  const { widget, layout } = row({ margins: [4, 0, 0, 0], spacing: 6 });
  widget.setVisible(false);
  const label = createElidedLabel();
  layout.addWidget(label.widget, 1);
  let current: readonly BarButton[] = [];
  const buttons = Array.from({ length: most }, (_, place) => {
    const button = new QPushButton();
    button.setAutoDefault(true);
    button.addEventListener('clicked', () => current[place]?.press());
    layout.addWidget(button);
    return button;
  });
  keep(widget, label, ...buttons);
  let open = false;
  return {
    widget,
    get isOpen() {
      return open;
    },
    show: (text, wanted) => {
      open = true;
      current = wanted;
      label.setText(text);
      buttons.forEach((button, place) => {
        button.setText(wanted[place]?.label ?? '');
        button.setVisible(wanted[place] !== undefined);
      });
      widget.setVisible(true);
    },
    hide: () => {
      open = false;
      current = [];
      widget.setVisible(false);
    },
    focus: () => buttons[0]?.setFocus(),
  };
}
