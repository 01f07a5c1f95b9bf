import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suggestedName } from '../../src/client/suggested-name';
import { isNickname } from '../../src/shared/nickname';

describe('the suggested name', () => {
  const names: Readonly<Record<string, string>> = {
    anna: 'anna', 'anna.rossi': 'anna_rossi', 'Anna Rossi': 'Anna_Rossi', '007bond': 'bond', 'nicolò': 'nicolò', 'DOMAIN\\anna': 'anna', root: '', '123': '', '': '',
  };
  for (const [system, name] of Object.entries(names)) {
    it(`is ${JSON.stringify(name)} for ${JSON.stringify(system)}`, () => {
      assert.equal(suggestedName(system), name);
    });
  }

  it('is one that every server of ours takes, or none', () => {
    fc.assert(fc.property(fc.string(), (system) => {
      const name = suggestedName(system);
      return name === '' || isNickname(name);
    }));
  });
});
