import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completeMask, matchesMask } from '../../src/server/masks';

// https://modern.ircdocs.horse/#wildcard-expressions
describe('matchesMask', () => {
  const cases: readonly (readonly [mask: string, text: string, fits: boolean])[] = [
    ['anna', 'anna', true],
    ['anna', 'annab', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['a*a', 'anna', true],
    ['a*b', 'anna', false],
    ['*nn*', 'anna', true],
    ['a??a', 'anna', true],
    ['?', '', false],
    ['?', '李', true],
    ['?', '😀', true],
    ['a?', 'a', false],
    ['*!*@10.0.0.*', 'anna!u@10.0.0.7', true],
    ['*!*@10.0.0.*', 'anna!u@10.0.1.7', false],
    ['NICOLÒ*', 'nicolò!u@h', true],
    ['ας*', 'ασβ!u@h', true],
    ['a.c', 'abc', false],
    ['**a**', 'bab', true],
  ];
  for (const [mask, text, fits] of cases) {
    it(`says that ${JSON.stringify(mask)} ${fits ? 'fits' : 'does not fit'} ${JSON.stringify(text)}`, () => {
      assert.equal(matchesMask(mask, text), fits);
    });
  }

  it('says the same as a regular expression', () => {
    const letters = fc.stringMatching(/^[ab]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab*?]{0,8}$/), letters, (mask, text) => {
        const expression = new RegExp(`^${mask.replaceAll('?', '.').replaceAll('*', '.*')}$`);
        assert.equal(matchesMask(mask, text), expression.test(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('says the same for masks of many words', () => {
    const mask = fc.array(fc.constantFrom('a'.repeat(31), 'a'.repeat(32), 'a'.repeat(33), 'b', '?', '*'), { maxLength: 6 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a'.repeat(31), 'a'.repeat(32), 'a'.repeat(33), 'b'), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(mask, text, (given, said) => {
        const expression = new RegExp(`^${given.replaceAll('?', '.').replaceAll(/\*+/g, '.*')}$`);
        assert.equal(matchesMask(given, said), expression.test(said));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no more time than the two lengths call for', () => {
    const startedAt = process.cpuUsage().user;
    assert.equal(matchesMask(`${'*a'.repeat(64)}*b`, 'a'.repeat(20_000)), false);
    assert.ok(process.cpuUsage().user - startedAt < 2_000_000);
  });
});

describe('completeMask', () => {
  const cases: Readonly<Record<string, string>> = {
    anna: 'anna!*@*',
    'anna!u': 'anna!u@*',
    '@10.0.0.5': '*!*@10.0.0.5',
    'u@10.0.0.5': '*!u@10.0.0.5',
    '*@10.0.0.5': '*!*@10.0.0.5',
    'anna!u@host': 'anna!u@host',
    'anna!u@': 'anna!u@*',
    '!@': '*!*@*',
  };
  for (const [mask, complete] of Object.entries(cases)) {
    it(`makes ${mask} ${complete}`, () => {
      assert.equal(completeMask(mask), complete);
      assert.equal(completeMask(complete), complete);
    });
  }
});
