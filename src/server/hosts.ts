import type { Tags } from '../shared/tags';
import { capabilityBits, type CapabilitySet } from './capabilities';
import { joinEvent } from './commands/join';
import { Event, type Deliverable, type Shape } from './delivery';
import { ranks } from './ranks';
import { announce, type Room } from './room';
import type { User } from './user';

/** An event for those only who did not ask for `chghost`. It did not really happen, so that nothing of it is kept. */
class Fallback implements Deliverable {
  constructor(private readonly event: Event) {}

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
 */
export function changeHost(user: User, host: string): void {
  if (user.host === host) return;
  const before = user.source;
  const asCapable = new Event({ source: before, from: user, verb: 'CHGHOST', params: [user.username, host], only: capabilityBits.chghost });
  announce(asCapable, user);
  announce(new Fallback(new Event({ source: before, from: user, verb: 'QUIT', params: ['Changing host'] })), user);
  user.client.deliver(asCapable);
  user.host = host;
  for (const room of user.rooms) tellRoom(room, user);
}

function tellRoom(room: Room, user: User): void {
  room.forgetNames();
  room.publish(new Fallback(joinEvent(room, user)), user);
  const letters = ranks.filter(({ bit }) => (room.rankOf(user) & bit) !== 0).map(({ mode }) => mode);
  if (letters.length === 0) return;
  const source = user.client.server.name;
  const params = [room.name, `+${letters.join('')}`, ...letters.map(() => user.nick)];
  room.publish(new Fallback(new Event({ source, verb: 'MODE', params })), user);
}
