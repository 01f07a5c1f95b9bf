import assert from 'node:assert/strict';
import fc from 'fast-check';
import { channelTypesOf, foldOf, formatIsupport, ranksOf, updateIsupport } from '../../src/shared/isupport';

/** What 005 lines with these tokens say. */
function known(...lines: readonly (readonly string[])[]): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const line of lines) updateIsupport(tokens, line);
  return tokens;
}

// https://modern.ircdocs.horse/#rplisupport-005
describe('isupport', () => {
  it('reads keys with and without a value', () => {
    assert.deepEqual([...known(['NICKLEN=32', 'UTF8ONLY', 'KEY='])], [['NICKLEN', '32'], ['UTF8ONLY', ''], ['KEY', '']]);
  });

  it('takes a key away when it stands with a minus', () => {
    assert.deepEqual([...known(['A=1', 'B=2'], ['-A'])], [['B', '2']]);
  });

  it('reads escaped spaces, backslashes and equals signs', () => {
    assert.equal(known(['NETWORK=My\\x20\\x5CNet\\x3D']).get('NETWORK'), 'My \\Net=');
  });

  it('writes at most 13 tokens in a line', () => {
    const lines = formatIsupport(new Map(Array.from({ length: 27 }, (_, index) => [`K${String(index)}`, ''])));
    assert.deepEqual(lines.map((line) => line.length), [13, 13, 1]);
  });

  it('writes lines that are short enough for any name, and a long token into a line of its own', () => {
    const lines = formatIsupport(new Map([['A', 'x'.repeat(100)], ['B', 'é'.repeat(50)], ['C', 'x'.repeat(100)], ['D', 'x'.repeat(300)], ['E', '']]));
    assert.deepEqual(lines.map((line) => line.map((token) => token.charAt(0)).join('')), ['AB', 'C', 'D', 'E']);
  });

  it('reads what it writes', () => {
    const tokens = fc.array(fc.tuple(fc.stringMatching(/^[A-Z]{1,12}$/), fc.stringMatching(/^[ -~]*$/))).map((entries) => new Map(entries));
    fc.assert(
      fc.property(tokens, (written) => {
        const lines = formatIsupport(written);
        for (const token of lines.flat()) assert.doesNotMatch(token, / /);
        assert.deepEqual(known(...lines), written);
      }),
    );
  });

  it('tells the ranks, highest first, and has the usual two where the server says nothing', () => {
    assert.deepEqual(ranksOf(known(['PREFIX=(qo)~@'])), [{ mode: 'q', prefix: '~' }, { mode: 'o', prefix: '@' }]);
    assert.deepEqual(ranksOf(known([])), [{ mode: 'o', prefix: '@' }, { mode: 'v', prefix: '+' }]);
    assert.deepEqual(ranksOf(known(['PREFIX='])), []);
  });

  it('tells the case mapping and the channel types', () => {
    assert.equal(foldOf(known(['CASEMAPPING=ascii']))('[A]'), '[a]');
    assert.equal(foldOf(known([]))('[A]'), '{a}');
    assert.equal(channelTypesOf(known(['CHANTYPES=#'])), '#');
    assert.equal(channelTypesOf(known([])), '#&');
  });
});
