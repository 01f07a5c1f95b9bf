import { Numeric } from '../../shared/numerics';
import type { Command, UserContext } from './command';
import { changeRoomModes } from './mode-changes';
import { userMode } from './mode-user';
import type { Room } from '../room';

/** Source: https://modern.ircdocs.horse/#mode-message */
export const mode: Command = {
  usage: 'MODE <room or nick> [<changes> [<parameter>…]]',
  help: 'Shows or changes the modes of a room or your own; HELP MODES and HELP UMODES list them.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    const [target = ''] = context.params;
    if (target.startsWith('#')) roomMode(context, target);
    else userMode(context, target);
  },
};

function roomMode(context: UserContext, name: string): void {
  const { server, user, params, reply } = context;
  const room = user.operator === undefined ? server.rooms.findFor(user, name) : server.rooms.find(name);
  const [, changes] = params;
  if (room === undefined) {
    return reply.numeric(Numeric.ERR_NOSUCHCHANNEL, name, 'There is no such room');
  }
  if (changes === undefined) {
    reply.numeric(Numeric.RPL_CHANNELMODEIS, room.name, ...modesOf(context, room));
    reply.numeric(Numeric.RPL_CREATIONTIME, room.name, String(Math.floor(room.createdAt.getTime() / 1000)));
  } else {
    changeRoomModes(context, room, changes, params.slice(2));
  }
}

/** The modes that are set, and their parameters; the key only for members, and no secret room that people are sent on to. */
function modesOf({ server, user }: UserContext, room: Room): string[] {
  const letters: string[] = [...room.flags].sort();
  const parameters: string[] = [];
  const add = (letter: string, parameter: string | undefined): void => {
    if (parameter === undefined) return;
    letters.push(letter);
    parameters.push(parameter);
  };
  add('f', room.forward === undefined || server.rooms.findFor(user, room.forward) === undefined ? undefined : room.forward);
  add('k', room.has(user) ? room.key : room.key && '*');
  add('l', room.limit === undefined ? undefined : String(room.limit));
  return [`+${letters.join('')}`, ...parameters];
}
