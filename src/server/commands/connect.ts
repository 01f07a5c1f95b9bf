import { Numeric } from '../../shared/numerics';
import type { Command } from './command';

/** There are no other servers to connect to. Source: https://modern.ircdocs.horse/#connect-message */
export const connect: Command = {
  usage: 'CONNECT <server> [<port> [<remote server>]]',
  help: 'Would link another server; this one stands alone.',
  parameters: 1,
  allowed: 'operator',
  run({ params: [target = ''], reply }) {
    reply.numeric(Numeric.ERR_NOSUCHSERVER, target, 'This server stands alone; it links to no other');
  },
};
