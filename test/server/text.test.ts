import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../src/shared/message';
import { cutToBytes, formatLine, joinWords } from '../../src/server/text';

const anyText = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('cutToBytes', () => {
  it('leaves a text that fits, and never cuts a character', () => {
    assert.equal(cutToBytes('ciao', 4), 'ciao');
    assert.equal(cutToBytes('ciaò', 4), 'cia');
    assert.equal(cutToBytes('😀', 3), '');
  });

  it('gives the longest start that fits', () => {
    fc.assert(
      fc.property(anyText, fc.nat(400), (text, limit) => {
        const cut = cutToBytes(text, limit);
        assert.ok(text.startsWith(cut));
        assert.ok(Buffer.byteLength(cut) <= limit);
        const [next = ''] = text.slice(cut.length);
        assert.ok(next === '' || Buffer.byteLength(cut + next) > limit);
      }),
    );
  });
});

// https://modern.ircdocs.horse/#messages
describe('formatLine', () => {
  it('cuts what does not fit into 510 bytes at the end, without the tags', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.stringMatching(/^[a-z]{0,600}$/), (one, other, tag) => {
        const text = `${one}${other}${one}`.replace(/[\0\r\n]/g, '');
        const line = formatLine({ tags: new Map([['a', tag]]), source: 's', verb: 'PRIVMSG', params: ['#lobby', text] });
        const message = parse(line);
        assert.equal(message?.tags.get('a'), tag);
        assert.ok(text.startsWith(message.params[1] ?? '?'));
        assert.ok(Buffer.byteLength(line.slice(line.indexOf(' ') + 1)) <= 510);
      }),
    );
  });
});

describe('joinWords', () => {
  it('gives texts of at most so many bytes, with every word in its order', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[aé李]{1,6}$/u)), fc.integer({ min: 18, max: 40 }), (words, limit) => {
        const texts = [...joinWords(words, limit)];
        for (const text of texts) assert.ok(Buffer.byteLength(text) <= limit);
        assert.deepEqual(texts.flatMap((text) => text.split(' ')), words);
      }),
    );
  });

  it('gives nothing for no words, and a word that is too long alone', () => {
    assert.deepEqual([...joinWords([], 10)], []);
    assert.deepEqual([...joinWords(['a', 'bbbbbb', 'c', 'd'], 4)], ['a', 'bbbbbb', 'c d']);
  });
});
