import { Numeric } from '../../shared/numerics';
import { Event } from '../delivery';
import { recordAct } from '../operators/acts';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#rehash-message */
export const rehash: Command = {
  usage: 'REHASH [CLOCK]',
  help: 'Reads the settings, the certificate and the message of the day again; with CLOCK: says that the clock of the server is right where it was doubted. For operators of the server.',
  parameters: 0,
  allowed: 'operator',
  run(context) {
    const { server, user, params: [what = ''], reply } = context;
    if (what.toUpperCase() === 'CLOCK') {
      const words = server.clock.confirm() ? 'The clock is taken for right: what is too old is deleted from now on' : 'The clock was not doubted; nothing has changed';
      recordAct(context, 'REHASH', 'CLOCK', new Date().toISOString());
      reply.event(new Event({ source: server.name, verb: 'NOTICE', params: [user.nick, words] }));
      return;
    }
    recordAct(context, 'REHASH', server.name, '');
    reply.numeric(Numeric.RPL_REHASHING, server.surroundings.configFile ?? 'settings', 'Reading the settings again');
    // Operators are told how it went, in a notice of the server.
    reply.until(server.reloader.reload().then(ignore, ignore));
  },
};

function ignore(): void {
  // On purpose.
}
