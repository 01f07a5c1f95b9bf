import { QFontMetrics, QLineEdit, type QWidget } from '@nodegui/nodegui';
import type { Discovery } from '../core/window';
import { t } from '../i18n';
import { chooseServers, type ServerChoice } from '../text/server-choice';
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
const visible = 6;
/** From how many servers on there is a field to search them. */
const manyServers = 9;
/** Around a row and around the list, in pixels. */
const padding = { row: 3, list: 6 };

export function createServerList({ discovery, recent, onChoose, onJoin }: ServerListOptions): ServerList {
  const { widget, layout } = column({ spacing: 3 });
  const list = createTextList({ name: t('connect.found'), onClick: onChoose, onActivate: onJoin });
  const title = fieldLabel(t('connect.found'), list.widget);
  const search = new QLineEdit();
  search.setPlaceholderText(t('connect.search'));
  search.setAccessibleName(t('connect.search'));
  search.setClearButtonEnabled(true);
  search.setVisible(false);
  layout.addWidget(title);
  layout.addWidget(search);
  layout.addWidget(list.widget);
  keep(widget, title, search, list);
  const show = (): void => {
    const words = search.text();
    const { known, others } = chooseServers(discovery.found, recent, words);
    const usual = known.length > 0 ? t('connect.recent') : t('connect.found');
    title.setText(usual);
    list.widget.setAccessibleName(usual);
    const rows = [...known.map(rowOf), ...(known.length > 0 && others.length > 0 ? [heading(t('connect.found'))] : []), ...others.map(rowOf)];
    const isSearching = words !== '';
    list.setRows(isSearching && rows.length === 0 ? [heading(t('search.none', { words }))] : rows);
    if (!isSearching) search.setVisible(known.length + others.length >= manyServers);
    const rowHeight = new QFontMetrics(list.widget.font()).height() + padding.row;
    // While somebody searches, nothing below the list moves.
    list.widget.setFixedHeight(Math.min(visible, isSearching ? visible : Math.max(1, rows.length)) * rowHeight + padding.list);
    // As plain as can be where there is nothing to choose from.
    widget.setVisible(rows.length > 0 || isSearching);
  };
  search.addEventListener('textChanged', show);
  search.addEventListener('returnPressed', () => {
    const { known, others } = chooseServers(discovery.found, recent, search.text());
    const [first] = [...known, ...others];
    if (first !== undefined) onChoose(first.address);
  });
  show();
  const stop = discovery.on(show);
  keep(widget, stop);
  return {
    widget,
    setEnabled: (enabled) => {
      list.widget.setEnabled(enabled);
      search.setEnabled(enabled);
    },
  };
}

function rowOf({ address, name }: ServerChoice): Row {
  return { key: address, text: name === undefined ? address : `${name}  (${address})`, tip: address };
}

function heading(text: string): Row {
  return { key: '', text, tip: '', heading: true };
}
