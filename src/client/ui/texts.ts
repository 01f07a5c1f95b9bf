// The one door through which texts reach widgets. Qt takes a label, a tip or a bubble whose text looks like markup for
// markup (Qt::AutoText), and markup may name files, devices and addresses that are then opened. So whatever a peer, a file
// or a setting says is shown by a function of this module, and lint forbids Qt's own ones elsewhere (eslint.config.mjs).
import { QAction, QLabel, QMenu, QVariant, TextFormat, type QIcon, type QSystemTrayIcon, type QTextBrowser, type QWidget } from '@nodegui/nodegui';
import { plainTip } from '../text/html';

/** A label that shows its text as it is, whatever it looks like. */
export function plainLabel(text = ''): QLabel {
  return label(TextFormat.PlainText, text);
}

/** A label of Qt's rich text. @param html made by us: what others wrote is in it by way of `escapeHtml` */
export function richLabel(html = ''): QLabel {
  return label(TextFormat.RichText, html);
}

/** A label that leads to a field. @param text of ours, with `&` before the letter that leads there */
export function fieldLabel(text: string, field: QWidget): QLabel {
  const made = plainLabel(text);
  made.setBuddy(field);
  return made;
}

function label(format: TextFormat, text: string): QLabel {
  const made = new QLabel();
  made.setTextFormat(format);
  made.setText(text);
  return made;
}

/** A text for a button, a menu or a label that leads to a field, where a single `&` would mark a letter. */
export function literal(text: string): string {
  return text.replaceAll('&', '&&');
}

export function setTip(widget: QWidget | QSystemTrayIcon, text: string): void {
  widget.setToolTip(plainTip(text));
}

/** The tip of a list's row. */
export function tipVariant(text: string): QVariant {
  return new QVariant(plainTip(text));
}

/** Qt puts the mark of unsaved changes into the place of `[*]`. Source: https://doc.qt.io/qt-6/qwidget.html#windowTitle-prop */
export function setTitle(widget: QWidget, text: string): void {
  widget.setWindowTitle(text.replaceAll('[*]', '[*][*]'));
}

/** An entry of a menu. @param text with `&` before the letter that leads to it; of others' words by way of `literal` */
export function createMenuItem(text: string, run: () => void): QAction {
  const item = new QAction();
  item.setText(text);
  item.addEventListener('triggered', run);
  return item;
}

/** @param title with `&` before the letter that opens it */
export function createSubmenu(title: string): QMenu {
  const menu = new QMenu();
  menu.setTitle(title);
  return menu;
}

/** A bubble of the tray. Many desktops read its text as markup. Source: https://specifications.freedesktop.org/notification-spec/latest/markup.html */
export function showBubble(tray: QSystemTrayIcon, title: string, text: string, icon: QIcon, milliseconds: number): void {
  tray.showMessage(plainTip(title), plainTip(text), icon, milliseconds);
}

/** Shows another document. @param html as for `richLabel` */
export function setDocument(browser: QTextBrowser, html: string): void {
  browser.setHtml(html);
}

/** Puts a paragraph behind what a document has. @param html as for `richLabel`; it begins with its tag, which Qt looks for */
export function appendParagraph(browser: QTextBrowser, html: string): void {
  browser.append(html);
}
