import assert from 'node:assert/strict';
import { HandList } from '../../../src/client/core/hand-list';
import { processorTime } from '../../helpers/processor-time';

const fold = (name: string): string => name.toLowerCase();
const hand = (nick: string, seconds: number): { nick: string; since: Date } => ({ nick, since: new Date(seconds * 1000) });

describe('the hands that are up', () => {
  it('stand in the order they went up, each once, whatever the letters of the name', () => {
    const hands = new HandList(fold);
    for (const one of [hand('carol', 2), hand('bob', 1), hand('CAROL', 3), hand('anna', 1)]) hands.raise(one);
    assert.deepEqual(hands.all.map(({ nick }) => nick), ['anna', 'bob', 'carol']);
    hands.lower('BOB');
    assert.deepEqual(hands.all.map(({ nick }) => nick), ['anna', 'carol']);
    assert.equal(hands.all, hands.all, 'the same array until something changes');
  });

  it('of thousands go up and down in little time', () => {
    const hands = new HandList(fold);
    const passed = processorTime(() => {
      for (let count = 0; count < 20_000; count++) hands.raise(hand(`guest${count}`, count));
      assert.equal(hands.all.length, 20_000);
      for (let count = 0; count < 20_000; count++) hands.lower(`guest${count}`);
    });
    assert.ok(passed < 1000, `${passed} ms`);
    assert.equal(hands.all.length, 0);
  });
});
