import { maxTextLength } from '../isupport';
import { cutToBytes } from '../text';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#quit-message */
export const quit: Command = {
  usage: 'QUIT [:<reason>]',
  help: 'Leaves the server; the name is free at once.',
  parameters: 0,
  allowed: 'always',
  run({ client, params: [reason = ''], reply }) {
    reply.end();
    client.quitSaying(cutToBytes(reason, maxTextLength));
  },
};
