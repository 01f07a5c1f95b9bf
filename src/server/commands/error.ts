import type { Command } from './command';

/** Only servers send it; a client's is passed over. Source: https://modern.ircdocs.horse/#error-message */
export const error: Command = {
  usage: 'ERROR :<reason>',
  help: 'Is what the server says before it closes a connection; from a client it is passed over.',
  parameters: 0,
  allowed: 'always',
  run() {
    // Nothing to do, and nothing to answer.
  },
};
