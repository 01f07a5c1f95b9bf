import { mixesSimilarScripts } from '../../shared/nickname';

/** Characters that show nothing, or change the order in which others are shown. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{Zl}\p{Zp}]/u;
const ascii = /^[\x21-\x7e]*$/;
const allUnseen = new RegExp(unseen.source, 'gu');

/**
 * The ASCII letters that letters of other scripts, and rare ones of Latin, cannot be told from. Only those that fonts draw alike.
 * Source: https://www.unicode.org/Public/security/latest/confusables.txt
 */
const alike: Readonly<Record<string, string>> = {
  a: 'аɑα⍺', b: 'ƅЬ', c: 'сϲᴄⲥ', d: 'ԁժ', e: 'еҽℯ', f: 'ꞙẝ', g: 'ɡցᶃ', h: 'һհ', i: 'ıіɩιӏ', j: 'јϳ', k: 'κкᴋ', l: 'ǀӀƖ', m: 'мᴍ', n: 'ոռ', o: 'оοօᴏⲟσ',
  p: 'рρϱⲣ', q: 'ԛգզ', r: 'гᴦⲅ', s: 'ѕꜱƽ', t: 'тτᴛ', u: 'υսᴜʋ', v: 'νѵᴠ', w: 'ԝաᴡѡ', x: 'хⅹ×ⲭχ', y: 'уүγყ', z: 'ᴢ', A: 'АΑᎪ', B: 'ВΒᏴ', C: 'СϹᏟ', D: 'Ꭰ', E: 'ЕΕᎬ',
  G: 'ԌᏀ', H: 'НΗᎻ', I: 'ІΙ', J: 'ЈᎫ', K: 'КΚᏦ', L: 'Ꮮ', M: 'МΜᎷ', N: 'Ν', O: 'ОΟՕ', P: 'РΡᏢ', S: 'ЅᏚՏ', T: 'ТΤᎢ', U: 'Ս', V: 'ѴᏙ', W: 'ԜᎳ', X: 'ХΧ', Y: 'ҮΥᎩ', Z: 'ΖᏃ',
};
const asciiOf = new Map(Object.entries(alike).flatMap(([letter, others]) => Array.from(others, (other): [string, string] => [other, letter])));

/** What looks the same in ASCII itself. */
const sameInAscii: Readonly<Record<string, string>> = { 1: 'l', I: 'l', '|': 'l', 0: 'O', rn: 'm', vv: 'w' };

/** Whether a text has characters that show nothing, or that change the order in which the others are shown. */
export function hasUnseen(text: string): boolean {
  return unseen.test(text);
}

/** The text with ASCII letters for those that look like them, and without what shows nothing. */
function asAscii(text: string): string {
  return Array.from(text.normalize('NFKC').replace(allUnseen, ''), (character) => asciiOf.get(character) ?? character).join('');
}

/**
 * Names of the same skeleton cannot be told apart.
 * Source: https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function skeleton(name: string): string {
  const plain = ascii.test(name) ? name : asAscii(name);
  return plain.replace(/[1I|0]|rn|vv/g, (same) => sameInAscii[same] ?? same);
}

/** Marks under a letter, which the line under a link hides. */
const markBelow = /[\u0323-\u0326\u0329-\u0333]/;

/** Whether a part of a host's or a person's name has letters that pass for others. */
export function looksLikeAnother(name: string): boolean {
  if (ascii.test(name)) return false;
  return mixesSimilarScripts(name) || ascii.test(asAscii(name)) || /\p{Script=Latin}\p{M}/u.test(name.normalize('NFC')) || markBelow.test(name.normalize('NFD'));
}

/** The names of a room, to find those that cannot be told apart. Servers other than ours allow them. */
export class NameSkeletons {
  private readonly names = new Map<string, Set<string>>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      const key = skeleton(name);
      this.names.set(key, (this.names.get(key) ?? new Set()).add(name));
    }
  }

  /** Whether a name has something that is not seen, mixes scripts that look alike, or looks like another of these. */
  isDoubtful(name: string): boolean {
    if (hasUnseen(name) || mixesSimilarScripts(name)) return true;
    const same = this.names.get(skeleton(name));
    return same !== undefined && (same.size > 1 || !same.has(name));
  }
}

/** A name as it can be shown: a sign for each character that shows nothing, or would turn around what follows it. */
export function visibleName(name: string): string {
  return name.replace(allUnseen, '\ufffd');
}
