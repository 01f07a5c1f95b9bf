import { banCommand } from '../operators/ban-command';
import type { Command } from './command';

/** Nobody connects from a banned address: it is turned away before it has said a word. Source: https://modern.ircdocs.horse/#erryourebannedcreep-465 */
export const dline: Command = {
  usage: 'DLINE [<duration>] <address or range> [:<reason>]',
  help: 'Bans addresses from the server; a duration is 30m, 2h, 7d or 4w.',
  parameters: 1,
  allowed: 'operator',
  run: (context) => banCommand(context, 'DLINE', 'address'),
};
