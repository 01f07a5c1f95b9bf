import { Numeric, type NumericCode } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { Rank } from '../ranks';
import { sendMetadataOnJoin } from '../metadata/synchronize';
import type { Reply } from '../reply';
import type { Room } from '../room';
import { grantRank } from '../room-access';
import { isRoomName } from '../rooms';
import type { User } from '../user';
import { tellAway } from './away';
import type { Command, UserContext } from './command';
import { sendMarkerOnJoin } from './markread';
import { sendNames } from './names';
import { partRoom } from './part';
import { sendTopic } from './topic';

/** Source: https://modern.ircdocs.horse/#join-message */
export const join: Command = {
  usage: 'JOIN <room>{,<room>} [<key>{,<key>}]',
  help: 'Joins rooms; a room that does not exist is made, and you are its operator. JOIN 0 leaves every room.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    const { user, params, reply } = context;
    const [roomNames = '', keys = ''] = params;
    if (roomNames === '0') {
      for (const room of [...user.rooms]) partRoom(context, room, 'Left all rooms');
      return;
    }
    const keyList = keys.split(',');
    roomNames.split(',').forEach((name, index) => {
      if (name === '') return;
      if (isRoomName(name)) joinNamed(context, name, keyList[index]);
      else reply.numeric(Numeric.ERR_NOSUCHCHANNEL, name, 'A room’s name starts with # and has no spaces or commas');
    });
  },
};

function joinNamed({ server, user, reply }: UserContext, name: string, key: string | undefined): void {
  const existing = server.rooms.find(name);
  if (existing?.has(user)) return;
  if (user.rooms.size >= server.config.maxRooms) {
    return reply.numeric(Numeric.ERR_TOOMANYCHANNELS, name, `You are in ${server.config.maxRooms} rooms, which is the most; leave one first`);
  }
  if (existing === undefined) return joinRoom(server.rooms.open(name), user, reply);
  const refusal = refusalFor(existing, user, key);
  if (refusal === undefined) return joinRoom(existing, user, reply);
  if (!existing.isVisibleTo(user)) return refuseSecretly(name, reply);
  const next = existing.forward === undefined ? undefined : server.rooms.find(existing.forward);
  if (next === undefined || next.flags.has('Q') || next.has(user) || refusalFor(next, user, key) !== undefined) {
    return reply.numeric(refusal.code, existing.name, refusal.text);
  }
  reply.numeric(Numeric.ERR_LINKCHANNEL, existing.name, next.name, `${refusal.text}; you are sent on to another one`);
  joinRoom(next, user, reply);
}

/**
 * A closed room that is secret answers everybody alike, whatever closes it, and sends nobody on. A name that nobody uses
 * would make a room: that this one does not is the least that must be told to those who were given a key or an invitation.
 */
function refuseSecretly(name: string, reply: Reply): void {
  reply.numeric(Numeric.ERR_NOSUCHCHANNEL, name, 'There is no room of this name that is open to you; if you know of one, ask there for an invitation or the key, or log in');
}

interface Refusal {
  readonly code: NumericCode;
  readonly text: string;
}

/** Which mode closes a room to somebody; an invitation opens it, and so does a rank that its founder gave. */
function refusalFor(room: Room, user: User, key: string | undefined): Refusal | undefined {
  const isMaster = room.isShared && user.operator !== undefined;
  if (isMaster || room.invited.has(user) || room.rankOfAccount(user.account) >= Rank.halfOperator) return undefined;
  if (room.isBanned(user)) return { code: Numeric.ERR_BANNEDFROMCHAN, text: 'You are banned from this room' };
  if (room.flags.has('R') && user.account === undefined) {
    return { code: Numeric.ERR_NEEDREGGEDNICK, text: 'This room is open to people with an account only; log in first' };
  }
  if (room.flags.has('i') && !room.isInvited(user)) return { code: Numeric.ERR_INVITEONLYCHAN, text: 'This room is open to invited people only' };
  if (room.key !== undefined && room.key !== key) return { code: Numeric.ERR_BADCHANNELKEY, text: 'This room has a key; JOIN <room> <key>' };
  if (room.limit !== undefined && room.size >= room.limit) return { code: Numeric.ERR_CHANNELISFULL, text: 'This room is full' };
  return undefined;
}

/** What others see of somebody who comes into a room. Source: https://ircv3.net/specs/extensions/extended-join */
export function joinEvent(room: Room, user: User): Event {
  return new Event({
    source: user.source,
    from: user,
    verb: 'JOIN',
    params: [room.name],
    variant: { having: capabilityBits['extended-join'], params: [room.name, user.account ?? '*', user.realname] },
  });
}

/** Puts a user into a room, without asking whether they may: everybody in it is told, and they learn who is there. */
export function joinRoom(room: Room, user: User, reply: Reply): void {
  room.add(user);
  room.forgetInvitation(user);
  const event = joinEvent(room, user);
  room.publish(event, user);
  tellAway(room, user);
  reply.event(event);
  const granted = grantRank(room, user);
  if (granted !== undefined) {
    room.publish(granted, user);
    reply.event(granted);
  }
  user.client.server.metadata.introduce(user, room);
  describeRoom(room, user, reply);
}

/** What somebody who comes into a room is told of it. */
export function describeRoom(room: Room, user: User, reply: Reply): void {
  if (room.topic !== undefined) sendTopic(room, reply);
  sendMarkerOnJoin(user, room.name, reply);
  // Source: https://ircv3.net/specs/extensions/no-implicit-names
  if ((user.client.capabilities & capabilityBits['no-implicit-names']) === 0) sendNames(room, user, reply);
  sendMetadataOnJoin(user, room, reply);
}
