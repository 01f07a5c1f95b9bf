import { EchoMode, QLineEdit, type QLabel, type QWidget } from '@nodegui/nodegui';
import type { Colour } from '../text/colours';
import { escapeHtml } from '../text/html';
import { keep } from './keep';
import { column } from './layout';
import { fieldLabel, richLabel } from './texts';

/** One line to fill in: a label above, what is wrong with it below. */
export interface Field {
  readonly widget: QWidget;
  readonly edit: QLineEdit;
  showError(why: string | undefined): void;
  setErrorColour(colour: Colour): void;
}

export interface FieldOptions {
  /** With `&` before the letter that leads to the field. */
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly errorColour: Colour;
  readonly onReturn: () => void;
  /** What is typed is not shown. */
  readonly secret?: boolean;
}

export function createField({ label, hint, value, errorColour, onReturn, secret = false }: FieldOptions): Field {
  const { widget, layout } = column({ spacing: 3 });
  const edit = new QLineEdit();
  edit.setText(value);
  edit.setPlaceholderText(hint);
  if (secret) edit.setEchoMode(EchoMode.Password);
  edit.setAccessibleName(label.replace('&', ''));
  edit.setMinimumHeight(30);
  edit.addEventListener('returnPressed', () => onReturn());
  const caption = fieldLabel(label, edit);
  const error = createErrorLabel(errorColour);
  layout.addWidget(caption);
  layout.addWidget(edit);
  layout.addWidget(error.widget);
  keep(widget, caption, edit, error);
  return {
    widget,
    edit,
    showError: (why) => {
      error.show(why);
      edit.setAccessibleDescription(why ?? '');
    },
    setErrorColour: error.setColour,
  };
}

/** Words about what went wrong, in colour; takes no room while there are none. */
export interface ErrorLabel {
  readonly widget: QLabel;
  readonly show: (why: string | undefined) => void;
  readonly setColour: (colour: Colour) => void;
}

export function createErrorLabel(first: Colour): ErrorLabel {
  const widget = richLabel();
  widget.setWordWrap(true);
  widget.setVisible(false);
  let colour = first;
  let said: string | undefined;
  const show = (why: string | undefined): void => {
    said = why;
    widget.setText(why === undefined ? '' : `<span style="color:${colour}">${escapeHtml(why)}</span>`);
    widget.setVisible(why !== undefined);
  };
  return {
    widget,
    show,
    setColour: (next) => {
      colour = next;
      show(said);
    },
  };
}
