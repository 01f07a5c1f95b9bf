import { t } from '../i18n';

/** The menus of the window, in their order. */
export const menus = ['ritrovo', 'edit', 'view', 'go', 'room', 'message', 'help'] as const;
export type MenuName = (typeof menus)[number];

/** Something a person can do. The menu bar, the keyboard, the command palette and the page of shortcuts all come from these. */
export interface Action {
  readonly menu: MenuName;
  /** In the person's language, with `&` before the letter that leads to it in the menu. */
  readonly label: string;
  /** As Qt writes keys: `Ctrl+K`. */
  readonly keys?: string;
  /** For an action that is on or off. */
  readonly checked?: () => boolean;
  /** Whether it can be done now; where nothing is said it always can. */
  readonly enabled?: () => boolean;
  /** A line stands above it in the menu. */
  readonly group?: true;
  /** In the menu only: not an action of its own in the palette. */
  readonly plain?: true;
  run(): void;
}

/** The title of a menu, with `&` before the letter that opens it. */
export function menuTitle(menu: MenuName): string {
  const titles: Readonly<Record<MenuName, string>> = {
    ritrovo: t('menu.ritrovo'), edit: t('menu.edit'), view: t('menu.view'), go: t('menu.go'), room: t('menu.room'),
    message: t('menu.message'), help: t('menu.help'),
  };
  return titles[menu];
}

/** A label without what only a menu needs. */
export function plainLabel({ label }: Pick<Action, 'label'>): string {
  return label.replace(/&(.)/g, '$1').replace(/…$/, '');
}
