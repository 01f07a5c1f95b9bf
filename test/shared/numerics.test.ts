import assert from 'node:assert/strict';
import { Numeric } from '../../src/shared/numerics';

// https://modern.ircdocs.horse/#numerics
describe('numerics', () => {
  it('are three digits each, and no two are the same', () => {
    const codes = Object.values(Numeric);
    for (const code of codes) assert.match(code, /^\d{3}$/);
    assert.equal(new Set(codes).size, codes.length);
  });
});
