import { commandNamed, commandNames } from '../core/commands';
import { t } from '../i18n';
import { menus, menuTitle, plainLabel, type Action, type MenuName } from './actions';
import { escapeHtml } from '../text/html';

/** Enough for the longest keys in the languages there are, in pixels at the usual size of text. */
const keysWidth = 170;

type Line = readonly [key: string, meaning: string];

/** The keys, as Qt's rich text: those of the menus, and those of the box and the messages. */
export function shortcutsPage(actions: readonly Action[]): string {
  const writing: readonly Line[] = [
    [t('key.return'), t('shortcut.send')],
    [t('key.up'), t('shortcut.editLast')],
    [`Ctrl+${t('key.up')}, Ctrl+${t('key.down')}`, t('shortcut.history')],
    [t('key.tab'), t('shortcut.again')],
    [`${t('key.pageUp')}, ${t('key.pageDown')}`, t('shortcut.scroll')],
    [t('key.escape'), t('shortcut.close')],
    ['Alt+1 … Alt+9', t('shortcut.numbered')],
  ];
  const ofMenu = (menu: MenuName): readonly Line[] =>
    actions.filter((action) => action.menu === menu).flatMap((action): Line[] => (action.keys === undefined ? [] : [[action.keys, plainLabel(action)]]));
  const parts = menus.map((menu) => [plainLabel({ label: menuTitle(menu) }), ofMenu(menu)] as const).filter(([, lines]) => lines.length > 0);
  return table(writing, keysWidth) + parts.map(([title, lines]) => `<p><b>${escapeHtml(title)}</b></p>${table(lines, keysWidth)}`).join('');
}

/** What can be written with a slash, as Qt's rich text. */
export function commandsPage(): string {
  return table(commandNames.map((name): Line => [commandNamed(name)?.usage ?? `/${name}`, commandHelp(name)]));
}

/** @param width of the first column in pixels, for tables that stand below each other */
function table(lines: readonly Line[], width = 0): string {
  const rows = lines.map(([key, meaning]) => `<tr>${cell(`<b>${escapeHtml(key)}</b>`, width)}${cell(escapeHtml(meaning))}</tr>`);
  return `<table cellspacing="0">${rows.join('')}</table>`;
}

/** On one line: Qt breaks the lines of a table before it makes it wider. */
function cell(html: string, width = 0): string {
  return `<td${width === 0 ? '' : ` width="${width}"`} style="padding:1px 12px 1px 0px;white-space:nowrap">${html}</td>`;
}

export function commandHelp(name: string): string {
  const help = commandNamed(name)?.help;
  return help === undefined ? '' : t(help);
}
