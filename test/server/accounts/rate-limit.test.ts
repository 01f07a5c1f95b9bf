import assert from 'node:assert/strict';
import { RateLimit } from '../../../src/server/accounts/rate-limit';

const [realNow, realDate] = [performance.now.bind(performance), Date.now];

afterEach(() => {
  performance.now = realNow;
  Date.now = realDate;
});

describe('RateLimit', () => {
  it('is full after as many as the limit, and has room again as time goes on', () => {
    const limit = new RateLimit(() => 3, 60_000);
    for (let count = 0; count < 3; count++) limit.add('a');
    assert.deepEqual([limit.isFull('a'), limit.isFull('b'), limit.secondsUntilRoom('a')], [true, false, 20]);
    performance.now = () => realNow() + 20_000;
    assert.equal(limit.isFull('a'), false);
  });

  it('takes back what turned out well', () => {
    const limit = new RateLimit(() => 1, 60_000);
    limit.add('a');
    limit.refund('a');
    assert.equal(limit.isFull('a'), false);
  });

  it('does not care where the clock is set back', () => {
    const limit = new RateLimit(() => 3, 60_000);
    limit.add('a');
    Date.now = () => realDate() - 3_600_000;
    assert.equal(limit.isFull('a'), false);
    limit.add('a');
    assert.ok(limit.secondsUntilRoom('a') <= 20);
  });
});
