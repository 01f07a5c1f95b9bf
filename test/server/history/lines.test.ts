import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composed, hasSeveralParts, partsOf, readable, textOf } from '../../../src/server/history/lines';

describe('the text of several lines', () => {
  it('keeps the composition of its sender', () => {
    const parts = [{ text: 'hello', isConcatenated: false }, { text: '', isConcatenated: false }, { text: 'how is ', isConcatenated: false }, { text: 'everyone?', isConcatenated: true }];
    assert.deepEqual(partsOf(textOf(parts)), parts);
    assert.equal(readable(textOf(parts)), 'hello\n\nhow is everyone?');
    assert.ok(hasSeveralParts(textOf(parts)));
    assert.ok(!hasSeveralParts('one line'));
  });

  it('made of any text in one piece has lines that fit the wire, and reads the same', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 900 }), { minLength: 1, maxLength: 4 }), (lines) => {
        const text = lines.join('\n').replaceAll('\r', '');
        const made = composed(text);
        assert.equal(readable(made), text);
        if (/ {20}/.test(text)) return;
        for (const { text: part } of partsOf(made)) assert.ok(Buffer.byteLength(part) <= 400, String(Buffer.byteLength(part)));
      }),
      { numRuns: 60 },
    );
  });
});
