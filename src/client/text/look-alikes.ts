import { mixesSimilarScripts } from '../../shared/nickname';

/** Characters that show nothing, or change the order in which others are shown. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cc}\p{Zl}\p{Zp}]/u;
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
const asciiOf = new Map(Object.entries(alike).flatMap(([ascii, others]) => Array.from(others, (other): [string, string] => [other, ascii])));

/** In one word of lower case `l`, `I` and `1`, and `O` and `0`, look the same too. */
const sameInAscii: Readonly<Record<string, string>> = { 1: 'l', i: 'l', '|': 'l', 0: 'o' };

/** Whether a text has characters that show nothing, or that change the order in which the others are shown. */
export function hasUnseen(text: string): boolean {
  return unseen.test(text);
}

/** The text with ASCII letters for those that look like them. */
export function asAscii(text: string): string {
  return Array.from(text.normalize('NFKC').replace(allUnseen, ''), (character) => asciiOf.get(character) ?? character).join('').toLowerCase();
}

/**
 * Two names of the same skeleton cannot be told apart.
 * Source: https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function skeleton(name: string): string {
  return Array.from(asAscii(name), (character) => sameInAscii[character] ?? character).join('').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** Marks under a letter, which the line under a link hides. */
const markBelow = /[\u0323-\u0326\u0329-\u0333]/;

/** Whether a part of a host's or a person's name has letters that pass for others. */
export function looksLikeAnother(name: string): boolean {
  if (/^[\x21-\x7e]*$/.test(name)) return false;
  return mixesSimilarScripts(name) || /^[\x21-\x7e]*$/.test(asAscii(name)) || /\p{Script=Latin}\p{M}/u.test(name.normalize('NFC')) || markBelow.test(name.normalize('NFD'));
}
