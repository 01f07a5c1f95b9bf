import { QMenu, type QPoint, type QWidget } from '@nodegui/nodegui';
import { keep } from './keep';
import { createMenuItem } from './texts';

/** An entry of a menu that opens at a place; `line` stands for a line between two groups. */
export type PopupEntry = { readonly label: string; readonly checked?: boolean; readonly enabled?: boolean; run(): void } | 'line';

/** The menu that is open: Qt's own reference does not keep NodeGui's. */
let open: QMenu | undefined;

/** Opens a menu. Not with exec(), which would keep Node from running. */
export function popup(parent: QWidget, place: QPoint, entries: readonly PopupEntry[]): void {
  const menu = new QMenu(parent);
  for (const entry of entries) {
    if (entry === 'line') {
      keep(menu, menu.addSeparator());
      continue;
    }
    const item = createMenuItem(entry.label, () => entry.run());
    item.setEnabled(entry.enabled ?? true);
    if (entry.checked !== undefined) {
      item.setCheckable(true);
      item.setChecked(entry.checked);
    }
    keep(menu, menu.addAction(item));
  }
  const before = open;
  open = menu;
  // What was open before is Qt's child for as long as its parent: it is taken back.
  if (before !== undefined) setImmediate(() => before.delete());
  menu.popup(place);
}
