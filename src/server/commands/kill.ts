import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import { recordAct } from '../operators/acts';
import { cutToBytes } from '../text';
import type { Command } from './command';

/** The longest reason, in bytes: it stands in a QUIT with more around it. */
const maxReasonLength = 250;

/** Source: https://modern.ircdocs.horse/#kill-message */
export const kill: Command = {
  usage: 'KILL <nick> :<reason>',
  help: 'Disconnects somebody from the server.',
  parameters: 1,
  allowed: 'operator',
  run(context) {
    const { server, client, user, params: [nick = '', given = ''], reply } = context;
    const target = server.names.find(nick)?.user;
    if (target === undefined) {
      reply.numeric(Numeric.ERR_NOSUCHNICK, nick, 'There is nobody of this name');
      return;
    }
    const reason = cutToBytes(given, maxReasonLength) || 'No reason was given';
    recordAct(context, 'KILL', target.source, reason);
    target.client.deliver(new Event({ source: user.source, from: user, verb: 'KILL', params: [target.nick, reason] }));
    if (target.client === client) reply.end();
    target.client.expel(`Killed (${user.nick} (${reason}))`);
  },
};
