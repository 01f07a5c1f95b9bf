import assert from 'node:assert/strict';
import type { TimelineItem } from '../../../src/client/core/events';
import { nameOrder } from '../../../src/client/text/name-order';
import { sampleMessage, sampleRoom as room } from '../core/samples';

const said = (nick: string, own = false): TimelineItem => sampleMessage({ nick, own });

describe('the order of names for Tab', () => {
  it('has those who spoke last first, and only who is there', () => {
    const lobby = room([said('carla'), said('bruno'), said('gone'), said('me', true)], 'anna', 'bruno', 'carla', 'me');
    assert.deepEqual(nameOrder(lobby), ['bruno', 'carla', 'anna', 'me']);
  });

  it('is empty without a room', () => {
    assert.deepEqual(nameOrder(undefined), []);
  });
});
