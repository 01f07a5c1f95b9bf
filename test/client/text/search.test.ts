import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseQuery, searchHits, searchItems } from '../../../src/client/text/search';
import { sampleMessage } from '../core/samples';

const items = [
  sampleMessage({ id: 1, nick: 'anna', text: 'La città è bella' }),
  sampleMessage({ id: 2, nick: 'Bruno', text: 'the server is down, the city too' }),
  sampleMessage({ id: 3, nick: 'anna', text: 'server? which SERVER' }),
  { kind: 'event' as const, id: 4, time: new Date(0), text: 'server joined', tone: 'quiet' as const },
  sampleMessage({ id: 5, nick: 'anna', text: '', deleted: { by: 'x', time: new Date(0), reason: '' } }),
];

const found = (typed: string): number[] => searchItems(parseQuery(typed), items).map(({ id }) => id);
const hits = (typed: string, text: string): string[] => searchHits(typed, text).map(([start, end]) => text.slice(start, end));

describe('a search', () => {
  it('wants all words, without case and accents, in the order of time', () => {
    assert.deepEqual(found('SERVER'), [2, 3]);
    assert.deepEqual(found('citta'), [1]);
    assert.deepEqual(found('CITTÀ bella'), [1]);
    assert.deepEqual(found('server city'), [2]);
  });

  it('takes phrases between quotation marks of any kind, also unclosed', () => {
    assert.deepEqual(found('"server is"'), [2]);
    assert.deepEqual(found('“server is”'), [2]);
    assert.deepEqual(found('«server is'), [2]);
    assert.deepEqual(found('"is server"'), []);
  });

  it('takes authors, any of them', () => {
    assert.deepEqual(found('from:anna'), [1, 3]);
    assert.deepEqual(found('from:ANNA server'), [3]);
    assert.deepEqual(found('from:@bruno from:anna server'), [2, 3]);
  });

  it('gives a server the words as they were typed', () => {
    assert.deepEqual(parseQuery('Perché "la Città" from:@Anna').typed, { text: 'Perché la Città', from: ['Anna'] });
  });

  it('finds nothing for nothing', () => {
    for (const typed of ['', '  ', '""', '“”', 'from:']) assert.deepEqual(parseQuery(typed).from.length + found(typed).length, 0, typed);
  });

  it('says where the words are', () => {
    assert.deepEqual(hits('citta bell', 'La città è bella'), ['città', 'bell']);
    assert.deepEqual(hits('is', 'This is'), ['is', 'is']);
    assert.deepEqual(hits('ab bc', 'xabcx'), ['abc']);
    assert.deepEqual(hits('ss', 'Straße'), []);
    assert.deepEqual(hits('x', '😀x'), ['x']);
    assert.deepEqual(hits('fi', 'ﬁn'), ['ﬁ']);
  });

  it('has hits in order, apart and inside of any text', () => {
    const unit = fc.constantFrom('a', 'à', 'A', 'b', ' ', '😀', 'ﬁ', 'i\u0307', '"');
    fc.assert(fc.property(fc.string({ unit, maxLength: 8 }), fc.string({ unit, maxLength: 20 }), (typed, text) => {
      let end = 0;
      for (const [start, next] of searchHits(typed, text)) {
        assert.ok(start >= end && next > start && next <= text.length);
        end = next;
      }
    }));
  });
});
