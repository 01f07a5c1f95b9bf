import assert from 'node:assert/strict';
import { Batches, type Batch } from '../../../src/client/core/batches';
import { parse, type Message } from '../../../src/shared/message';

/** What came of some lines. */
function follow(): { readonly take: (...lines: readonly string[]) => void; readonly whole: Batch[]; readonly alone: Message[] } {
  const whole: Batch[] = [];
  const alone: Message[] = [];
  const batches = new Batches({ whole: (batch) => whole.push(batch), message: (message) => alone.push(message) });
  return { whole, alone, take: (...lines) => lines.forEach((line) => batches.take(parse(line) ?? assert.fail(line))) };
}

const line = (batch: string, tags: number): string => `@batch=${batch};x=${'y'.repeat(tags)} :bob!b@h PRIVMSG #lobby :hello`;

describe('the batches of a connection', () => {
  it('are handed out when they end', () => {
    const { take, whole } = follow();
    take(':test BATCH +a draft/chathistory #lobby', line('a', 10), line('a', 10), ':test BATCH -a');
    assert.deepEqual(whole.map(({ type, params, messages }) => [type, params, messages.length]), [['chathistory', ['#lobby'], 2]]);
  });

  it('hold no more than so much memory together, and one that was too much is not taken for a whole one', () => {
    const before = process.memoryUsage().heapUsed;
    const made = follow();
    for (let batch = 0; batch < 94; batch++) made.take(`:test BATCH +b${batch} draft/chathistory #lobby`);
    for (let batch = 0; batch < 94; batch++) {
      // Strings of their own, as they come from a socket.
      for (let count = 0; count < 100; count++) made.take(Buffer.from(line(`b${batch}`, 8000)).toString());
    }
    const megabytes = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
    assert.ok(megabytes < 60, `${megabytes} MB`);
    for (let batch = 0; batch < 94; batch++) made.take(`:test BATCH -b${batch}`);
    assert.ok(made.whole.length > 0 && made.whole.length < 94);
    assert.ok(made.whole.every(({ messages }) => messages.length === 100));
    const { length } = made.whole;
    made.take(':test BATCH +c draft/chathistory #lobby', line('c', 10), ':test BATCH -c');
    assert.equal(made.whole.length, length + 1);
  });

  it('that ended leave room for others', () => {
    const { take, whole } = follow();
    for (let batch = 0; batch < 50; batch++) {
      take(':test BATCH +a draft/chathistory #lobby');
      for (let count = 0; count < 100; count++) take(line('a', 8000));
      take(':test BATCH -a');
    }
    assert.equal(whole.length, 50);
  });
});
