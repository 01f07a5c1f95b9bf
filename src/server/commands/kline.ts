import { banCommand } from '../operators/ban-command';
import type { Command } from './command';

/** Who fits a banned mask is turned away when they have said who they are. Source: https://modern.ircdocs.horse/#erryourebannedcreep-465 */
export const kline: Command = {
  usage: 'KLINE [<duration>] <mask> [:<reason>]',
  help: 'Bans people from the server by nick!user@host; a duration is 30m, 2h, 7d or 4w.',
  parameters: 1,
  allowed: 'operator',
  run: (context) => banCommand(context, 'KLINE', 'mask'),
};
