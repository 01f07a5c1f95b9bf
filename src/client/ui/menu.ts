import { QKeySequence, QMenuBar, type QAction, type QMenu } from '@nodegui/nodegui';
import { menus, menuTitle, type Action } from './actions';
import { keep } from './keep';
import { createMenuItem, createSubmenu, literal } from './texts';

/** The menu bar. */
export interface Menu {
  readonly widget: QMenuBar;
  /** Shows anew what can be done now and what is on. */
  refresh(): void;
  /** What stands at a place of the list of rooms: Alt+1 to Alt+9. */
  setRooms(names: readonly string[]): void;
}

export interface MenuOptions {
  readonly actions: readonly Action[];
  /** The room at this place was chosen, from 0. */
  readonly onRoom: (place: number) => void;
}

/** One action and its entry in the menu. */
interface Entry {
  readonly action: Action;
  readonly item: QAction;
  enabled: boolean;
  checked: boolean;
}

const numbered = 9;

export function createMenu({ actions, onRoom }: MenuOptions): Menu {
  const widget = new QMenuBar();
  const entries: Entry[] = [];
  let rooms: NumberedRooms | undefined;
  for (const name of menus) {
    const menu = createSubmenu(menuTitle(name));
    widget.addMenu(menu);
    keep(widget, menu);
    for (const action of actions.filter((one) => one.menu === name)) {
      if (action.group === true) keep(menu, menu.addSeparator());
      entries.push(addEntry(menu, action));
    }
    if (name === 'go') rooms = new NumberedRooms(menu, onRoom);
  }
  const refresh = (): void => entries.forEach(update);
  refresh();
  return { widget, refresh, setRooms: (names) => rooms?.show(names) };
}

function addEntry(menu: QMenu, action: Action): Entry {
  const item = createItem(action.label, action.keys, () => action.run());
  if (action.checked !== undefined) item.setCheckable(true);
  keep(menu, menu.addAction(item));
  return { action, item, enabled: true, checked: false };
}

function update(entry: Entry): void {
  const enabled = entry.action.enabled?.() ?? true;
  if (enabled !== entry.enabled) entry.item.setEnabled(enabled);
  entry.enabled = enabled;
  const checked = entry.action.checked?.() ?? false;
  // A click has changed what Qt shows already: what is true is told whatever stood here before.
  if (entry.action.checked !== undefined && entry.item.isChecked() !== checked) entry.item.setChecked(checked);
  entry.checked = checked;
}

/** The numbered rooms: an entry is there only while there is a room for it. */
class NumberedRooms {
  private readonly items: QAction[] = [];
  private shown: readonly string[] = [];

  constructor(private readonly menu: QMenu, private readonly onRoom: (place: number) => void) {
    keep(menu, menu.addSeparator(), this);
  }

  show(names: readonly string[]): void {
    const wanted = names.slice(0, numbered);
    for (let place = 0; place < Math.max(wanted.length, this.shown.length); place++) {
      const [name, before] = [wanted[place], this.shown[place]];
      if (name === before) continue;
      const item = this.item(place);
      if (name === undefined) this.menu.removeAction(item);
      else item.setText(literal(name));
      if (before === undefined) this.menu.addAction(item);
    }
    this.shown = wanted;
  }

  private item(place: number): QAction {
    return (this.items[place] ??= createItem('', `Alt+${place + 1}`, () => this.onRoom(place)));
  }
}

function createItem(text: string, keys: string | undefined, run: () => void): QAction {
  const item = createMenuItem(text, run);
  if (keys !== undefined) item.setShortcut(new QKeySequence(keys));
  return item;
}
