import { Numeric } from '../../shared/numerics';
import { version } from '../version';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#info-message */
export const info: Command = {
  usage: 'INFO [<server>]',
  help: 'Says what software this is.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [target], reply } = context;
    if (!isForThisServer(context, target)) return;
    reply.numeric(Numeric.RPL_INFO, `Ritrovo ${version}: group chat for a network of your own`);
    reply.numeric(Numeric.RPL_INFO, `Running since ${server.startedAt.toUTCString()}`);
    reply.numeric(Numeric.RPL_ENDOFINFO, 'End of INFO');
  },
};
