import { Direction, QBoxLayout, QWidget } from '@nodegui/nodegui';
import { keep } from './keep';

/** Left, top, right, bottom, in pixels. */
export type Margins = readonly [number, number, number, number];

export interface BoxOptions {
  readonly margins?: Margins;
  readonly spacing?: number;
}

/** A widget whose children stand below each other. */
export function column(options: BoxOptions = {}): { widget: QWidget; layout: QBoxLayout } {
  return box(Direction.TopToBottom, options);
}

/** A widget whose children stand next to each other, in reading order. */
export function row(options: BoxOptions = {}): { widget: QWidget; layout: QBoxLayout } {
  return box(Direction.LeftToRight, options);
}

function box(direction: Direction, { margins = [0, 0, 0, 0], spacing = 6 }: BoxOptions): { widget: QWidget; layout: QBoxLayout } {
  const widget = new QWidget();
  const layout = new QBoxLayout(direction);
  layout.setContentsMargins(...margins);
  layout.setSpacing(spacing);
  widget.setLayout(layout);
  keep(widget, layout);
  return { widget, layout };
}
