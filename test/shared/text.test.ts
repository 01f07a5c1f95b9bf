import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitKeeping, splitText } from '../../src/shared/text';

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const graphemes = (text: string): string[] => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

describe('splitText', () => {
  it('leaves a text that fits as it is', () => {
    assert.deepEqual(splitText('ciao a tutti', 12), ['ciao a tutti']);
    assert.deepEqual(splitText('', 12), []);
  });

  it('splits at a space and drops it', () => {
    assert.deepEqual(splitText('ciao a tutti', 8), ['ciao a', 'tutti']);
    assert.deepEqual(splitText('ciao tutti', 4), ['ciao', 'tutt', 'i']);
  });

  it('drops spaces that would fill a part of their own', () => {
    assert.deepEqual(splitText('    a', 4), ['a']);
    assert.deepEqual(splitText('ab          c', 4), ['ab', 'c']);
  });

  it('splits a word that is longer than a part', () => {
    assert.deepEqual(splitText('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
  });

  it('counts bytes', () => {
    assert.deepEqual(splitText('üüüü', 4), ['üü', 'üü']);
  });

  it('never cuts a character as people see it', () => {
    const family = '👨‍👩‍👧';
    assert.deepEqual(splitText(`${family}${family}`, Buffer.byteLength(family) + 3), [family, family]);
    assert.deepEqual(splitText('abe\u0301', 4), ['ab', 'e\u0301']);
  });

  it('cuts a character longer than a part between code points', () => {
    assert.deepEqual(splitText('👨‍👩', 8), ['👨‍', '👩']);
  });

  it('refuses parts that cannot hold every character', () => {
    assert.throws(() => splitText('a', 3), RangeError);
  });

  const spaced = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.stringMatching(/^[ a]{0,60}$/));

  it('gives no part for spaces alone', () => {
    assert.deepEqual(splitText('      a', 4), ['a']);
    assert.deepEqual(splitText('      ', 4), []);
  });

  it('gives parts that fit and are not empty, whatever the text', () => {
    fc.assert(
      fc.property(spaced, fc.integer({ min: 4, max: 60 }), (text, limit) => {
        for (const part of splitText(text, limit)) {
          assert.ok(Buffer.byteLength(part) <= limit);
          assert.notEqual(part, '');
        }
      }),
    );
  });

  it('keeps every word that fits whole, and their order', () => {
    const shortWords = fc.array(fc.stringMatching(/^[a-zà-ü]{1,10}$/u));
    fc.assert(
      fc.property(shortWords, fc.integer({ min: 20, max: 60 }), (list, limit) => {
        assert.deepEqual(splitText(list.join(' '), limit).flatMap(words), list);
      }),
    );
  });

  it('keeps every grapheme whole where a part can hold it', () => {
    const text = fc.array(fc.constantFrom('a', 'é', 'e\u0301', '李', '😀', '👨‍👩‍👧', '🇮🇹', ' ')).map((list) => list.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 25, max: 40 }), (whole, limit) => {
        const kept = splitText(whole, limit).flatMap(graphemes).filter((one) => one !== ' ');
        assert.deepEqual(kept, graphemes(whole).filter((one) => one !== ' '));
      }),
    );
  });

  it('keeping all leaves the space at the end of a part', () => {
    assert.deepEqual(splitKeeping('ciao a tutti', 8), ['ciao a ', 'tutti']);
    assert.deepEqual(splitKeeping('a      b', 4), ['a   ', '   b']);
    assert.deepEqual(splitKeeping('', 4), []);
  });

  it('keeping all gives parts that fit and make up the text, whatever it is', () => {
    fc.assert(
      fc.property(spaced, fc.integer({ min: 4, max: 60 }), (text, limit) => {
        const parts = splitKeeping(text, limit);
        assert.equal(parts.join(''), text);
        for (const part of parts) assert.ok(part !== '' && Buffer.byteLength(part) <= limit);
      }),
    );
  });
});

// https://modern.ircdocs.horse/formatting.html
