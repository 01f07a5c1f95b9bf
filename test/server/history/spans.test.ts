import assert from 'node:assert/strict';
import { holds, chronological, without } from '../../../src/server/history/spans';

describe('spans', () => {
  it('lose what is taken out of them, its start included and its end not', () => {
    const left = without([{ since: 0, until: 10 }], 3, 6);
    assert.deepEqual(left, [{ since: 0, until: 3 }, { since: 5, until: 10 }]);
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].filter((number) => left.some((span) => holds(span, number))), [1, 2, 6, 7, 8, 9]);
  });

  it('are gone where nothing is left in them', () => {
    assert.deepEqual(without([{ since: 0, until: 4 }, { since: 4, until: 9 }], 1, 4), [{ since: 4, until: 9 }]);
    assert.deepEqual(without([{ since: 2, until: 9 }], 0, 20), []);
    assert.deepEqual(without([{ since: 2, until: 9 }], 20, 30), [{ since: 2, until: 9 }]);
  });

  it('stand in order unless they lie over each other', () => {
    const [early, late] = [{ since: 0, until: 5 }, { since: 4, until: 9 }];
    assert.deepEqual(chronological([late, early]), [early, late]);
    assert.equal(chronological([late, { since: 0, until: 6 }]), undefined);
    assert.deepEqual(chronological([]), []);
  });
});
