import { QPushButton, type QWidget } from '@nodegui/nodegui';
import { createElidedLabel } from './elided-label';
import { keep } from './keep';
import { column, row } from './layout';

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
  const { widget, layout } = column({ margins: [4, 0, 0, 0], spacing: 4 });
  widget.setVisible(false);
  // Beside one button there is room for the text; several have a line of their own below it.
  const [above, beside] = [createElidedLabel(), createElidedLabel()];
  const line = row();
  line.layout.addWidget(beside.widget, 1);
  layout.addWidget(above.widget);
  layout.addWidget(line.widget);
  let current: readonly BarButton[] = [];
  const buttons = Array.from({ length: most }, (_, place) => {
    const button = new QPushButton();
    button.setAutoDefault(true);
    button.addEventListener('clicked', () => current[place]?.press());
    line.layout.addWidget(button);
    return button;
  });
  keep(widget, above, beside, line, ...buttons);
  let open = false;
  return {
    widget,
    get isOpen() {
      return open;
    },
    show: (text, wanted) => {
      open = true;
      current = wanted;
      const several = wanted.length > 1;
      above.widget.setVisible(several);
      above.setText(several ? text : '');
      beside.setText(several ? '' : text);
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
