import { EchoMode, QLabel, QLineEdit, QTextBrowser, Shape, type QWidget } from '@nodegui/nodegui';
import { t } from '../i18n';
import { createDialog, paragraph } from './dialog';
import { escapeHtml } from '../text/html';
import { keep } from './keep';

/** Of a page of help, in pixels. */
const pageSize = { width: 560, height: 420 };

export interface TextQuestion {
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

/** Asks for one line of text. An empty answer is one too, where `check` accepts it. */
export function askText(parent: QWidget, question: TextQuestion): void {
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
          if (why === undefined) { question.onAnswer(answer); return; }
          wrong.setText(escapeHtml(why));
          wrong.setVisible(true);
          field.setFocus();
          return false;
        },
      },
    ],
    onLeave: () => question.onLeave?.(),
  });
  const label = new QLabel();
  label.setText(question.question);
  label.setWordWrap(true);
  label.setBuddy(field);
  field.setText(question.value ?? '');
  field.setAccessibleName(question.question.replaceAll('&', ''));
  field.setMinimumHeight(30);
  field.setMinimumWidth(360);
  if (question.secret === true) field.setEchoMode(EchoMode.Password);
  dialog.layout.addWidget(label);
  if (question.note !== undefined) {
    const note = paragraph(escapeHtml(question.note));
    dialog.layout.addWidget(note);
    keep(dialog.widget, note);
  }
  dialog.layout.addWidget(field);
  dialog.layout.addWidget(wrong);
  keep(dialog.widget, field, label, wrong);
  dialog.open();
  field.setFocus();
  field.selectAll();
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

/** Tells something. @param html Qt's rich text */
export function tell(parent: QWidget, title: string, html: string): void {
  const dialog = createDialog(parent, { title, buttons: [{ label: t('dialog.close'), usual: true, press: () => undefined }] });
  const text = paragraph(html);
  dialog.layout.addWidget(text);
  keep(dialog.widget, text);
  dialog.open();
  dialog.buttons[0]?.setFocus();
}

/** Shows a page of help: as wide as its lines, and with a bar where it is longer than the screen. @param html Qt's rich text */
export function showPage(parent: QWidget, title: string, html: string): void {
  const dialog = createDialog(parent, { title, buttons: [{ label: t('dialog.close'), usual: true, press: () => undefined }] });
  const page = new QTextBrowser();
  page.setHtml(html);
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
