import { unbanCommand } from '../operators/ban-command';
import type { Command } from './command';

/** The way back from KLINE. Source: https://modern.ircdocs.horse/#erryourebannedcreep-465 */
export const unkline: Command = {
  usage: 'UNKLINE <mask>',
  help: 'Takes a ban of people back.',
  parameters: 1,
  allowed: 'operator',
  run: (context) => unbanCommand(context, 'UNKLINE', 'mask'),
};
