import { Direction, QBoxLayout, QDialog, QPushButton, WidgetEventTypes, type QLabel, type QWidget } from '@nodegui/nodegui';
import { keyCode, takeKeys } from './keys';
import { keep } from './keep';
import { column, row } from './layout';
import { richLabel, setTitle } from './texts';

/** A button at the foot of a dialog. */
export interface DialogButton {
  readonly label: string;
  /** Return presses it. */
  readonly usual?: true;
  /** Where it returns false the dialog stays open. */
  readonly press: () => unknown;
}

export interface DialogOptions {
  readonly title: string;
  readonly buttons: readonly DialogButton[];
  /** Left without a button: Escape, or the cross. */
  readonly onLeave?: () => void;
}

/** A dialog over the window. It is opened without exec(), which would keep Node from running. */
export interface Dialog {
  readonly widget: QDialog;
  /** For what stands above the buttons. */
  readonly layout: QBoxLayout;
  readonly buttons: readonly QPushButton[];
  readonly isOpen: boolean;
  open(): void;
  /** Takes it away, as a button does; `onLeave` is not called. */
  close(): void;
}

/** Those that are open: Qt's own references do not keep NodeGui's. */
const shown = new Set<QDialog>();

export function createDialog(parent: QWidget, { title, buttons, onLeave }: DialogOptions): Dialog {
  const widget = new QDialog(parent);
  setTitle(widget, title);
  widget.setAccessibleName(title);
  const { widget: inside, layout } = column({ spacing: 8 });
  const foot = row({ spacing: 8 });
  foot.layout.addStretch(1);
  const outer = new QBoxLayout(Direction.TopToBottom);
  outer.setContentsMargins(16, 16, 16, 14);
  outer.setSpacing(14);
  outer.addWidget(inside, 1);
  outer.addWidget(foot.widget);
  widget.setLayout(outer);
  let open = false;
  const close = (): void => {
    if (!open) return;
    open = false;
    widget.hide();
    shown.delete(widget);
  };
  const made = buttons.map(({ label, usual, press }) => {
    const button = new QPushButton();
    button.setText(label);
    button.setAutoDefault(false);
    button.setDefault(usual === true);
    button.setMinimumHeight(30);
    button.addEventListener('clicked', () => {
      if (press() !== false) close();
    });
    foot.layout.addWidget(button);
    return button;
  });
  const leave = (): void => {
    if (!open) return;
    close();
    onLeave?.();
  };
  takeKeys(widget, ({ key }) => {
    if (key !== keyCode.escape) return false;
    leave();
    return true;
  });
  widget.addEventListener(WidgetEventTypes.Hide, () => setImmediate(() => !widget.isVisible() && leave()));
  keep(widget, inside, layout, outer, foot, ...made);
  return {
    widget,
    layout,
    buttons: made,
    get isOpen() {
      return open;
    },
    open: () => {
      open = true;
      shown.add(widget);
      widget.open();
    },
    close,
  };
}

/** A paragraph of a dialog. @param html Qt's rich text */
export function paragraph(html: string, width = 420): QLabel {
  const label = richLabel(html);
  label.setWordWrap(true);
  label.setMinimumWidth(Math.min(width, 300));
  label.setMaximumWidth(width);
  return label;
}
