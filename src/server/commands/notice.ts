import type { Command } from './command';
import { relay } from './relay';

/** Like PRIVMSG, but never answered by a program. Source: https://modern.ircdocs.horse/#notice-message */
export const notice: Command = {
  usage: 'NOTICE <room or nick>{,<room or nick>} :<text>',
  help: 'Sends a text that no program answers.',
  parameters: 0,
  allowed: 'registered',
  run: relay,
};
