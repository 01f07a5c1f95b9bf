import { EchoMode, QLineEdit, QTextBrowser, Shape, type QLabel, type QWidget } from '@nodegui/nodegui';
import { t } from '../i18n';
import { createDialog, paragraph, type Dialog } from './dialog';
import { escapeHtml } from '../text/html';
import { keep } from './keep';
import { fieldLabel, literal, setDocument } from './texts';

/** Of a page of help, in pixels. */
const pageSize = { width: 560, height: 420 };

/** Of a kind one dialog is open at a time: a server that asks and tells without end does not cover the screen. */
export type DialogKind = 'account' | 'password' | 'server-password';

export interface TextQuestion {
  /** Where one of this kind is open, it asks this from now on; what was typed stays. */
  readonly kind?: DialogKind;
  readonly title: string;
  readonly question: string;
  /** Under the question, smaller. */
  readonly note?: string;
  readonly value?: string;
  readonly secret?: true;
  readonly ok?: string;
  /** @returns what is wrong with the answer; undefined where it is good */
  check?(answer: string): string | undefined;
  readonly onAnswer: (answer: string) => void;
  onLeave?(): void;
}

interface OpenQuestion {
  /** Whether it waits for its answer. */
  readonly isOpen: boolean;
  change(question: TextQuestion): void;
  close(): void;
}

const questions = new Map<DialogKind, OpenQuestion>();

/** Asks for one line of text. An empty answer is one too, where `check` accepts it. */
export function askText(parent: QWidget, question: TextQuestion): void {
  const { kind } = question;
  const open = kind === undefined ? undefined : questions.get(kind);
  if (open?.isOpen === true) {
    open.change(question);
    return;
  }
  const asked = openQuestion(parent, question);
  if (kind !== undefined) questions.set(kind, asked);
}

/** It was answered elsewhere. */
export function closeQuestion(kind: DialogKind): void {
  const open = questions.get(kind);
  if (open?.isOpen === true) open.close();
}

function openQuestion(parent: QWidget, first: TextQuestion): OpenQuestion {
  let question = first;
  let answered = false;
  const field = new QLineEdit();
  const wrong = paragraph('');
  wrong.setVisible(false);
  const dialog = createDialog(parent, {
    title: question.title,
    buttons: [
      { label: t('dialog.cancel'), press: () => question.onLeave?.() },
      {
        label: question.ok ?? t('dialog.ok'),
        usual: true,
        press: () => {
          const answer = field.text();
          const why = question.check?.(answer);
          if (why === undefined) {
            answered = true;
            question.onAnswer(answer);
            return;
          }
          wrong.setText(escapeHtml(why));
          wrong.setVisible(true);
          field.setFocus();
          return false;
        },
      },
    ],
    onLeave: () => question.onLeave?.(),
  });
  const label = fieldLabel('', field);
  const note = paragraph('');
  const showWords = (): void => {
    label.setText(literal(question.question));
    field.setAccessibleName(question.question);
    note.setText(escapeHtml(question.note ?? ''));
    note.setVisible(question.note !== undefined);
  };
  label.setWordWrap(true);
  field.setText(question.value ?? '');
  field.setMinimumHeight(30);
  field.setMinimumWidth(360);
  if (question.secret === true) field.setEchoMode(EchoMode.Password);
  dialog.layout.addWidget(label);
  dialog.layout.addWidget(note);
  dialog.layout.addWidget(field);
  dialog.layout.addWidget(wrong);
  showWords();
  keep(dialog.widget, field, label, note, wrong);
  dialog.open();
  field.setFocus();
  field.selectAll();
  return {
    get isOpen() {
      return dialog.isOpen && !answered;
    },
    change: (next) => {
      question = next;
      showWords();
    },
    close: () => dialog.close(),
  };
}

/** Asks whether something is to be done; "no" is what Return and Escape say where it cannot be taken back. */
export function confirm(parent: QWidget, question: { readonly title: string; readonly text: string; readonly yes: string; onYes(): void }): void {
  const dialog = createDialog(parent, {
    title: question.title,
    buttons: [
      { label: t('dialog.cancel'), usual: true, press: () => undefined },
      { label: question.yes, press: () => question.onYes() },
    ],
  });
  const text = paragraph(escapeHtml(question.text));
  dialog.layout.addWidget(text);
  keep(dialog.widget, text);
  dialog.open();
  dialog.buttons[0]?.setFocus();
}

const told = new Map<DialogKind, { readonly dialog: Dialog; readonly text: QLabel }>();

/** Tells something. Where a dialog of this kind is open, it says this instead. @param html Qt's rich text */
export function tell(parent: QWidget, title: string, html: string, kind?: DialogKind): void {
  const open = kind === undefined ? undefined : told.get(kind);
  if (open?.dialog.isOpen === true) {
    open.text.setText(html);
    return;
  }
  const dialog = createDialog(parent, { title, buttons: [{ label: t('dialog.close'), usual: true, press: () => undefined }] });
  const text = paragraph(html);
  dialog.layout.addWidget(text);
  keep(dialog.widget, text);
  dialog.open();
  dialog.buttons[0]?.setFocus();
  if (kind !== undefined) told.set(kind, { dialog, text });
}

/** Shows a page of help: as wide as its lines, and with a bar where it is longer than the screen. @param html Qt's rich text */
export function showPage(parent: QWidget, title: string, html: string): void {
  const dialog = createDialog(parent, { title, buttons: [{ label: t('dialog.close'), usual: true, press: () => undefined }] });
  const page = new QTextBrowser();
  setDocument(page, html);
  page.setReadOnly(true);
  page.setOpenLinks(false);
  page.setFrameShape(Shape.NoFrame);
  page.setAccessibleName(title);
  page.setMinimumSize(pageSize.width, pageSize.height);
  dialog.layout.addWidget(page);
  keep(dialog.widget, page);
  dialog.open();
  page.setFocus();
}
