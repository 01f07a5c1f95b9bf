import { Numeric } from '../../shared/numerics';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#ison-message */
export const ison: Command = {
  usage: 'ISON <nick> [<nick>…]',
  help: 'Says which of these people are here.',
  parameters: 1,
  allowed: 'registered',
  run({ server, params, reply }) {
    const here = params
      .flatMap((param) => param.split(' '))
      .map((nick) => server.names.find(nick)?.user?.nick)
      .filter((nick) => nick !== undefined);
    reply.numeric(Numeric.RPL_ISON, here.join(' '));
  },
};
