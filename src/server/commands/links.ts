import { Numeric } from '../../shared/numerics';
import { matchesMask } from '../masks';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#links-message */
export const links: Command = {
  usage: 'LINKS [[<server>] <mask>]',
  help: 'Lists the servers of the network: this one.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params, reply } = context;
    const [mask = '*'] = params.slice(-1);
    if (params.length > 1 && !isForThisServer(context, params[0])) return;
    if (matchesMask(mask, server.name)) reply.numeric(Numeric.RPL_LINKS, server.name, server.name, `0 ${server.config.name}`);
    reply.numeric(Numeric.RPL_ENDOFLINKS, mask, 'End of LINKS');
  },
};
