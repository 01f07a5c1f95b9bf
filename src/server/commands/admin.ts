import { Numeric } from '../../shared/numerics';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#admin-message */
export const admin: Command = {
  usage: 'ADMIN [<server>]',
  help: 'Says who runs this server.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [target], reply } = context;
    if (!isForThisServer(context, target)) return;
    reply.numeric(Numeric.RPL_ADMINME, server.name, 'Administrative info');
    reply.numeric(Numeric.RPL_ADMINLOC1, server.config.name);
    reply.numeric(Numeric.RPL_ADMINLOC2, 'A Ritrovo server on this network');
    reply.numeric(Numeric.RPL_ADMINEMAIL, 'Ask whoever started it');
  },
};
