import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText, excerpt, plainText } from '../../../src/client/text/plain';

describe('a message in plain text', () => {
  it('has no marks and no codes', () => {
    assert.equal(plainText('**bold**, `code`, ~~no~~ and \x02more\x02 \x0304red'), 'bold, code, no and more red');
    assert.equal(plainText('> quoted\nyes'), 'quoted\nyes');
    assert.equal(plainText('see\n```ts\na\nb\n```\ndone'), 'see\na\nb\ndone');
  });

  it('does not tell what is hidden, nor how long it is', () => {
    assert.equal(plainText('it is ||the *old* butler 😀||!'), 'it is ░░░!');
    assert.equal(plainText('||a|| ||b||'), '░░░ ░░░');
  });
});

describe('an excerpt', () => {
  it('is one line of at most so many characters', () => {
    assert.equal(excerpt('one\n\ntwo   three', 20), 'one two three');
    assert.equal(excerpt('one two three', 8), 'one two…');
    assert.equal(excerpt('👨‍👩‍👧'.repeat(5), 3), `${'👨‍👩‍👧'.repeat(3)}…`);
  });

  it('is never longer, whatever the text', () => {
    const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (text, length) => {
      assert.ok([...graphemes.segment(cutText(text, length))].length <= length + 1);
      assert.doesNotMatch(excerpt(text, length), /[\r\n]/);
    }));
  });
});
