import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#pong-message */
export const pong: Command = {
  usage: 'PONG <token>',
  help: 'Answers a PING of the server.',
  parameters: 0,
  allowed: 'always',
  run() {
    // That something came is the answer: the connection has noted when.
  },
};
