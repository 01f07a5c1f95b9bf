import type { Tags } from '../shared/tags';
import { capabilityBits, type CapabilitySet } from './capabilities';
import { joinEvent } from './commands/join';
import { Event, type Deliverable, type Shape } from './delivery';
import { ranks } from './ranks';
import { announce, type Room } from './room';
import { ranksEvent } from './room-access';
import type { User } from './user';

/** An event for those only who did not ask for `chghost`. It did not really happen, so that nothing of it is kept. */
class Fallback implements Deliverable {
  constructor(private readonly event: Event) {}

  get buffers(): Iterable<Buffer> {
    return this.event.buffers;
  }

  encodedFor(capabilities: CapabilitySet): Buffer | undefined {
    return (capabilities & capabilityBits.chghost) === 0 ? this.event.encodedFor(capabilities) : undefined;
  }

  shapeFor(capabilities: CapabilitySet, further: Tags): Shape {
    return this.event.shapeFor(capabilities, further);
  }
}

/**
 * Shows somebody with another host. Those with `chghost` are told so, the others see them leave and come back.
 * Source: https://ircv3.net/specs/extensions/chghost
 * @param isTold whether the person is told, and those who cannot be told see them leave and come back; otherwise these
 *   see the new host with what comes next
 */
export function changeHost(user: User, host: string, isTold = true): void {
  if (user.host === host) return;
  const before = user.source;
  const asCapable = new Event({ source: before, from: user, verb: 'CHGHOST', params: [user.username, host], only: capabilityBits.chghost });
  announce(asCapable, user);
  if (!isTold) {
    user.host = host;
    for (const room of user.rooms) room.forgetNames();
    return;
  }
  announce(new Fallback(new Event({ source: before, from: user, verb: 'QUIT', params: ['Changing host'] })), user);
  user.client.deliver(asCapable);
  user.host = host;
  for (const room of user.rooms) tellRoom(room, user);
}

function tellRoom(room: Room, user: User): void {
  room.forgetNames();
  room.publish(new Fallback(joinEvent(room, user)), user);
  const known = ranks.filter(({ bit }) => (room.rankOf(user) & bit) !== 0);
  if (known.length > 0) room.publish(new Fallback(ranksEvent(room, user, known)), user);
}
