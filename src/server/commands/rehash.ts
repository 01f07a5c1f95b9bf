import { Numeric } from '../../shared/numerics';
import { recordAct } from '../operators/acts';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#rehash-message */
export const rehash: Command = {
  usage: 'REHASH',
  help: 'Reads the settings, the certificate and the message of the day again; for operators of the server.',
  parameters: 0,
  allowed: 'operator',
  run(context) {
    const { server, reply } = context;
    recordAct(context, 'REHASH', server.name, '');
    reply.numeric(Numeric.RPL_REHASHING, server.surroundings.configFile ?? 'settings', 'Reading the settings again');
    // Operators are told how it went, in a notice of the server.
    reply.until(server.reloader.reload().then(ignore, ignore));
  },
};

function ignore(): void {
  // On purpose.
}
