import { recordAct } from '../operators/acts';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#restart-message */
export const restart: Command = {
  usage: 'RESTART',
  help: 'Restarts the server; those who connect again within a minute are where they were. For operators of the server.',
  parameters: 0,
  allowed: 'operator',
  run(context) {
    const { server, reply } = context;
    recordAct(context, 'RESTART', server.name, '');
    if (server.surroundings.restart === undefined) {
      reply.fail('RESTART', 'CANNOT_RESTART', 'This server runs inside another program, which cannot restart it');
      return;
    }
    reply.until(
      server.surroundings.restart().catch((error: unknown) => {
        reply.fail('RESTART', 'CANNOT_RESTART', error instanceof Error ? error.message : String(error));
      }),
    );
  },
};
