import { AlignmentFlag, QPushButton, type QWidget } from '@nodegui/nodegui';
import type { TrustStore } from '../core/window';
import { t } from '../i18n';
import { keep } from './keep';
import { column } from './layout';
import { createTextList } from './text-list';
import { fieldLabel, plainLabel, setTip } from './texts';

/** So many rows have a place. In pixels. */
const listHeight = 150;

/** The servers whose certificates are kept, trusted by the person or signed by an authority, with a way to forget each. */
export function createTrustedList(trusted: TrustStore): QWidget {
  const { widget, layout } = column({ spacing: 8 });
  const list = createTextList({ name: t('settings.trusted').replace('&', '') });
  const forget = new QPushButton();
  const title = fieldLabel(t('settings.trusted'), list.widget);
  const none = plainLabel(t('settings.trustedNone'));
  none.setWordWrap(true);
  list.widget.setMinimumHeight(listHeight);
  forget.setText(t('settings.forget'));
  setTip(forget, t('settings.forgetTip'));
  const show = (): void => {
    const rows = trusted.all.map(({ server, fingerprint }) => ({ key: server, text: `${server}\n${fingerprint}`, tip: fingerprint, spoken: server }));
    list.setRows(rows);
    if (list.current() === undefined) list.step(1);
    for (const part of [title, list.widget, forget]) part.setVisible(rows.length > 0);
    none.setVisible(rows.length === 0);
  };
  forget.addEventListener('clicked', () => {
    const server = list.current();
    if (server !== undefined) trusted.forget(server);
    show();
  });
  for (const part of [title, none, list.widget]) layout.addWidget(part);
  layout.addWidget(forget, 0, AlignmentFlag.AlignLeft);
  show();
  keep(widget, layout, title, none, list, forget);
  return widget;
}
