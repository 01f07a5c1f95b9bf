import { QMenu, type QAction } from '@nodegui/nodegui';
import type { PreferenceStore } from '../core/preferences';
import { t } from '../i18n';
import { keep } from './keep';
import { createMenuItem } from './texts';

/** The menu of the icon in the tray. */
export interface TrayMenu {
  readonly widget: QMenu;
  refresh(): void;
}

export interface TrayMenuOptions {
  readonly preferences: PreferenceStore;
  readonly onOpen: () => void;
  readonly onQuit: () => void;
}

export function createTrayMenu({ preferences, onOpen, onQuit }: TrayMenuOptions): TrayMenu {
  const widget = new QMenu();
  const add = (text: string, run: () => void): QAction => {
    const item = createMenuItem(text, run);
    keep(widget, widget.addAction(item));
    return item;
  };
  add(t('menu.window'), onOpen);
  const quiet = add(t('menu.doNotDisturb'), () => preferences.change({ doNotDisturb: !preferences.values.doNotDisturb }));
  quiet.setCheckable(true);
  keep(widget, widget.addSeparator());
  add(t('menu.quit'), onQuit);
  const refresh = (): void => quiet.setChecked(preferences.values.doNotDisturb);
  refresh();
  return { widget, refresh };
}
