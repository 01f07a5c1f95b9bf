// Writes assets/emoji.json: of emojibase-data (3 MB for two languages) what the window needs. To be run again when
// emojibase-data is updated; a test tells when the file is not what this makes.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @typedef {{ hexcode: string, label: string, unicode: string, group?: number, order?: number, tags?: string[], skins?: { unicode: string }[] }} Emoji */
/** @typedef {Record<string, string | string[]>} Shortcodes */

/** Skin tones stand apart from the emoji that can have them. */
const componentGroup = 2;
const recommended = new RegExp('^\\p{RGI_Emoji}$', 'v');
const tones = ['🏻', '🏼', '🏽', '🏾', '🏿'];

/** @param {string} file */
const read = (file) => require(`emojibase-data/${file}`);

/** The text of assets/emoji.json: a line for each emoji, in the order of the keyboards. */
export function emojiFile() {
  /** @type {Emoji[]} */
  const english = read('en/compact.json');
  /** @type {Map<string, Emoji>} */
  const italian = new Map(read('it/compact.json').map((/** @type {Emoji} */ one) => [one.hexcode, one]));
  const codes = [read('en/shortcodes/github.json'), read('en/shortcodes/emojibase.json')];
  const rows = english
    .filter(({ group }) => group !== undefined && group !== componentGroup)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((one) => {
      const other = italian.get(one.hexcode) ?? one;
      return JSON.stringify([picture(one.unicode), String(one.group), shortcodes(one.hexcode, codes).join(' '), one.label, words(one), other.label, words(other), takesTone(one) ? 'tone' : '']);
    });
  return `[\n${rows.join(',\n')}\n]\n`;
}

/** @param {string} hexcode @param {Shortcodes[]} sources */
function shortcodes(hexcode, sources) {
  return [...new Set(sources.flatMap((source) => source[hexcode] ?? []))];
}

/** The words that are not in the label. @param {Emoji} emoji */
function words({ label, tags = [] }) {
  const known = new Set(split(label));
  return [...new Set(tags.flatMap(split))].filter((word) => !known.has(word) && word.length > 1).join(' ');
}

/** @param {string} text */
function split(text) {
  return text.toLowerCase().split(/[\s,:()’']+/).filter((word) => word !== '');
}

/** As Unicode recommends it, so that everybody's 👍 is the same: with a variation selector only where it needs one. @param {string} unicode */
function picture(unicode) {
  const bare = unicode.replaceAll('\ufe0f', '');
  return recommended.test(bare) ? bare : unicode;
}

/** Whether the skin tone after the first character makes the emoji of that tone. @param {Emoji} emoji */
function takesTone({ unicode, skins }) {
  const [first = '', ...rest] = unicode.replace(/^(.)\ufe0f/u, '$1');
  return skins !== undefined && tones.every((tone) => skins.some((skin) => skin.unicode === first + tone + rest.join('')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) fs.writeFileSync(path.join(root, 'assets', 'emoji.json'), emojiFile());
