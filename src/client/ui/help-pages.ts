import { commandNamed, commandNames } from '../core/commands';
import { t } from '../i18n';
import { menus, plainLabel, type Action } from './actions';
import { escapeHtml } from '../text/html';

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
  const fromMenus = menus.flatMap((menu) => actions.filter((action) => action.menu === menu && action.keys !== undefined));
  const lines = fromMenus.map((action): Line => [action.keys ?? '', plainLabel(action)]);
  return table([...writing, ...lines]);
}

/** What can be written with a slash, as Qt's rich text. */
export function commandsPage(): string {
  return table(commandNames.map((name): Line => [commandNamed(name)?.usage ?? `/${name}`, commandHelp(name)]));
}

function table(lines: readonly Line[]): string {
  const rows = lines.map(([key, meaning]) => `<tr>${cell(`<b>${escapeHtml(key)}</b>`)}${cell(escapeHtml(meaning))}</tr>`);
  return `<table cellspacing="0">${rows.join('')}</table>`;
}

/** On one line: Qt breaks the lines of a table before it makes it wider. */
function cell(html: string): string {
  return `<td style="padding:1px 12px 1px 0px;white-space:nowrap">${html}</td>`;
}

export function commandHelp(name: string): string {
  const help = commandNamed(name)?.help;
  return help === undefined ? '' : t(help);
}
