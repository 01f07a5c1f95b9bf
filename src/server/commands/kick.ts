import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import { maxKicked } from '../isupport';
import { highestOf } from '../ranks';
import type { Room } from '../room';
import { reasonIn } from '../speech';
import type { Command, UserContext } from './command';

/** Source: https://modern.ircdocs.horse/#kick-message */
export const kick: Command = {
  usage: 'KICK <room> <nick>{,<nick>} [:<reason>]',
  help: 'Puts people out of a room; for its operators and half-operators, and nobody puts out somebody of a higher rank.',
  parameters: 2,
  allowed: 'registered',
  run(context) {
    const { server, user, params: [roomName = '', nicks = ''], reply } = context;
    const room = server.rooms.findFor(user, roomName);
    if (room === undefined) { reply.numeric(Numeric.ERR_NOSUCHCHANNEL, roomName, 'There is no such room'); return; }
    const isMaster = room.isShared && user.operator !== undefined;
    if (!room.has(user) && !isMaster) { reply.numeric(Numeric.ERR_NOTONCHANNEL, room.name, 'You are not in that room'); return; }
    if (!room.isModerator(user)) { reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, room.name, 'You are not an operator of this room'); return; }
    const wanted = [...new Set(nicks.split(','))];
    for (const nick of wanted.slice(0, maxKicked)) kickOne(context, room, nick);
    if (wanted.length > maxKicked) {
      reply.numeric(Numeric.ERR_TOOMANYTARGETS, wanted[maxKicked] ?? '*', `At most ${maxKicked} people at once; this one and those behind them stay`);
    }
  },
};

function kickOne({ server, user, params: [, , reason], reply }: UserContext, room: Room, nick: string): void {
  const target = server.names.find(nick)?.user;
  if (target === undefined || !room.has(target)) {
    return reply.numeric(Numeric.ERR_USERNOTINCHANNEL, nick, room.name, 'They are not in that room');
  }
  if (highestOf(room.rankOf(target)) > room.levelOf(user)) {
    return reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, room.name, `${target.nick} has a higher rank than you`);
  }
  const [why = user.nick] = reasonIn(room, user, reason);
  const event = new Event({ source: user.source, from: user, verb: 'KICK', params: [room.name, target.nick, why] });
  room.publish(event, user);
  reply.event(event);
  room.remove(target);
  server.rooms.closeIfEmpty(room);
}
