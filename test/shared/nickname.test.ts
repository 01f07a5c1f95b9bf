import assert from 'node:assert/strict';
import fc from 'fast-check';
import { alternativeNicknames, isNickname, maxNicknameLength, nicknameRule, normalizeNickname } from '../../src/shared/nickname';

describe('nicknames', () => {
  for (const name of ['anna', 'Nicolò', '李', 'Straße', 'Анна', 'عمر', 'राधा', 'a', '_x_', '[bot]', 'anna-2', 'x`|^{}\\', 'a٣', 'µm', '山田taro', 'Αννα', 'x'.repeat(32), '李'.repeat(32)]) {
    it(`allow ${name}`, () => {
      assert.ok(isNickname(normalizeNickname(name)));
    });
  }

  const refused: Readonly<Record<string, string>> = {
    'an empty name': '',
    'a digit at the start': '1anna',
    'a digit of another script at the start': '٣a',
    'a hyphen at the start': '-anna',
    'the channel prefix #': '#anna',
    'the channel prefix &': '&anna',
    'the rank prefix @': '@anna',
    'the rank prefix +': '+anna',
    'the rank prefix %': '%anna',
    'the rank prefix ~': '~anna',
    'a colon': ':anna',
    'a space': 'an na',
    'a no-break space': 'an\u00a0na',
    'an ideographic space': 'an\u3000na',
    'a thin space': 'an\u2009na',
    'a zero-width space': 'an\u200bna',
    'a zero-width joiner': 'an\u200dna',
    'a Hangul filler': 'an\u3164na',
    'a soft hyphen': 'an\u00adna',
    'a byte order mark': '\ufeffanna',
    'a right-to-left override': 'an\u202ena',
    'a control character': 'an\x02na',
    'a comma, which parts targets': 'an,na',
    'an asterisk, which is a mask': 'an*na',
    'a question mark, which is a mask': 'an?na',
    'an exclamation mark, which is in a source': 'an!na',
    'an at sign, which is in a source': 'an@na',
    'a dot, which is in a server’s name': 'an.na',
    'an emoji': 'anna😀',
    'a mark at the start': '\u0301anna',
    'four marks on one letter': 'x\u0316\u0317\u0318\u0319',
    'a Cyrillic letter among Latin ones': '\u0430nna',
    'a Greek letter in the name of a service': '\u039dickServ',
    'Cyrillic and Greek letters': '\u0410\u03bd\u03bd\u0430',
    '33 characters': 'x'.repeat(33),
  };
  for (const [what, name] of Object.entries(refused)) {
    it(`do not allow ${what}`, () => {
      assert.equal(isNickname(normalizeNickname(name)), false);
    });
  }

  it('are kept in NFC, so that 32 letters with accents are 32', () => {
    assert.equal(normalizeNickname('Nicolo\u0300'), 'Nicolò');
    assert.ok(isNickname(normalizeNickname('e\u0301'.repeat(32))));
  });

  it('have a rule in words that names the limit', () => {
    assert.match(nicknameRule, new RegExp(`\\b${String(maxNicknameLength)}\\b`));
  });
});

describe('alternativeNicknames', () => {
  /** The first `count` of them. */
  function firstOf(name: string, count: number): string[] {
    const found: string[] = [];
    for (const alternative of alternativeNicknames(name)) {
      found.push(alternative);
      if (found.length === count) break;
    }
    return found;
  }

  it('count up from 2', () => {
    assert.deepEqual(firstOf('anna', 3), ['anna2', 'anna3', 'anna4']);
  });

  it('go on from the number that a name ends in', () => {
    assert.deepEqual(firstOf('anna9', 2), ['anna10', 'anna11']);
  });

  it('cut a long name so that the number fits', () => {
    assert.deepEqual(firstOf('x'.repeat(32), 1), [`${'x'.repeat(31)}2`]);
  });

  it('are allowed, all different, and not the name itself', () => {
    const names = fc.stringMatching(/^[a-zà-ü李_][a-zà-ü李0-9_-]{0,31}$/u).filter((name) => isNickname(normalizeNickname(name)));
    fc.assert(
      fc.property(names, (name) => {
        const found = firstOf(name, 20);
        assert.equal(new Set([name, ...found]).size, 21);
        for (const alternative of found) assert.ok(isNickname(alternative), alternative);
      }),
    );
  });
});
