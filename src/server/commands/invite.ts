import { Numeric } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import type { Command, UserContext } from './command';

/** Source: https://modern.ircdocs.horse/#invite-message */
export const invite: Command = {
  usage: 'INVITE [<nick> <room>]',
  help: 'Invites somebody to a room that you are in; alone, lists the rooms that you are invited to.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, user, params: [nick, roomName], reply } = context;
    if (nick === undefined) { listInvitations(context); return; }
    if (roomName === undefined) { reply.numeric(Numeric.ERR_NEEDMOREPARAMS, 'INVITE', `Parameters are missing: ${invite.usage}`); return; }
    const room = server.rooms.findFor(user, roomName);
    const guest = server.names.find(nick)?.user;
    if (guest === undefined) { reply.numeric(Numeric.ERR_NOSUCHNICK, nick, 'There is nobody of this name'); return; }
    if (room === undefined) { reply.numeric(Numeric.ERR_NOSUCHCHANNEL, roomName, 'There is no such room'); return; }
    if (!room.has(user)) { reply.numeric(Numeric.ERR_NOTONCHANNEL, room.name, 'You are not in that room'); return; }
    if (room.flags.has('i') && !room.isModerator(user)) {
      reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, room.name, 'Only operators of this room may invite'); return;
    }
    if (room.has(guest)) { reply.numeric(Numeric.ERR_USERONCHANNEL, guest.nick, room.name, 'is in that room already'); return; }
    // An invitation by somebody without a rank is a word; only an operator's opens what the modes close.
    if (room.isModerator(user)) room.invite(guest);
    reply.numeric(Numeric.RPL_INVITING, guest.nick, room.name);
    if (guest.away !== undefined) reply.numeric(Numeric.RPL_AWAY, guest.nick, guest.away);
    const parts = { source: user.source, from: user, verb: 'INVITE', params: [guest.nick, room.name] };
    guest.client.deliver(new Event(parts));
    // Source: https://ircv3.net/specs/extensions/invite-notify
    room.publish(new Event({ ...parts, only: capabilityBits['invite-notify'] }), user);
  },
};

function listInvitations({ user, reply }: UserContext): void {
  for (const room of user.invitations) reply.numeric(Numeric.RPL_INVITELIST, room.name);
  reply.numeric(Numeric.RPL_ENDOFINVITELIST, 'End of the list of your invitations');
}
