import { Numeric } from '../../shared/numerics';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#userhost-message */
export const userhost: Command = {
  usage: 'USERHOST <nick> [<nick>…]',
  help: 'Says from where up to five people are connected.',
  parameters: 1,
  allowed: 'registered',
  run({ server, params, reply }) {
    const found = params.slice(0, 5).map((nick) => server.names.find(nick)?.user);
    const words = found.flatMap((user) =>
      user === undefined ? [] : [`${user.nick}${user.operator === undefined ? '' : '*'}=${user.away === undefined ? '+' : '-'}${user.username}@${user.host}`],
    );
    reply.numeric(Numeric.RPL_USERHOST, words.join(' '));
  },
};
