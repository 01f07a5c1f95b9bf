import type { Room } from '../room';
import type { Server } from '../server';
import type { User } from '../user';
import { isBy } from './authors';
import type { History } from './history';
import { accountOf, authorOf, identitiesOf } from './identity';
import type { Conversation } from './places';
import type { ReadablePlace } from './room-places';
import { endOfTime, holds } from './spans';
import type { PlaceId, StoredMessage } from './store';

/** What somebody may read under one name. */
export interface Reading {
  /** The room as it is written, or the other's name now. */
  readonly name: string;
  readonly room: Room | undefined;
  /** The conversations, where it is a person. */
  readonly conversations: readonly Conversation[];
  readonly places: readonly ReadablePlace[];
  /** Where what is said in the room now is kept: over what was said since it was opened its operators keep order. */
  readonly present: PlaceId | undefined;
}

/**
 * What somebody may read of a room or of what they and another person wrote to each other; undefined where there is
 * nothing of that name for them, which tells a stranger no more than that. The rules are in {@link RoomPlaces} and {@link Places}.
 */
export function readingOf(server: Server, history: History, user: User, target: string): Reading | undefined {
  if (target.startsWith('#')) {
    const room = server.rooms.find(target);
    if (!room?.has(user)) return undefined;
    return readingOfRoom(history, user, room);
  }
  const owner = server.names.find(target)?.user;
  const conversations = history.places.conversationsWithNick(user, target, owner, server.accounts.find(target));
  if (owner === undefined && conversations.length === 0) return undefined;
  const name = owner?.nick ?? conversations[0]?.nick ?? target;
  return { name, room: undefined, conversations, places: conversations.map(({ id }) => whole(id)), present: undefined };
}

/** Everything that somebody may read. */
export function readingsOf(server: Server, history: History, user: User): Reading[] {
  const rooms = [...user.rooms].map((room) => readingOfRoom(history, user, room));
  const people = history.places.conversationsOf(user).map((conversation) => ({
    name: nickNow(server, conversation),
    room: undefined,
    conversations: [conversation],
    places: [whole(conversation.id)],
    present: undefined,
  }));
  return [...rooms, ...people];
}

function readingOfRoom({ rooms }: History, user: User, room: Room): Reading {
  return { name: room.name, room, conversations: [], places: rooms.readableBy(user, room), present: rooms.current(room) };
}

const whole = (id: PlaceId): ReadablePlace => ({ id, since: 0, until: endOfTime });

/** Whether a message is in what somebody reads. */
export function isReadable({ places }: Pick<Reading, 'places'>, { place, sequence }: Pick<StoredMessage, 'place' | 'sequence'>): boolean {
  return places.some((part) => part.id === place && holds(part, sequence));
}

/** Who the two of a conversation are addressed as when a message of it is shown to one of them. */
export function targetOf(reading: Reading, user: User, message: Pick<StoredMessage, 'author' | 'sequence'>): string {
  return reading.room !== undefined || isBy(message, authorOf(user)) ? reading.name : user.nick;
}

/** The name that the other of a conversation has now, or had then. */
function nickNow(server: Server, { nick, peer }: Conversation): string {
  const owner = server.names.find(nick)?.user;
  if (owner === undefined || identitiesOf(owner).includes(peer)) return owner?.nick ?? nick;
  // Somebody else has the name now; an account can still be found by its own.
  const id = accountOf(peer);
  return (id === undefined ? undefined : server.accounts.store.findById(id)?.name) ?? nick;
}
