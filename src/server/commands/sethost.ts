import { Numeric } from '../../shared/numerics';
import { changeHost } from '../hosts';
import { recordAct } from '../operators/acts';
import type { Command } from './command';

/** The longest host, in characters. Source: https://modern.ircdocs.horse/#hostlen-parameter */
const hostPattern = /^(?=.{1,63}$)[\p{L}\p{Nd}]+(?:[.:/_-]+[\p{L}\p{Nd}]+)*$/u;

/** Shows somebody with another host, such as the name of a department. Source: https://ircv3.net/specs/extensions/chghost */
export const sethost: Command = {
  usage: 'SETHOST <nick> <host>',
  help: 'Shows somebody with another host; bans of addresses still hold.',
  parameters: 2,
  allowed: 'operator',
  run(context) {
    const { server, params: [nick = '', host = ''], reply } = context;
    const target = server.names.find(nick)?.user;
    if (target === undefined) {
      reply.numeric(Numeric.ERR_NOSUCHNICK, nick, 'There is nobody of this name');
    } else if (!hostPattern.test(host)) {
      reply.fail('SETHOST', 'INVALID_HOST', 'A host has at most 63 letters, digits and . : / _ - between them');
    } else {
      changeHost(target, host);
      recordAct(context, 'SETHOST', target.nick, host);
    }
  },
};
