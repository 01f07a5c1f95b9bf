import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import type { Room } from '../room';
import { reasonIn } from '../speech';
import type { Command, UserContext } from './command';

/** Source: https://modern.ircdocs.horse/#part-message */
export const part: Command = {
  usage: 'PART <room>{,<room>} [:<reason>]',
  help: 'Leaves rooms.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    const { server, user, params, reply } = context;
    const [roomNames = '', reason] = params;
    for (const name of roomNames.split(',')) {
      const room = server.rooms.findFor(user, name);
      if (room === undefined) reply.numeric(Numeric.ERR_NOSUCHCHANNEL, name, 'There is no such room');
      else if (!room.has(user)) reply.numeric(Numeric.ERR_NOTONCHANNEL, room.name, 'You are not in that room');
      else partRoom(context, room, reason);
    }
  },
};

/** Takes the user out of a room and tells everybody in it. */
export function partRoom({ server, user, reply }: UserContext, room: Room, reason: string | undefined): void {
  const event = new Event({ source: user.source, from: user, verb: 'PART', params: [room.name, ...reasonIn(room, user, reason)] });
  room.publish(event, user);
  reply.event(event);
  room.remove(user);
  server.rooms.closeIfEmpty(room);
}
