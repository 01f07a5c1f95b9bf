import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeTagValue, formatTags, parseTags, unescapeTagValue } from '../../src/shared/tags';

// https://ircv3.net/specs/extensions/message-tags#escaping-values
describe('tags', () => {
  const values: readonly (readonly [string, string])[] = [
    [';', '\\:'],
    [' ', '\\s'],
    ['\\', '\\\\'],
    ['\r', '\\r'],
    ['\n', '\\n'],
    ['a; b\\', 'a\\:\\sb\\\\'],
    ['plain=ü', 'plain=ü'],
  ];
  for (const [value, wire] of values) {
    it(`writes ${JSON.stringify(value)} as ${JSON.stringify(wire)} and reads it again`, () => {
      assert.equal(escapeTagValue(value), wire);
      assert.equal(unescapeTagValue(wire), value);
    });
  }

  it('drops a backslash before any other character and at the end', () => {
    assert.equal(unescapeTagValue('a\\bc\\'), 'abc');
  });

  it('reads every escaped value as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const wire = escapeTagValue(value);
        assert.doesNotMatch(wire, /[; \r\n]/);
        assert.equal(unescapeTagValue(wire), value);
      }),
    );
  });

  it('takes the last of a key that stands twice, and leaves out what has no key', () => {
    assert.deepEqual([...parseTags('a=1;b;=x;;a=2')], [['a', '2'], ['b', '']]);
  });

  it('keeps an equals sign in a value', () => {
    assert.equal(parseTags('a=b=c').get('a'), 'b=c');
  });

  it('writes a key without a value alone', () => {
    assert.equal(formatTags(new Map([['a', ''], ['b', '1']])), 'a;b=1');
  });
});
