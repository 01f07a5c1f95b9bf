import { Numeric } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import { maxNamesRooms } from '../isupport';
import { NamePages } from '../name-pages';
import type { Reply } from '../reply';
import type { NamesForm, Room } from '../room';
import type { User } from '../user';
import { maxLineLength } from '../text';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#names-message */
export const names: Command = {
  usage: 'NAMES [<room>{,<room>}]',
  help: 'Lists who is in a room.',
  parameters: 0,
  allowed: 'registered',
  // At once: a list that came behind somebody's PART would bring them back at the client.
  run({ server, user, params: [roomNames = '*'], reply }) {
    const wanted = [...new Set(roomNames.split(','))];
    for (const name of wanted.slice(0, maxNamesRooms)) {
      const room = server.rooms.findFor(user, name);
      if (room !== undefined) sendNames(room, user, reply);
      else reply.numeric(Numeric.RPL_ENDOFNAMES, name, 'End of NAMES');
    }
    if (wanted.length > maxNamesRooms) {
      reply.numeric(Numeric.ERR_TOOMANYTARGETS, wanted[maxNamesRooms] ?? '*', `At most ${maxNamesRooms} rooms at once; this one and those behind it were passed over`);
    }
  },
};

/** Limits of lines are rounded down to a multiple of this, so that people with names of all lengths share the same lists. */
const limitStep = 32;

/** Sends who is in a room, in the form that the asker's capabilities call for. */
export function sendNames(room: Room, user: User, reply: Reply): void {
  const symbol = room.flags.has('s') ? '@' : '=';
  for (const line of namesFor(room, user, symbol)) reply.numeric(Numeric.RPL_NAMREPLY, symbol, room.name, line);
  reply.numeric(Numeric.RPL_ENDOFNAMES, room.name, 'End of NAMES');
}

function namesFor(room: Room, user: User, symbol: string): readonly string[] {
  const { capabilities, server } = user.client;
  const before = Buffer.byteLength(`:${server.name} ${Numeric.RPL_NAMREPLY} ${user.nick} ${symbol} ${room.name} :`);
  const form: NamesForm = {
    allPrefixes: (capabilities & capabilityBits['multi-prefix']) !== 0,
    withHost: (capabilities & capabilityBits['userhost-in-names']) !== 0,
    limit: Math.floor((maxLineLength - before) / limitStep) * limitStep,
  };
  if (room.has(user)) return room.namesIn(form);
  // Somebody from outside does not see the invisible.
  const visible = [...room.members].filter((member) => !member.isInvisible);
  return new NamePages(form.limit, room.namesOf(visible, form)).pages;
}
