import { Numeric } from '../../shared/numerics';
import type { Command } from './command';

/** There are no other servers to unlink. Source: https://modern.ircdocs.horse/#squit-message */
export const squit: Command = {
  usage: 'SQUIT <server> [:<reason>]',
  help: 'Would unlink a server; this one stands alone.',
  parameters: 1,
  allowed: 'operator',
  run({ params: [target = ''], reply }) {
    reply.numeric(Numeric.ERR_NOSUCHSERVER, target, 'This server stands alone; it links to no other');
  },
};
