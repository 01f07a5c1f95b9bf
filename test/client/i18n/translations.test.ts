import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import english from '../../../assets/translations/en.json';
import italian from '../../../assets/translations/it.json';

type Texts = Readonly<Record<string, string>>;

const source = path.resolve(__dirname, '../../../src');

function flatten(tree: object, start = ''): Texts {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
      (typeof value === 'object' && value !== null ? Object.entries(flatten(value, `${start}${name}.`)) : [[start + name, String(value)]])),
  );
}

function placeholders(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name = '']) => name))].sort();
}

function withoutPlural(key: string): string {
  return key.replace(/_(?:one|other)$/, '');
}

function sourceTexts(): string {
  return fs.readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => fs.readFileSync(path.join(source, file), 'utf8'))
    .join('\n');
}

const translations = { en: flatten(english), it: flatten(italian) };

describe('the translations', () => {
  it('have the same keys in every language', () => {
    assert.deepEqual(Object.keys(translations.it), Object.keys(translations.en));
  });

  it('stand in the order of the alphabet, so that a key is found', () => {
    const groups = Object.keys(english);
    assert.deepEqual(groups, groups.toSorted());
    for (const group of Object.values(english)) assert.deepEqual(Object.keys(group), Object.keys(group).toSorted());
  });

  it('have both forms of every plural', () => {
    for (const key of Object.keys(translations.en).filter((one) => /_(?:one|other)$/.test(one))) {
      for (const form of ['one', 'other']) assert.ok(`${withoutPlural(key)}_${form}` in translations.en, `${key} without ${form}`);
    }
  });

  it('are filled with the same values in every language', () => {
    for (const [key, text] of Object.entries(translations.en)) {
      // One may say "a" where others say "1".
      const own = placeholders(translations.it[key] ?? '').filter((name) => name !== 'count' || !key.endsWith('_one'));
      const expected = placeholders(text).filter((name) => name !== 'count' || !key.endsWith('_one'));
      assert.deepEqual(own, expected, key);
    }
  });

  it('have text everywhere, without spaces around it', () => {
    for (const [language, texts] of Object.entries(translations)) {
      for (const [key, text] of Object.entries(texts)) assert.ok(text !== '' && text === text.trim(), `${key} in ${language}`);
    }
  });

  it('have the typographer’s quotes and ellipses, and no markup', () => {
    for (const texts of Object.values(translations)) {
      for (const [key, text] of Object.entries(texts)) assert.doesNotMatch(text, /['"<>]|\.\.\./, key);
    }
  });

  it('name each key of the keyboard once in a menu', () => {
    assert.ok(menusOfWindow().length >= 5);
    for (const [language, texts] of Object.entries(translations)) {
      for (const keys of [...together, ...menusOfWindow()]) {
        const letters = keys.map((key) => letterOf(texts[key] ?? '') ?? key);
        assert.deepEqual(letters, [...new Set(letters)], `${keys.join(', ')} in ${language}`);
      }
    }
  });

  it('leave the menu bar and the room those keys that are shortcuts', () => {
    const taken = Array.from(actionsCode().matchAll(/'Alt\+([A-Z])'/g), ([, letter = '']) => letter.toLowerCase());
    assert.ok(taken.length > 0);
    for (const [language, texts] of Object.entries(translations)) {
      for (const key of [...menuBar, ...inRoom]) assert.ok(!taken.includes(letterOf(texts[key] ?? '') ?? ''), `${key} in ${language}`);
    }
  });

  it('are all used', () => {
    const used = new Set(Array.from(sourceTexts().matchAll(/['`]([a-z]\w*\.\w+)['`]/gi), ([, key = '']) => key));
    const keys = [...new Set(Object.keys(translations.en).map(withoutPlural))];
    assert.deepEqual(keys.filter((key) => !used.has(key)), []);
  });
});

/** What stands together in one menu or dialog, and must not fight for a letter. */
const menuBar = ['menu.ritrovo', 'menu.edit', 'menu.view', 'menu.go', 'menu.room', 'menu.message', 'menu.help'];
const inRoom = ['composer.send', 'classroom.handUp', 'classroom.handDown', 'banner.stay', 'banner.retry', 'dialog.close'];
const together = [
  [...menuBar, 'connect.address', 'connect.name', 'connect.join', 'connect.back', 'hosting.button'],
  [...menuBar, 'connect.address', 'connect.name', 'connect.join', 'connect.back', 'hosting.copy'],
  [...menuBar, 'composer.send', 'classroom.handUp', 'banner.stay', 'dialog.close'],
  [...menuBar, 'composer.send', 'classroom.handDown', 'banner.retry', 'dialog.close'],
  ['message.reply', 'message.react', 'message.edit', 'message.copyText', 'message.quote', 'message.mention', 'message.talk', 'message.delete'],
  ['member.talk', 'member.mention', 'member.whois', 'member.copyName', 'member.makeOperator', 'member.kick'],
  ['room.markRead', 'menu.notifyAll', 'menu.notifyMentions', 'menu.notifyNone', 'room.leave'],
  ['composer.pasteAsOne', 'composer.pasteAsBlock', 'composer.pasteAsLines_other', 'dialog.cancel'],
  ['trust.yesChanged', 'trust.once', 'trust.no'],
  ['settings.theme', 'settings.language', 'settings.textSize'],
  ['settings.notifyFor', 'settings.doNotDisturb', 'settings.sound', 'settings.closeToTray'],
  ['settings.stay', 'settings.pingSeconds', 'settings.typing'],
];

/** The menus of the window, as its actions are written. */
function menusOfWindow(): string[][] {
  const code = actionsCode();
  const menus = new Map<string, string[]>();
  for (const [, menu = '', key = ''] of code.matchAll(/menu: '(\w+)', label: t\('([\w.]+)'\)/g)) menus.set(menu, [...(menus.get(menu) ?? []), key]);
  menus.get('room')?.push('menu.notifyAll', 'menu.notifyMentions', 'menu.notifyNone');
  menus.get('message')?.push(...Array.from(code.matchAll(/one\('\w+', t\('([\w.]+)'\)/g), ([, key = '']) => key));
  return [...menus.values()];
}

function actionsCode(): string {
  return fs.readFileSync(path.join(source, 'client/ui/window-actions.ts'), 'utf8');
}

/** The letter that leads to it with Alt. */
function letterOf(text: string): string | undefined {
  return /&(.)/u.exec(text)?.[1]?.toLowerCase();
}
