import { AlignmentFlag, QScrollArea, ScrollBarPolicy, Shape, WidgetEventTypes, type QWidget } from '@nodegui/nodegui';
import { programPicture } from './images';
import { keep } from './keep';
import { column, row } from './layout';
import { plainLabel } from './texts';

/** A form in the middle of the page with the program's picture above; where the window is too small for it, it scrolls. */
export interface CentredPage {
  readonly widget: QWidget;
  /** Scrolls to a part of the form that has to be seen. */
  reveal(part: QWidget): void;
}

/** In pixels. Below this height the picture gives its place to the form. */
const pictureSize = 72;
const pictureFrom = 480;

export function createCentredPage(form: QWidget): CentredPage {
  const page = column({ margins: [16, 16, 16, 16], spacing: 8 });
  const middle = row({ spacing: 0 });
  middle.layout.addStretch(1);
  middle.layout.addWidget(form, 4);
  middle.layout.addStretch(1);
  const logo = plainLabel();
  logo.setAlignment(AlignmentFlag.AlignCenter);
  const picture = programPicture(pictureSize, page.widget.devicePixelRatioF());
  if (picture !== undefined) logo.setPixmap(picture);
  page.layout.addStretch(2);
  page.layout.addWidget(logo);
  page.layout.addWidget(middle.widget);
  page.layout.addStretch(3);

  const area = new QScrollArea();
  area.setFrameShape(Shape.NoFrame);
  area.setWidgetResizable(true);
  area.setHorizontalScrollBarPolicy(ScrollBarPolicy.ScrollBarAlwaysOff);
  area.setWidget(page.widget);
  area.addEventListener(WidgetEventTypes.Resize, () => logo.setVisible(area.height() >= pictureFrom), { afterDefault: true });
  keep(area, page, middle, logo);
  return { widget: area, reveal: (part) => area.ensureWidgetVisible(part, 0, 24) };
}
