import { QFontMetrics, type QWidget } from '@nodegui/nodegui';
import { formatAddress } from '../../shared/address';
import type { Discovery, FoundServer } from '../core/window';
import { t } from '../i18n';
import { keep } from './keep';
import { column } from './layout';
import { createTextList, type Row } from './text-list';
import { fieldLabel } from './texts';

/** The servers that one click joins: those on this network, and the last ones. */
export interface ServerList {
  readonly widget: QWidget;
  setEnabled(enabled: boolean): void;
}

export interface ServerListOptions {
  readonly discovery: Discovery;
  readonly recent: readonly string[];
  readonly onChoose: (address: string) => void;
  /** A double click, or Return. */
  readonly onJoin: (address: string) => void;
}

/** How many rows are to be seen at once. */
const visible = 5;
const mostRecent = 5;
/** Around a row and around the list, in pixels. */
const padding = { row: 3, list: 6 };

export function createServerList({ discovery, recent, onChoose, onJoin }: ServerListOptions): ServerList {
  const { widget, layout } = column({ spacing: 3 });
  const list = createTextList({ name: t('connect.found'), onClick: onChoose, onActivate: onJoin });
  const title = fieldLabel(t('connect.found'), list.widget);
  layout.addWidget(title);
  layout.addWidget(list.widget);
  keep(widget, title, list);
  const show = (found: readonly FoundServer[]): void => {
    const rows = rowsOf(found, recent);
    const usual = found.length > 0 ? t('connect.found') : t('connect.recent');
    title.setText(usual);
    list.widget.setAccessibleName(usual);
    list.setRows(rows);
    const rowHeight = new QFontMetrics(list.widget.font()).height() + padding.row;
    list.widget.setFixedHeight(Math.min(visible, Math.max(1, rows.length)) * rowHeight + padding.list);
    // As plain as can be where there is nothing to choose from.
    widget.setVisible(rows.length > 0);
  };
  show(discovery.found);
  const stop = discovery.on(show);
  keep(widget, stop);
  return { widget, setEnabled: (enabled) => list.widget.setEnabled(enabled) };
}

function rowsOf(found: readonly FoundServer[], recent: readonly string[]): readonly Row[] {
  const here = found.map(({ name, address }): Row => ({ key: formatAddress(address), text: `${name}  (${formatAddress(address)})`, tip: formatAddress(address) }));
  const known = new Set(here.map(({ key }) => key));
  const last = recent.filter((address) => !known.has(address)).slice(0, mostRecent).map((address): Row => ({ key: address, text: address, tip: address }));
  const heading: Row[] = here.length > 0 && last.length > 0 ? [{ key: '', text: t('connect.recent'), tip: '', heading: true }] : [];
  return [...here, ...heading, ...last];
}
