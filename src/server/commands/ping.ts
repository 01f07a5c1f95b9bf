import type { Command } from './command';

/** Answered before the registration too, as a fence. Source: https://modern.ircdocs.horse/#ping-message */
export const ping: Command = {
  usage: 'PING <token>',
  help: 'Asks the server for a PONG with the same token.',
  parameters: 1,
  allowed: 'always',
  run({ server, params: [token = ''], reply }) {
    reply.message('PONG', server.name, token);
  },
};
