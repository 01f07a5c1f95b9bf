import { QFontMetrics, QLineEdit, WidgetEventTypes, type QWidget } from '@nodegui/nodegui';
import { keyCode, takeKeys, type KeyPress } from './keys';
import { keep } from './keep';
import { createOverlay, type Overlay } from './overlay';
import { createTextList, type Row, type TextList } from './text-list';
import type { Theme } from './theme';
import { plainLabel } from './texts';

/** A field to type into and a list of what fits: rooms, actions, emoji, hits of a search. */
export interface Picker {
  readonly isOpen: boolean;
  /** Opens it with this in the field; what was open in it before is forgotten. */
  open(question: PickerQuestion, text?: string): void;
  close(): void;
  /** Shows these rows; for answers that come later than the question. */
  show(rows: readonly Row[], note?: string): void;
  setTheme(theme: Theme): void;
}

/** What a picker asks. */
export interface PickerQuestion {
  /** What a screen reader calls the field. */
  readonly title: string;
  readonly hint: string;
  /** Called for the empty text too. */
  onText(text: string): void;
  onChoose(key: string): void;
  /** Without a choice. */
  onCancel?(): void;
  /** Ctrl+Tab and other keys of its own; true where it took the key. */
  onKey?(press: KeyPress): boolean;
}

export interface PickerOptions {
  readonly over: QWidget;
  readonly theme: Theme;
  readonly listName: string;
  /** Rows next to each other, in a grid of this size in pixels: their tips stand below it. */
  readonly grid?: number;
  /** After it closed, for whatever reason. */
  onClosed(): void;
}

const width = 520;
const most = { height: 420, part: 0.8 };
const gridHeight = 320;

export function createPicker(options: PickerOptions): Picker {
  return new PickerPanel(options);
}

class PickerPanel implements Picker {
  private readonly overlay: Overlay;
  private readonly field = new QLineEdit();
  private readonly list: TextList;
  private readonly note = plainLabel();
  private question: PickerQuestion | undefined;
  private rows: readonly Row[] = [];
  private given: string | undefined;
  /** Whether the person went to a row by hand: else the first one, which fits best, is the one that Return takes. */
  private moved = false;

  constructor(private readonly options: PickerOptions) {
    this.overlay = createOverlay({
      over: options.over,
      theme: options.theme,
      area: (over) => {
        const wide = Math.min(width, over.width - 24);
        const height = Math.min(most.height, over.height * most.part, this.wantedHeight());
        return { x: (over.width - wide) / 2, y: 24, width: wide, height };
      },
    });
    this.list = createTextList({
      name: options.listName, onClick: (key) => this.choose(key), onActivate: (key) => this.choose(key),
      ...(options.grid === undefined ? {} : { grid: options.grid }),
    });
    this.field.setMinimumHeight(30);
    this.field.setClearButtonEnabled(true);
    this.note.setWordWrap(true);
    this.note.setVisible(false);
    this.overlay.layout.addWidget(this.field);
    this.overlay.layout.addWidget(this.list.widget, 1);
    this.overlay.layout.addWidget(this.note);
    keep(this.overlay.widget, this.field, this.list, this.note);
    this.listen();
  }

  get isOpen(): boolean {
    return this.overlay.isOpen;
  }

  open(question: PickerQuestion, text = ''): void {
    this.question = undefined;
    this.moved = false;
    this.field.setPlaceholderText(question.hint);
    this.field.setAccessibleName(question.title);
    this.field.setText(text);
    this.show([]);
    this.question = question;
    this.overlay.open();
    this.field.setFocus();
    this.field.selectAll();
    question.onText(text);
  }

  close(): void {
    if (!this.isOpen) return;
    const { question } = this;
    this.question = undefined;
    this.overlay.close();
    question?.onCancel?.();
    this.options.onClosed();
  }

  show(rows: readonly Row[], note?: string): void {
    this.list.setRows(rows);
    const first = rows.find(({ heading }) => heading !== true);
    if (first !== undefined && (!this.moved || this.list.current() === undefined)) this.list.select(first.key);
    this.rows = rows;
    this.given = note;
    this.showNote();
    this.overlay.place();
  }

  /** What the panel says of itself, or in a grid what the current row is. */
  private showNote(): void {
    const current = this.options.grid === undefined ? undefined : this.rows.find(({ key }) => key === this.list.current())?.tip;
    const note = this.given ?? current;
    this.note.setText(note ?? '');
    this.note.setVisible(note !== undefined);
  }

  setTheme(theme: Theme): void {
    this.overlay.setTheme(theme);
  }

  /** As high as its rows, so that little is covered. */
  private wantedHeight(): number {
    if (this.options.grid !== undefined) return gridHeight;
    const lines = this.rows.reduce((sum, { text }) => sum + text.split('\n').length, 0);
    const line = new QFontMetrics(this.field.font()).height() + 3;
    return Math.max(4, lines) * line + 70 + (this.note.isHidden() ? 0 : line + 6);
  }

  private choose(key: string): void {
    const { question } = this;
    this.question = undefined;
    this.overlay.close();
    this.options.onClosed();
    question?.onChoose(key);
  }

  private listen(): void {
    this.field.addEventListener('textChanged', (text) => {
      this.moved = false;
      this.question?.onText(text);
    });
    this.field.addEventListener('returnPressed', () => {
      const key = this.list.current();
      if (key !== undefined) this.choose(key);
    });
    for (const widget of [this.field, this.list.widget]) takeKeys(widget, (press) => this.take(press));
    // A click elsewhere closes it; that another window comes in front does not.
    for (const widget of [this.field, this.list.widget]) {
      widget.addEventListener(WidgetEventTypes.FocusOut, () => setImmediate(() => this.lostFocus()));
    }
  }

  private lostFocus(): void {
    if (!this.isOpen || !this.overlay.widget.isActiveWindow()) return;
    if (!this.field.hasFocus() && !this.list.widget.hasFocus()) this.close();
  }

  private take(press: KeyPress): boolean {
    if (this.question?.onKey?.(press) === true) return true;
    if (press.control || press.alt) return false;
    switch (press.key) {
      case keyCode.up: return this.step(-this.list.columns);
      case keyCode.down: return this.step(this.list.columns);
      case keyCode.left: return this.options.grid !== undefined && this.step(-1);
      case keyCode.right: return this.options.grid !== undefined && this.step(1);
      case keyCode.pageUp: return this.step(-8 * this.list.columns);
      case keyCode.pageDown: return this.step(8 * this.list.columns);
      case keyCode.escape:
        this.close();
        return true;
      default: return false;
    }
  }

  private step(places: number): boolean {
    this.moved = true;
    this.list.step(places);
    this.showNote();
    return true;
  }
}
