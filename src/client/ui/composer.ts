import { QLineEdit, QPushButton, QToolButton, type QWidget } from '@nodegui/nodegui';
import type { Message, SendingProgress } from '../core/events';
import { maxTyped } from '../core/input';
import { giveBack, takeArrived, type Arrival } from '../core/returned';
import { number, t } from '../i18n';
import { createComposerBar, type ComposerBar } from './composer-bar';
import { namesToEmoji, type SkinTone } from '../text/emoji';
import { InputHistory } from '../text/input-history';
import { keyCode, takeKeys, type KeyPress } from './keys';
import { keep } from './keep';
import { column, row } from './layout';
import { excerpt } from './excerpt';
import { setTip } from './texts';

/** What a text is besides itself. */
export interface Sending {
  readonly replyTo?: Message;
  readonly edits?: Message;
  /** Several lines as one message. */
  readonly whole?: true;
}

export interface ComposerOptions {
  /** Never empty; a pasted text may have several lines. */
  onSubmit(text: string, sending: Sending): void;
  onTyping(text: string): void;
  onPage(pages: number): void;
  /** Up in the empty box. @returns whether there was a message of ours to edit */
  onEditLast(): boolean;
  onEmoji(): void;
  skinTone(): SkinTone;
  /** Whether several lines can go as one message. */
  canSendWhole(): boolean;
  /** How many messages they are then: the server takes so much in one. */
  partsOf(text: string): number;
  /** The text on its way is not to go on. */
  onStopSending(): void;
  /** Why something is not as the person thinks. */
  onHint(why: string): void;
  /** Asked before anything else: the list of completions takes keys while it is open, and Tab opens it. */
  takeKey(press: KeyPress): boolean;
}

/** A text that is on its way for longer shows how far it has come, in ms. */
const progressAfter = 500;
/** So many lines are sent without asking where they cannot be one message. */
const fewLines = 3;

/** The box and its button, with what is answered or edited above. */
export class Composer {
  readonly widget: QWidget;
  readonly box = new QLineEdit();
  readonly send = new QPushButton();
  readonly emoji = new QToolButton();
  private readonly line: QWidget;
  private readonly context: ComposerBar = createComposerBar();
  private readonly question: ComposerBar = createComposerBar();
  private readonly progress: ComposerBar = createComposerBar();
  private onTheWay: SendingProgress | undefined;
  private progressTimer: NodeJS.Timeout | undefined;
  private readonly history = new InputHistory();
  private sending: Sending = {};
  /** What was being typed when an edit began. */
  private aside: string | undefined;

  constructor(private readonly options: ComposerOptions) {
    const page = column({ spacing: 4 });
    const line = row();
    this.widget = page.widget;
    this.line = line.widget;
    this.setUp();
    line.layout.addWidget(this.box, 1);
    line.layout.addWidget(this.emoji);
    line.layout.addWidget(this.send);
    for (const part of [this.progress.widget, this.question.widget, this.context.widget, line.widget]) page.layout.addWidget(part);
    keep(this.widget, line, this.box, this.send, this.emoji, this.context, this.question, this.progress);
  }

  /** Where the list of completions stands above. */
  get lineHeight(): number {
    return this.line.height();
  }

  get text(): string {
    return this.box.text();
  }

  /** What the text answers or edits. */
  get isBound(): boolean {
    return this.context.isOpen || this.question.isOpen;
  }

  /** Goes to another room: what was being typed there, and its name for the hint. */
  open(room: string | undefined, draft: string): void {
    // What an edit put aside is a draft of the room before, not something that is typed in this one.
    this.aside = undefined;
    this.unbind();
    this.box.setPlaceholderText(room === undefined ? t('composer.placeholderNone') : t('composer.placeholder', { room }));
    this.box.setText(draft);
  }

  /** Whether text can be typed at all, with the reason in the box where it cannot. */
  setWritable(writable: boolean, hint: string): void {
    this.box.setPlaceholderText(hint);
    this.box.setEnabled(writable);
    this.send.setEnabled(writable);
    this.emoji.setEnabled(writable);
  }

  /** How far a long text has come that was sent from here; undefined where none is on its way. */
  showProgress(progress: SendingProgress | undefined): void {
    const before = this.onTheWay;
    this.onTheWay = progress;
    if (progress === undefined) {
      clearTimeout(this.progressTimer);
      this.progress.hide();
    } else if (this.progress.isOpen) {
      if (progress.sent !== before?.sent || progress.of !== before.of) this.openProgress();
    } else if (before === undefined) {
      this.progressTimer = setTimeout(() => this.openProgress(), progressAfter);
    }
  }

  private openProgress(): void {
    const { onTheWay } = this;
    if (onTheWay === undefined) return;
    const { sent, of } = onTheWay;
    this.progress.show(t('composer.sendingParts', { sent: number(sent), of: number(of) }), [{ label: t('composer.stopSending'), press: () => this.stopSending() }]);
  }

  /** What was not sent stands in the box then, and so does the keyboard: the button is gone. */
  private stopSending(): void {
    this.options.onStopSending();
    this.box.setFocus();
  }

  /** Gives back what could not be sent, before what is being typed. */
  giveBack(text: string): void {
    this.box.setText(giveBack(this.box.text(), text));
  }

  /** Takes away what was given back although it had arrived. */
  takeArrived(arrival: Arrival): void {
    const text = takeArrived(this.box.text(), arrival);
    if (text !== this.box.text()) this.box.setText(text);
  }

  /** Takes what was typed or chosen elsewhere in the window. */
  type(text: string): void {
    this.box.setFocus();
    this.box.insert(text);
  }

  replace(text: string, cursor: number): void {
    this.box.setText(text);
    this.box.setCursorPosition(cursor);
  }

  focus(): void {
    this.box.setFocus();
  }

  reply(message: Message): void {
    this.unbind();
    this.sending = { replyTo: message };
    this.showContext(`${t('composer.replyingTo', { nick: message.nick })}: ${excerpt(message)}`, t('composer.cancelReply'));
  }

  edit(message: Message): void {
    this.unbind();
    this.aside = this.box.text();
    this.sending = { edits: message };
    this.box.setText(message.text);
    this.showContext(t('composer.editing'), t('composer.cancelEdit'));
  }

  /** Leaves what is answered or edited. @returns whether there was anything to leave */
  cancel(): boolean {
    if (!this.isBound) return false;
    this.unbind();
    this.box.setFocus();
    return true;
  }

  private setUp(): void {
    const { box, send, emoji } = this;
    box.setAccessibleName(t('composer.accessible'));
    box.setAcceptDrops(false);
    box.setMinimumHeight(30);
    box.setTextMargins(4, 0, 4, 0);
    send.setText(t('composer.send'));
    send.setMinimumHeight(30);
    emoji.setText('☺');
    setTip(emoji, `${t('composer.emoji')} (Ctrl+E)`);
    emoji.setAccessibleName(t('composer.emoji'));
    emoji.setAutoRaise(true);
    emoji.setMinimumSize(30, 30);
    emoji.addEventListener('clicked', () => this.options.onEmoji());
    box.addEventListener('returnPressed', () => this.submit());
    send.addEventListener('clicked', () => this.submit());
    // Qt's own bound is 32,767, and what is longer it cuts without a word.
    box.setProperty('maxLength', maxTyped);
    box.addEventListener('textChanged', (text) => {
      this.question.hide();
      if (text.length >= maxTyped) this.options.onHint(t('composer.full', { most: number(maxTyped) }));
      // An edit is not a draft: what was typed before it comes back.
      if (this.sending.edits === undefined) this.options.onTyping(text);
    });
    takeKeys(box, (press) => this.options.takeKey(press) || this.take(press));
    takeKeys(this.question.widget, (press) => press.key === keyCode.escape && this.cancel());
  }

  private showContext(text: string, leave: string): void {
    this.context.show(text, [{ label: leave, press: () => this.cancel() }]);
    this.box.setFocus();
  }

  private unbind(): void {
    this.question.hide();
    this.context.hide();
    this.sending = {};
    if (this.aside !== undefined) this.box.setText(this.aside);
    this.aside = undefined;
  }

  private submit(): void {
    const text = this.box.text().replace(/[\u2028\u2029]/g, '\n');
    this.box.setFocus();
    if (text.trim() === '') return;
    const lines = text.split('\n').filter((line) => line.trim() !== '').length;
    const isEdit = this.sending.edits !== undefined;
    if (lines < 2 || isEdit || text.startsWith('/') || (!this.options.canSendWhole() && lines <= fewLines)) this.submitAs(text, {});
    else this.ask(text, lines);
  }

  /** Several lines were pasted: one message, a block of code, or a message for each. */
  private ask(text: string, lines: number): void {
    const apart = { label: t('composer.pasteAsLines', { count: lines }), press: () => this.submitAs(text, {}) };
    const leave = { label: t('dialog.cancel'), press: () => this.cancel() };
    const canBeWhole = this.options.canSendWhole();
    const parts = canBeWhole ? this.options.partsOf(text) : 0;
    const whole = [
      { label: parts > 1 ? t('composer.pasteAsParts', { count: parts }) : t('composer.pasteAsOne'), press: () => this.submitAs(text, { whole: true }) },
      { label: t('composer.pasteAsBlock'), press: () => this.submitAs(`\`\`\`\n${text}\n\`\`\``, { whole: true }) },
    ];
    this.question.show(t('composer.pasteQuestion', { count: lines }), canBeWhole ? [...whole, apart, leave] : [apart, leave]);
    this.question.focus();
  }

  private submitAs(text: string, how: Sending): void {
    const sending = { ...this.sending, ...how };
    this.history.add(this.box.text());
    const { aside } = this;
    this.aside = undefined;
    this.unbind();
    // What is refused comes back in here: the box must be empty by now.
    this.box.setText(aside ?? '');
    this.box.setFocus();
    this.options.onSubmit(asSent(text, this.options.skinTone()), sending);
  }

  /** The keys that mean more in the box than in any field. */
  private take({ key, control, alt, shift }: KeyPress): boolean {
    if (alt || shift) return false;
    if (key === keyCode.up) return !control && this.box.text() === '' && this.options.onEditLast() ? true : this.recall(this.history.back(this.box.text()));
    if (key === keyCode.down) return this.recall(this.history.forward());
    if (control) return false;
    if (key === keyCode.pageUp) this.options.onPage(-1);
    else if (key === keyCode.pageDown) this.options.onPage(1);
    else return false;
    return true;
  }

  private recall(text: string | undefined): boolean {
    if (text !== undefined) this.box.setText(text);
    return true;
  }
}

/** `:tada:` is 🎉, but not in a command that sends what it is given. */
function asSent(text: string, tone: SkinTone): string {
  return !text.startsWith('/') || /^\/(?:\/|me\s)/i.test(text) ? namesToEmoji(text, tone) : text;
}
