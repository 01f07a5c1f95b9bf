import assert from 'node:assert/strict';
import { FairQueue } from '../../../src/server/accounts/fair-queue';

/** A queue whose tasks end when the test says so, and the names of those that were begun. */
function queueOf(limit: number): {
  begun: string[];
  add: (name: string, keys: readonly string[], weight?: number) => Promise<void>;
  end: () => Promise<void>;
} {
  const queue = new FairQueue(limit);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    add: (name, keys, weight = 1) =>
      queue.run({ keys }, weight, () => {
        begun.push(name);
        return new Promise((resolve) => ends.push(resolve));
      }),
    async end() {
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('a fair queue', () => {
  it('runs so many at one time, and those who had nothing yet in the order in which they came', async () => {
    const { begun, add, end } = queueOf(2);
    for (const name of ['a', 'b', 'c', 'd']) void add(name, [name]);
    assert.deepEqual(begun, ['a', 'b']);
    await end();
    await end();
    assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
  });

  it('lets whoever comes later go before those who had much already', async () => {
    const { begun, add, end } = queueOf(1);
    for (let count = 0; count < 5; count++) for (const address of ['one', 'other']) void add(address, [address]);
    await end();
    await end();
    void add('newcomer', ['third']);
    await end();
    assert.deepEqual(begun, ['one', 'other', 'one', 'newcomer']);
  });

  it('counts what is asked of one account from many addresses together', async () => {
    const { begun, add, end } = queueOf(1);
    for (let count = 0; count < 20; count++) void add('flood', [`address-${String(count)}`, 'anna']);
    await end();
    void add('bob', ['elsewhere', 'bob']);
    await end();
    assert.deepEqual(begun, ['flood', 'flood', 'bob']);
  });

  it('does not hold against somebody what was forgiven', async () => {
    const queue = new FairQueue(1);
    const begun: string[] = [];
    const work = (name: string, requester = { keys: [name] }): Promise<void> =>
      queue.run(requester, 1, async () => {
        begun.push(name);
        await new Promise((resolve) => setImmediate(resolve));
      });
    const requester = { keys: ['anna'] };
    await Promise.all([work('anna', requester), work('bob')]);
    queue.forgive(requester);
    await Promise.all([work('carla'), work('bob'), work('anna')]);
    assert.deepEqual(begun, ['anna', 'bob', 'carla', 'anna', 'bob']);
  });

  it('prefers what is light', async () => {
    const { begun, add, end } = queueOf(1);
    void add('first', ['a']);
    void add('hash', ['b'], 10);
    void add('login', ['c']);
    await end();
    assert.deepEqual(begun, ['first', 'login']);
  });

  it('goes on after a task that fails', async () => {
    const queue = new FairQueue(1);
    const failing = queue.run({ keys: [] }, 1, () => Promise.reject(new Error('no')));
    const next = queue.run({ keys: [] }, 1, () => Promise.resolve('yes'));
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'yes');
  });
});
