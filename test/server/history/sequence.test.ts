import assert from 'node:assert/strict';
import { messageId, nextSequence, parseMessageId, resumeSequence, sequenceAt, timeOf } from '../../../src/server/history/sequence';

describe('sequence numbers', () => {
  it('grow, are all different, and say the time', () => {
    const before = Date.now();
    const numbers = Array.from({ length: 5000 }, nextSequence);
    assert.equal(new Set(numbers).size, 5000);
    assert.deepEqual([...numbers].sort((a, b) => a - b), numbers);
    for (const number of numbers) assert.ok(timeOf(number) >= before && timeOf(number) <= Date.now() + 10);
  });

  it('bound a time', () => {
    const number = nextSequence();
    assert.ok(sequenceAt(timeOf(number)) <= number && number < sequenceAt(timeOf(number) + 1));
  });

  it('go on behind what an earlier run has written, even where the clock was set back', () => {
    const late = nextSequence() + 2000;
    resumeSequence(late);
    assert.ok(nextSequence() > late);
    resumeSequence(5);
    assert.ok(nextSequence() > late);
  });
});

describe('message ids', () => {
  it('can stand in a tag, and say their number', () => {
    const number = nextSequence();
    assert.match(messageId(number), /^[\da-z]+$/);
    assert.equal(parseMessageId(messageId(number)), number);
  });

  it('of another form are none', () => {
    for (const id of ['', '-1', '00a', 'ABC', 'a b', '1.5', 'zzzzzzzzzzz', 'zzzzzzzzzzzzzzzzzzzz', 'é']) {
      assert.equal(parseMessageId(id), undefined, id);
    }
  });
});
