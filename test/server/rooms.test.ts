import assert from 'node:assert/strict';
import { isRoomName, Rooms } from '../../src/server/rooms';
import { Database } from '../../src/server/store/database';
import { RoomStore } from '../../src/server/store/rooms';
import { temporaryFolder } from '../helpers/server';

const open = (): Rooms => new Rooms('#lobby', new RoomStore(new Database(temporaryFolder(), 'process', () => undefined)));

// https://modern.ircdocs.horse/#channels
describe('isRoomName', () => {
  for (const name of ['#lobby', '#a', '#Caffè', '#李', '##', '#a:b', '#😀', `#${'x'.repeat(63)}`]) {
    it(`allows ${name}`, () => {
      assert.ok(isRoomName(name));
    });
  }

  for (const name of ['', 'lobby', '#', '&a', '#a b', '#a,b', '#a\x07', '#a\u00a0b', '#a\u200bb', '#\u3164', `#${'x'.repeat(64)}`]) {
    it(`does not allow ${JSON.stringify(name)}`, () => {
      assert.equal(isRoomName(name), false);
    });
  }
});

describe('Rooms', () => {
  it('finds a room in any case, and makes it once', () => {
    const rooms = open();
    const room = rooms.open('#Caffè');
    assert.equal(rooms.open('#CAFFE\u0300'), room);
    assert.equal(rooms.find('#caffè'), room);
    assert.equal(rooms.count, 2);
  });

  it('forgets an empty room, but never the shared one', () => {
    const rooms = open();
    rooms.closeIfEmpty(rooms.open('#a'));
    rooms.closeIfEmpty(rooms.shared);
    assert.deepEqual([...rooms.all], [rooms.shared]);
  });
});
