import { Numeric } from '../../shared/numerics';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#time-message */
export const time: Command = {
  usage: 'TIME [<server>]',
  help: 'Says what time it is at the server.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [target], reply } = context;
    if (!isForThisServer(context, target)) return;
    reply.numeric(Numeric.RPL_TIME, server.name, new Date().toString());
  },
};
