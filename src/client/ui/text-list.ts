import {
  ContextMenuPolicy, Flow, ItemDataRole, ItemFlag, QAbstractItemModel, QColor, QFont, QListView, QModelIndex, QPoint, QSize, QVariant,
  ResizeMode, ScrollBarPolicy, TextElideMode, type NativeElement,
} from '@nodegui/nodegui';
import type { Colour } from '../text/colours';
import { keep } from './keep';
import { tipVariant } from './texts';

/** One row of a list. */
export interface Row {
  /** What the row is of; given back by clicks. */
  readonly key: string;
  readonly text: string;
  readonly tip: string;
  readonly colour?: Colour;
  readonly bold?: boolean;
  /** A heading: it cannot be chosen. */
  readonly heading?: boolean;
  /** What a screen reader says in the place of the text. */
  readonly spoken?: string;
}

/** Some text fonts carry emoji in black and white and would win over the colour font. */
const emojiFont = { darwin: 'Apple Color Emoji', win32: 'Segoe UI Emoji' }[process.platform as string] ?? 'Noto Color Emoji';
const emojiPoints = 16;

/** The rows of a list, for Qt to ask. NodeGui's own item classes crash when they are collected: see QListWidget. */
class RowModel extends QAbstractItemModel {
  private rows: readonly Row[] = [];
  private readonly nothing = new QVariant();
  private bold: QVariant | undefined;

  replace(rows: readonly Row[]): void {
    this.beginResetModel();
    this.rows = rows;
    this.endResetModel();
  }

  setBoldFont(font: QFont): void {
    const bold = new QFont(font);
    bold.setBold(true);
    this.bold = new QVariant(native(bold));
  }

  row(index: number): Row | undefined {
    return this.rows[index];
  }

  find(key: string): number {
    return this.rows.findIndex((row) => row.key === key);
  }

  override rowCount(parent?: QModelIndex): number {
    return parent?.isValid() === true ? 0 : this.rows.length;
  }

  override columnCount(): number {
    return 1;
  }

  override index(row: number, column: number): QModelIndex {
    return row >= 0 && row < this.rows.length && column === 0 ? this.createIndex(row, column) : new QModelIndex();
  }

  override flags(index: QModelIndex): ItemFlag {
    if (this.rows[index.row()]?.heading === true) return ItemFlag.NoItemFlags;
    return ItemFlag.ItemIsSelectable | ItemFlag.ItemIsEnabled;
  }

  override data(index: QModelIndex, role = ItemDataRole.DisplayRole): QVariant {
    const row = this.rows[index.row()];
    if (row === undefined) return this.nothing;
    switch (role) {
      case ItemDataRole.DisplayRole: return new QVariant(row.text);
      case ItemDataRole.ToolTipRole: return tipVariant(row.tip);
      case ItemDataRole.AccessibleTextRole: return row.spoken === undefined ? this.nothing : new QVariant(row.spoken);
      case ItemDataRole.ForegroundRole: return row.colour === undefined ? this.nothing : new QVariant(native(new QColor(row.colour)));
      case ItemDataRole.FontRole: return row.bold === true && this.bold !== undefined ? this.bold : this.nothing;
      default: return this.nothing;
    }
  }
}

/** A list of texts. */
export interface TextList {
  readonly widget: QListView;
  setRows(rows: readonly Row[]): void;
  /** Marks the row as the current one. */
  select(key: string): void;
  /** The key of the current row. */
  current(): string | undefined;
  /** Makes the row so many places further the current one, past headings; at the ends it goes round. */
  step(places: number): void;
  /** How many rows stand next to each other. */
  readonly columns: number;
  /** The row at a place inside the widget, in pixels. */
  at(place: { x: number; y: number }): string | undefined;
}

export interface TextListOptions {
  /** For screen readers. */
  readonly name: string;
  readonly onClick?: (key: string) => void;
  /** A double click, or Return on the current row. */
  readonly onActivate?: (key: string) => void;
  /** Rows next to each other, in a grid of this size in pixels. */
  readonly grid?: number;
  /** A right click, or the menu key: where to open a menu, in pixels of the screen. */
  readonly onMenu?: (key: string, place: QPoint) => void;
}

export function createTextList(options: TextListOptions): TextList {
  return new RowList(options);
}

class RowList implements TextList {
  readonly widget = new QListView();
  private readonly model = new RowModel();
  private shown = '';

  constructor(private readonly options: TextListOptions) {
    const { widget } = this;
    widget.setModel(this.model);
    widget.setUniformItemSizes(true);
    widget.setSpacing(1);
    widget.setHorizontalScrollBarPolicy(ScrollBarPolicy.ScrollBarAlwaysOff);
    widget.setTextElideMode(TextElideMode.ElideRight);
    widget.setAccessibleName(options.name);
    if (options.grid !== undefined) this.setGrid(options.grid);
    keep(widget, this.model);
    this.listen(options);
  }

  setRows(rows: readonly Row[]): void {
    // A reset takes the selection and the scroll position: do it only where something changed.
    const now = JSON.stringify(rows);
    if (now === this.shown) return;
    this.shown = now;
    const current = this.current();
    const bar = this.widget.verticalScrollBar();
    const scrolled = bar.value();
    this.model.setBoldFont(this.widget.font());
    this.model.replace(rows);
    if (current !== undefined) this.select(current);
    bar.setValue(scrolled);
  }

  select(key: string): void {
    const row = this.model.find(key);
    if (row >= 0) this.widget.setCurrentIndex(this.model.index(row, 0));
  }

  current(): string | undefined {
    return this.keyAt(this.widget.currentIndex());
  }

  step(places: number): void {
    const count = this.model.rowCount();
    const direction = Math.sign(places);
    if (count === 0 || direction === 0) return;
    const current = this.widget.currentIndex();
    let row = current.isValid() ? current.row() + places : direction > 0 ? 0 : count - 1;
    for (let tries = 0; tries < count; tries++, row += direction) {
      const place = ((row % count) + count) % count;
      if (this.model.row(place)?.heading === true) continue;
      this.widget.setCurrentIndex(this.model.index(place, 0));
      return;
    }
  }

  get columns(): number {
    const { grid } = this.options;
    return grid === undefined ? 1 : Math.max(1, Math.floor(this.widget.viewport().width() / grid));
  }

  at({ x, y }: { x: number; y: number }): string | undefined {
    // NodeGui's own indexAt() hands Qt a wrapper in the place of a point.
    for (let row = 0; row < this.model.rowCount(); row++) {
      const area = this.widget.visualRect(this.model.index(row, 0));
      const inside = x >= area.left() && x < area.left() + area.width() && y >= area.top() && y < area.top() + area.height();
      if (inside) return this.model.row(row)?.key;
    }
    return undefined;
  }

  private setGrid(size: number): void {
    const { widget } = this;
    widget.setFlow(Flow.LeftToRight);
    widget.setWrapping(true);
    widget.setResizeMode(ResizeMode.Adjust);
    widget.setSpacing(0);
    // An emoji that the font draws as two stands there as its first part, not as an ellipsis.
    widget.setTextElideMode(TextElideMode.ElideNone);
    widget.setGridSize(new QSize(size, size));
    widget.setFont(new QFont(emojiFont, emojiPoints));
  }

  private listen({ onClick, onActivate, onMenu }: TextListOptions): void {
    const { widget } = this;
    widget.addEventListener('clicked', (index) => this.withKey(index, onClick));
    widget.addEventListener('activated', (index) => this.withKey(index, onActivate));
    if (onMenu === undefined) return;
    widget.setContextMenuPolicy(ContextMenuPolicy.CustomContextMenu);
    widget.addEventListener('customContextMenuRequested', (place) => {
      const key = this.at(place) ?? this.current();
      if (key !== undefined) onMenu(key, widget.mapToGlobal(new QPoint(place.x, place.y)));
    });
  }

  private withKey(index: NativeElement, call: ((key: string) => void) | undefined): void {
    const key = this.keyAt(new QModelIndex(index));
    if (key !== undefined) call?.(key);
  }

  private keyAt(index: QModelIndex): string | undefined {
    const row = index.isValid() ? this.model.row(index.row()) : undefined;
    return row?.heading === true ? undefined : row?.key;
  }
}

function native(component: QColor | QFont): NativeElement {
  if (component.native === null) throw new Error('Qt has taken this object back');
  return component.native;
}
