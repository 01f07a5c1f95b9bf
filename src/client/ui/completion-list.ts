import { QFontMetrics, QPoint, type QLineEdit, type QWidget } from '@nodegui/nodegui';
import { t } from '../i18n';
import { applyCandidate, suggest, TabCompletion, type Completion, type CompletionSource, type Line } from '../text/completion';
import { keyCode, type KeyPress } from './keys';
import { keep } from './keep';
import { createOverlay, type Overlay } from './overlay';
import { createTextList, type TextList } from './text-list';
import type { Theme } from './theme';

export interface CompletionListOptions {
  /** What the list lies over. */
  readonly over: QWidget;
  readonly box: QLineEdit;
  readonly theme: Theme;
  readonly source: () => CompletionSource;
}

const most = { rows: 8, width: 460 };

/** What the word before the cursor can become, above the box. The keyboard stays in the box. */
export class CompletionList {
  private readonly overlay: Overlay;
  private readonly list: TextList;
  private readonly tab = new TabCompletion();
  private completion: Completion | undefined;
  private rows = 0;
  /** Whether the person chose in the list: then Return takes the row, else it may send. */
  private moved = false;
  /** The list changes the text itself. */
  private filling = false;

  constructor(private readonly options: CompletionListOptions) {
    this.overlay = createOverlay({ over: options.over, theme: options.theme, area: (over) => this.area(over) });
    this.list = createTextList({ name: t('composer.completions'), onClick: (key) => this.accept(Number(key)) });
    this.overlay.layout.setContentsMargins(4, 4, 4, 4);
    this.overlay.layout.addWidget(this.list.widget, 1);
    keep(this.overlay.widget, this.list);
  }

  setTheme(theme: Theme): void {
    this.overlay.setTheme(theme);
  }

  /** The person typed. */
  typed(): void {
    if (this.filling) return;
    this.tab.end();
    this.show(this.options.box.hasFocus() ? suggest(this.line(), this.options.source()) : undefined, 0);
    this.moved = false;
  }

  close(): void {
    this.completion = undefined;
    if (this.overlay.isOpen) this.overlay.close();
  }

  /** A key in the box. @returns whether it was for the list */
  take({ key, control, alt, shift }: KeyPress): boolean {
    if (control || alt) return false;
    if (key === keyCode.tab && !shift) return this.next(1);
    if (key === keyCode.backtab) return this.overlay.isOpen && this.next(-1);
    if (!this.overlay.isOpen || shift) return false;
    if (key === keyCode.up || key === keyCode.down) {
      this.list.step(key === keyCode.up ? -1 : 1);
      this.moved = true;
      return true;
    }
    if (key === keyCode.escape) {
      this.close();
      return true;
    }
    if (key !== keyCode.return && key !== keyCode.enter) return false;
    return this.acceptsReturn() && this.accept(Number(this.list.current() ?? 0));
  }

  /** A command that is written is to be sent; a name or an emoji that is begun is to be finished. */
  private acceptsReturn(): boolean {
    return this.moved || this.completion?.kind === 'emoji' || this.completion?.kind === 'name';
  }

  private next(step: 1 | -1): boolean {
    const line = this.tab.next(this.line(), this.options.source(), step);
    if (line === undefined) return false;
    this.fill(line);
    const { completion, chosen } = this.tab;
    this.show(completion !== undefined && completion.candidates.length > 1 ? completion : undefined, chosen);
    // What Tab brought stands in the box already: Return sends it.
    this.completion = undefined;
    return true;
  }

  private accept(place: number): boolean {
    const { completion } = this;
    const candidate = completion?.candidates[place];
    if (completion !== undefined && candidate !== undefined) this.fill(applyCandidate(this.line(), completion, candidate));
    this.close();
    this.options.box.setFocus();
    return candidate !== undefined;
  }

  private line(): Line {
    return { text: this.options.box.text(), cursor: this.options.box.cursorPosition() };
  }

  private fill({ text, cursor }: Line): void {
    this.filling = true;
    this.options.box.setText(text);
    this.options.box.setCursorPosition(cursor);
    this.filling = false;
  }

  private show(completion: Completion | undefined, chosen: number): void {
    this.completion = completion;
    if (completion === undefined) {
      this.close();
      return;
    }
    this.list.setRows(completion.candidates.map(({ label, description }, place) => ({
      key: String(place), text: description === '' ? label : `${label}   ${description}`, tip: description,
    })));
    this.list.select(String(chosen));
    this.rows = completion.candidates.length;
    if (this.overlay.isOpen) this.overlay.place();
    else this.overlay.open();
  }

  private area(over: { width: number; height: number }): { x: number; y: number; width: number; height: number } {
    const { box } = this.options;
    const place = box.mapTo(this.options.over, new QPoint(0, 0));
    const line = new QFontMetrics(box.font()).height() + 4;
    const height = Math.min(most.rows, this.rows) * line + 16;
    return { x: place.x(), y: place.y() - height - 4, width: Math.min(most.width, over.width - place.x() - 8), height };
  }
}
