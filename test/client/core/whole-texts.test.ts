import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wholeTexts, type WholeText } from '../../../src/client/core/whole-texts';
import { processorTime } from '../../helpers/processor-time';

const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const texts = (all: readonly WholeText[]): string[] => all.map(({ text }) => text);
const together = (all: readonly WholeText[]): string => all.map(({ text, continues }, index) => (index === 0 || continues ? '' : '\n') + text).join('');

describe('a text of several lines', () => {
  it('is one message where the server takes it', () => {
    assert.deepEqual(texts(wholeTexts(['one', '', '  two'], 400, { bytes: 4096, lines: 24 })), ['one\n\n  two']);
  });

  it('is as few messages as the server takes, by lines and by bytes', () => {
    assert.deepEqual(wholeTexts(lines(500), 400, { bytes: 16_384, lines: 200 }).map((one) => one.lines.length), [200, 200, 100]);
    assert.deepEqual(texts(wholeTexts(['aaaa', 'bbbb', 'cccc'], 400, { bytes: 9, lines: 10 })), ['aaaa\nbbbb', 'cccc']);
  });

  it('goes on in the next message where one line is too long for one', () => {
    const all = wholeTexts(['x'.repeat(25)], 10, { bytes: 20, lines: 10 });
    assert.deepEqual(texts(all), ['x'.repeat(20), 'x'.repeat(5)]);
    assert.deepEqual(all.map(({ continues }) => continues), [false, true]);
  });

  it('that is a block of code is a block in each message', () => {
    const all = wholeTexts(['```ts', ...lines(7), '```'], 400, { bytes: 4096, lines: 5 });
    assert.deepEqual(texts(all), [
      '```ts\nline 1\nline 2\nline 3\n```', '```ts\nline 4\nline 5\nline 6\n```', '```ts\nline 7\n```',
    ]);
  });

  it('loses nothing but blank lines around it, and no message is more than the server takes', () => {
    const line = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constant(''), fc.constant('   '));
    fc.assert(fc.property(fc.array(line, { maxLength: 40 }), fc.integer({ min: 40, max: 200 }), fc.integer({ min: 1, max: 9 }), (given, bytes, most) => {
      const all = given.map((one) => one.replace(/[\r\n]/g, ' '));
      const made = wholeTexts(all, 30, { bytes, lines: most });
      for (const one of made) {
        assert.ok(one.lines.length <= most && Buffer.byteLength(one.text) <= bytes);
        assert.ok(one.lines.every(({ text, continues }) => Buffer.byteLength(text) <= 30 && (!continues || text !== '')));
        assert.ok(one.text.trim() !== '');
      }
      // Runs of blank lines may fill a message of their own, which no server takes.
      assert.equal(together(made).replace(/\s+/g, ''), all.join('\n').replace(/\s+/g, ''));
    }), { numRuns: 500 });
  });

  it('is made in little time, however long it is', () => {
    for (const text of ['x'.repeat(1_000_000), 'word '.repeat(200_000), '\n'.repeat(1_000_000), ' '.repeat(1_000_000)]) {
      const passed = processorTime(() => wholeTexts(text.split('\n'), 400, { bytes: 16_384, lines: 200 }));
      assert.ok(passed < 3000, `${passed} ms`);
    }
  });
});
