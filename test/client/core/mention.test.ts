import assert from 'node:assert/strict';
import { mentions } from '../../../src/client/core/mention';

describe('a mention', () => {
  for (const [text, nick, expected] of [
    ['anna: ciao', 'anna', true],
    ['ciao ANNA!', 'anna', true],
    ['(anna)', 'Anna', true],
    ['annabella', 'anna', false],
    ['joanna or anna2, then anna', 'anna', true],
    ['anna2', 'anna', false],
    ['a+b', 'a', true],
    ['你好 李', '李', true],
    ['ciao nicolò', 'Nicolò', true],
    ['anything', '', false],
  ] as const) {
    it(`“${text}” ${expected ? 'names' : 'does not name'} “${nick}”`, () => assert.equal(mentions(text, nick), expected));
  }
});
