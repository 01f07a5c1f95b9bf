import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foldAscii, foldFor, foldRfc1459, foldRfc1459Strict, foldUnicode } from '../../src/shared/casemap';

// https://modern.ircdocs.horse/#casemapping-parameter
describe('case mapping', () => {
  it('maps only A to Z in ascii', () => {
    assert.equal(foldAscii('Anna[]\\~Ü'), 'anna[]\\~Ü');
  });

  it('maps brackets and backslash in rfc1459-strict, and the tilde too in rfc1459', () => {
    assert.equal(foldRfc1459Strict('A[]\\~^'), 'a{}|~^');
    assert.equal(foldRfc1459('A[]\\~^'), 'a{}|^^');
  });

  it('takes rfc1459 where the server says nothing or something unknown', () => {
    assert.equal(foldFor(undefined)('~'), '^');
    assert.equal(foldFor('what-is-this')('~'), '^');
    assert.equal(foldFor('ascii')('~'), '~');
  });

  const same: readonly (readonly [string, string])[] = [
    ['Nicolò', 'NICOLÒ'],
    ['Nicolò', 'Nicolo\u0300'],
    ['Straße', 'STRASSE'],
    ['Straße', 'STRAẞE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ISTANBUL', 'ıstanbul'],
    ['Ａｎｎａ', 'anna'],
    ['ﬁn', 'FIN'],
    ['Анна', 'анНА'],
  ];
  for (const [one, other] of same) {
    it(`takes ${one} and ${other} for one name`, () => {
      assert.equal(foldUnicode(one), foldUnicode(other));
    });
  }

  for (const [one, other] of [['Nicolò', 'Nicolo'], ['李', '王'], ['[a]', '{a}']] as const) {
    it(`takes ${one} and ${other} for two names`, () => {
      assert.notEqual(foldUnicode(one), foldUnicode(other));
    });
  }

  it('maps a sigma alike wherever it stands, so that a mask finds it', () => {
    assert.ok(foldUnicode('ασβ').startsWith(foldUnicode('ας')));
  });

  it('takes the upper and the lower case of every letter there is for the letter', () => {
    for (let code = 0x80; code <= 0x10ffff; code++) {
      const letter = String.fromCodePoint(code);
      const spellings = [letter.toUpperCase(), letter.toLowerCase()].filter((one) => one !== letter);
      if (spellings.length === 0) continue;
      const key = foldUnicode(letter);
      for (const spelling of [...spellings, key]) assert.equal(foldUnicode(spelling), key, letter);
    }
  });

  it('never tells two names apart that ascii takes for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        assert.equal(foldUnicode(name), foldUnicode(foldAscii(name)));
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        assert.equal(foldUnicode(foldUnicode(name)), foldUnicode(name));
      }),
    );
  });
});
