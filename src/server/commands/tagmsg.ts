import type { Command } from './command';
import { relay } from './relay';

/** A message of tags alone: typing, reactions. Source: https://ircv3.net/specs/extensions/message-tags#tagmsg */
export const tagmsg: Command = {
  usage: 'TAGMSG <room or nick>{,<room or nick>}',
  help: 'Sends tags without a text.',
  parameters: 0,
  allowed: 'registered',
  run: relay,
};
