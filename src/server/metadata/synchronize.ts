import { Numeric } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import type { Client } from '../client';
import type { Reply } from '../reply';
import type { Room } from '../room';
import type { User } from '../user';
import { metadataEvent, type Target } from './metadata';

/** A room with more people is not described at once: its clients ask for it when they have the time. */
const largeRoom = 200;
/** When they should, in seconds. */
const laterAfter = 4;

/** Sends the values of some keys of one person or room. */
function sendValues(client: Client, target: Target, wanted: ReadonlySet<string>, reply: Reply): void {
  const { metadata, name: source } = client.server;
  const name = target.kind === 'room' ? target.room.name : target.user.nick;
  for (const [key, value] of metadata.of(target)) if (wanted.has(key)) reply.event(metadataEvent(source, name, key, value));
}

/**
 * Sends what a client subscribed to of a room and everybody in it, or of one person.
 * Source: https://ircv3.net/specs/extensions/metadata#metadata-sync
 */
export function synchronize(client: Client, target: Target, reply: Reply): void {
  const wanted = client.server.metadata.subscriptionsOf(client);
  reply.batch('metadata', [], () => {
    sendValues(client, target, wanted, reply);
    if (target.kind === 'user') return;
    const isInside = client.user !== undefined && target.room.has(client.user);
    // Somebody from outside does not see the invisible.
    for (const user of target.room.members) if (isInside || !user.isInvisible) sendValues(client, { kind: 'user', user }, wanted, reply);
  });
}

/** Sends the present values of keys that a client has just subscribed to, as far as it hears of changes to them. */
export function sendPresent(client: Client, { rooms }: User, wanted: ReadonlySet<string>, reply: Reply): void {
  const people = new Set<User>();
  reply.batch('metadata', [], () => {
    for (const room of rooms) {
      sendValues(client, { kind: 'room', room }, wanted, reply);
      if (room.size <= largeRoom) for (const user of room.members) people.add(user);
    }
    for (const user of people) sendValues(client, { kind: 'user', user }, wanted, reply);
  });
}

/** What somebody is told of a room that they come into. Source: https://ircv3.net/specs/extensions/metadata#postponed-synchronization */
export function sendMetadataOnJoin(user: User, room: Room, reply: Reply): void {
  const { client } = user;
  const { metadata } = client.server;
  if ((client.capabilities & capabilityBits['draft/metadata-2']) === 0 || metadata.subscriptionsOf(client).size === 0) return;
  if (room.size > largeRoom) reply.numeric(Numeric.ERR_METADATASYNCLATER, room.name, String(laterAfter));
  else synchronize(client, { kind: 'room', room }, reply);
}

/**
 * Tells somebody who registers, or asks for the capability later, what is kept of them; nothing is an empty batch.
 * Source: https://ircv3.net/specs/extensions/metadata#notifications
 */
export function sendOwnMetadata(user: User, reply: Reply): void {
  const { client } = user;
  if ((client.capabilities & capabilityBits['draft/metadata-2']) === 0) return;
  const { metadata, name } = client.server;
  reply.batch('metadata', [], () => {
    for (const [key, value] of metadata.of({ kind: 'user', user })) reply.event(metadataEvent(name, user.nick, key, value));
  });
}
