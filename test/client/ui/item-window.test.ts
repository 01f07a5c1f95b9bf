import assert from 'node:assert/strict';
import type { TimelineItem } from '../../../src/client/core/events';
import { ItemWindow, windowSize } from '../../../src/client/ui/item-window';
import { sampleMessage } from '../core/samples';

function items(count: number, from = 0): TimelineItem[] {
  return Array.from({ length: count }, (_, place) => sampleMessage({ id: from + place }));
}

const ids = (window: ItemWindow): readonly number[] => window.shown.map(({ id }) => id);

describe('the part of a room that the timeline holds', () => {
  it('is the newest at first, however long the room is', () => {
    const window = new ItemWindow(() => items(5000));
    assert.equal(window.lines, windowSize.first);
    assert.equal(ids(window).at(-1), 4999);
    assert.ok(window.reachesEnd && !window.reachesStart);
  });

  it('follows what comes at the end, and lets the oldest go', () => {
    const all = items(1000);
    const window = new ItemWindow(() => all);
    all.push(...items(10, 1000));
    assert.ok(window.appended(10, true));
    assert.equal(ids(window).at(-1), 1009);
    window.trim();
    assert.equal(window.lines, windowSize.first);
  });

  it('stays with a person who reads further up', () => {
    const all = items(1000);
    const window = new ItemWindow(() => all);
    while (window.lines < windowSize.most) window.extendUp();
    all.push(...items(1, 1000));
    const before = ids(window);
    assert.ok(!window.appended(1, false));
    assert.deepEqual(ids(window), before);
    assert.ok(!window.reachesEnd);
  });

  it('moves with older items that come, and with those that are let go', () => {
    const all = items(500);
    const window = new ItemWindow(() => all);
    const before = ids(window);
    all.unshift(...items(100, -100));
    window.prepended(100);
    assert.deepEqual(ids(window), before);
    all.splice(0, 50);
    assert.ok(!window.dropped(50), 'none of them was shown');
    assert.deepEqual(ids(window), before);
  });

  it('never holds more than the most, up and down', () => {
    const window = new ItemWindow(() => items(2000));
    while (window.extendUp()) assert.ok(window.lines <= windowSize.most);
    assert.equal(ids(window)[0], 0);
    while (window.extendDown()) assert.ok(window.lines <= windowSize.most);
    assert.equal(ids(window).at(-1), 1999);
  });

  it('opens around an item, and says where there is none', () => {
    const window = new ItemWindow(() => items(2000));
    assert.ok(window.openAround(300));
    assert.ok(ids(window).includes(300) && ids(window).includes(250));
    assert.ok(!window.openAround(7777));
  });

  it('counts what takes no line of its own for next to nothing', () => {
    const all = items(2000);
    const window = new ItemWindow(() => all, ({ id }) => id >= 100 && id < 1950);
    assert.ok(ids(window).includes(99), 'what stands before a long run of them is shown');
    assert.ok(window.lines < windowSize.most);
    while (window.extendUp()) assert.ok(window.lines <= windowSize.most);
    assert.ok(window.reachesEnd);
  });

  it('keeps the newest while they are in view, however much stands above them', () => {
    const window = new ItemWindow(() => items(2000));
    while (window.extendUp(true));
    assert.ok(window.reachesEnd);
    window.trim();
    assert.equal(window.lines, windowSize.first);
  });

  it('holds more for a high view, which would show both of its ends otherwise', () => {
    const window = new ItemWindow(() => items(2000), () => false, () => 2160);
    assert.equal(window.lines, windowSize.first * 2.7);
    while (window.extendUp(true) && !window.isTooLong);
    window.trim();
    // The smallest text takes 11 pixels a line: what is left after trimming is more than the view and what brings older ones.
    assert.ok(window.lines * 11 > 2160 + 400);
    assert.ok(!window.isTooLong);
  });
});
