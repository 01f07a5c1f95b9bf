import { Numeric } from '../../shared/numerics';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** There is no way to trace: this server stands alone. Source: https://www.rfc-editor.org/rfc/rfc2812#section-3.4.8 */
export const trace: Command = {
  usage: 'TRACE [<server or nick>]',
  help: 'Says by which servers somebody is reached: this one.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [target], reply } = context;
    if (isForThisServer(context, target)) reply.numeric(Numeric.RPL_ENDOFTRACE, server.name, 'End of TRACE');
  },
};
