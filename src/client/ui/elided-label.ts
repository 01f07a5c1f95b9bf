import { QFontMetrics, QLabel, QSizePolicyPolicy, TextElideMode, TextFormat, WidgetEventTypes } from '@nodegui/nodegui';
import { plainTip } from '../text/html';

/** One line of plain text that never makes the window wider: what does not fit ends in an ellipsis and is in the tooltip. */
export interface ElidedLabel {
  readonly widget: QLabel;
  setText(text: string): void;
}

export function createElidedLabel(): ElidedLabel {
  const widget = new QLabel();
  widget.setTextFormat(TextFormat.PlainText);
  widget.setSizePolicy(QSizePolicyPolicy.Ignored, QSizePolicyPolicy.Preferred);
  let whole = '';
  const fit = (): void => {
    const shown = new QFontMetrics(widget.font()).elidedText(whole, TextElideMode.ElideRight, widget.width());
    if (shown !== widget.text()) widget.setText(shown);
    widget.setToolTip(shown === whole ? '' : plainTip(whole));
  };
  widget.addEventListener(WidgetEventTypes.Resize, fit);
  widget.addEventListener(WidgetEventTypes.FontChange, fit, { afterDefault: true });
  return {
    widget,
    setText: (text) => {
      whole = text;
      widget.setAccessibleName(text);
      fit();
    },
  };
}
