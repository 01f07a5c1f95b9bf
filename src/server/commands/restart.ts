import { recordAct } from '../operators/acts';
import { Reply } from '../reply';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#restart-message */
export const restart: Command = {
  usage: 'RESTART',
  help: 'Restarts the server; those who connect again within a minute are where they were. For operators of the server.',
  parameters: 0,
  allowed: 'operator',
  run(context) {
    const { server, client, reply } = context;
    recordAct(context, 'RESTART', server.name, '');
    if (server.surroundings.restart === undefined) {
      reply.fail('RESTART', 'CANNOT_RESTART', 'This server runs inside another program, which cannot restart it');
      return;
    }
    // Not awaited by `reply`: a restart waits for every command that is under way.
    const later = new Reply(client, reply.takeLabel());
    server.surroundings.restart().then(
      () => later.end(),
      (error: unknown) => {
        later.fail('RESTART', 'CANNOT_RESTART', error instanceof Error ? error.message : String(error));
        later.end();
      },
    );
  },
};
