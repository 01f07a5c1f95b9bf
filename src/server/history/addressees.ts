import { capabilityBits } from '../capabilities';
import type { UserContext } from '../commands/command';
import type { Deliverable } from '../delivery';
import type { Server } from '../server';
import type { NotStoredError } from '../store/not-stored';
import type { Unconfirmed } from '../unconfirmed';
import type { User } from '../user';
import { isReadable, type Reading } from './access';
import { identitiesOf } from './identity';
import type { PlaceId, StoredMessage } from './store';

/** Adds an event to the reply of whoever caused it, where they asked. Source: https://ircv3.net/specs/extensions/echo-message */
export function echo({ client, reply }: UserContext, event: Deliverable): void {
  const isWanted = (client.capabilities & capabilityBits['echo-message']) !== 0;
  if (isWanted && event.encodedFor(client.capabilities) !== undefined) reply.event(event);
}

/**
 * As {@link echo}, for what is not shown to anybody where it cannot be stored.
 * @param unconfirmed what came of publishing it
 */
export function echoWhenStored(context: UserContext, event: Deliverable, unconfirmed: Unconfirmed | undefined, refuse: (error: NotStoredError) => void): void {
  if (unconfirmed === undefined) return echo(context, event);
  const replace = context.reply.provisionally(() => echo(context, event));
  unconfirmed.otherwise((error) => replace(() => refuse(error)));
}

/** Hands an event about a message to those who may read the message: the room, or the other of a conversation. */
export function deliverTo(context: UserContext, reading: Reading, message: Pick<StoredMessage, 'place' | 'sequence'>, event: Deliverable): void {
  const { server, user } = context;
  const { room, present } = reading;
  if (room === undefined) {
    const other = addresseeOf(server, reading, message.place);
    if (other !== undefined) {
      server.history?.recorder.inPrivate(user, other, event);
      if (other !== user) other.client.deliver(event);
    }
  } else if (message.place === present) {
    room.publish(event, user);
  } else {
    // Said before the room was opened anew: not everybody in it may read it.
    for (const member of room.members) {
      const places = member === user ? [] : (server.history?.rooms.readableBy(member, room) ?? []);
      if (isReadable({ places }, message)) member.client.deliver(event);
    }
  }
  echo(context, event);
}

/** The other of a private conversation, where they are there: whoever has the name now may be somebody else. */
export function addresseeOf({ names }: Server, { room, conversations, name }: Reading, place: PlaceId): User | undefined {
  const peer = conversations.find(({ id }) => id === place)?.peer;
  const other = room === undefined ? names.find(name)?.user : undefined;
  return other !== undefined && peer !== undefined && identitiesOf(other).includes(peer) ? other : undefined;
}
