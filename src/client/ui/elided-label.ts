import { QFontMetrics, QSizePolicyPolicy, TextElideMode, WidgetEventTypes, type QLabel } from '@nodegui/nodegui';
import type { Colour } from '../text/colours';
import { escapeAttribute, escapeHtml } from '../text/html';
import { findLinks, ownLink, tellsHost } from '../text/links';
import { plainLabel, richLabel, setTip } from './texts';

/** One line of plain text that never makes the window wider: what does not fit ends in an ellipsis and is in the tooltip. */
export interface ElidedLabel {
  readonly widget: QLabel;
  setText(text: string): void;
}

export interface ElidedLabelOptions {
  /** Addresses in the text can be clicked, and have this colour. */
  readonly links?: { colour(): Colour; onLink(address: string): void };
}

export function createElidedLabel({ links }: ElidedLabelOptions = {}): ElidedLabel {
  const widget = links === undefined ? plainLabel() : richLabel();
  if (links !== undefined) widget.addEventListener('linkActivated', (address) => links.onLink(address));
  widget.setSizePolicy(QSizePolicyPolicy.Ignored, QSizePolicyPolicy.Preferred);
  let whole = '';
  const fit = (): void => {
    const shown = new QFontMetrics(widget.font()).elidedText(whole, TextElideMode.ElideRight, widget.width());
    const text = links === undefined ? shown : linkedHtml(whole, shown, links.colour());
    if (text !== widget.text()) widget.setText(text);
    setTip(widget, shown === whole ? '' : whole);
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

/** The part of a text that is shown, where what is left of an address leads to the whole of it, if it still tells where. */
function linkedHtml(whole: string, shown: string, colour: Colour): string {
  const end = shown === whole ? whole.length : shown.length - 1;
  let html = '';
  let at = 0;
  for (const link of findLinks(whole)) {
    if (link.start >= end) break;
    if (!tellsHost(whole.slice(link.start, link.end), end - link.start)) continue;
    const words = escapeHtml(whole.slice(link.start, Math.min(link.end, end)));
    html += `${escapeHtml(whole.slice(at, link.start))}<a href="${escapeAttribute(ownLink({ kind: 'outside', address: link.href }))}" style="color:${colour}">${words}</a>`;
    at = link.end;
  }
  return html + escapeHtml(shown.slice(Math.min(at, end)));
}
