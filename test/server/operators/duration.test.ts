import assert from 'node:assert/strict';
import { parseDuration } from '../../../src/server/operators/duration';

describe('a duration', () => {
  it('is a number with a unit, or several', () => {
    assert.equal(parseDuration('90s'), 90_000);
    assert.equal(parseDuration('30m'), 1_800_000);
    assert.equal(parseDuration('1d12h'), 129_600_000);
    assert.equal(parseDuration('2W'), 1_209_600_000);
  });

  it('is nothing else', () => {
    for (const text of ['', '0m', '30', 'm', '1y', '-1m', '1.5h', '999999w', '192.0.2.1']) assert.equal(parseDuration(text), undefined, text);
  });
});
