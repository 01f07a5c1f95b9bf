import { Numeric } from '../../shared/numerics';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#whowas-message */
export const whowas: Command = {
  usage: 'WHOWAS <nick> [<count> [<server>]]',
  help: 'Says who had a name before, the latest first.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [nick = '', count = '', target], reply } = context;
    if (nick === '') { reply.numeric(Numeric.ERR_NONICKNAMEGIVEN, 'Of whom? WHOWAS <nick>'); return; }
    if (!isForThisServer(context, target)) return;
    const wanted = /^\d{1,9}$/.test(count) && Number(count) > 0 ? Number(count) : Infinity;
    const found = server.users.past.find(nick).slice(0, wanted);
    if (found.length === 0) reply.numeric(Numeric.ERR_WASNOSUCHNICK, nick, 'Nobody of this name was here of late');
    for (const past of found) {
      reply.numeric(Numeric.RPL_WHOWASUSER, past.nick, past.username, past.host, '*', past.realname);
      if (past.account !== undefined) reply.numeric(Numeric.RPL_WHOISACCOUNT, past.nick, past.account, 'was logged in as');
      reply.numeric(Numeric.RPL_WHOISSERVER, past.nick, server.name, past.at.toUTCString());
    }
    reply.numeric(Numeric.RPL_ENDOFWHOWAS, nick, 'End of WHOWAS');
  },
};
