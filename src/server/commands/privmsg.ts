import type { Command } from './command';
import { relay } from './relay';

/** Source: https://modern.ircdocs.horse/#privmsg-message */
export const privmsg: Command = {
  usage: 'PRIVMSG <room or nick>{,<room or nick>} :<text>',
  help: 'Sends a text to rooms or people.',
  parameters: 0,
  allowed: 'registered',
  run: relay,
};
