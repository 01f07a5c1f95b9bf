import { unbanCommand } from '../operators/ban-command';
import type { Command } from './command';

/** The way back from DLINE. Source: https://modern.ircdocs.horse/#erryourebannedcreep-465 */
export const undline: Command = {
  usage: 'UNDLINE <address or range>',
  help: 'Takes a ban of addresses back.',
  parameters: 1,
  allowed: 'operator',
  run: (context) => unbanCommand(context, 'UNDLINE', 'address'),
};
