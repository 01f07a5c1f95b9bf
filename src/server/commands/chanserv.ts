import { askChanServ } from '../chanserv/chanserv';
import type { Command } from './command';

/** As a message to the service, without the risk of mistyping its name. Source: https://modern.ircdocs.horse/#privmsg-message */
export const chanserv: Command = {
  usage: 'CHANSERV <command> [<words>]',
  help: 'Asks ChanServ for something, such as HELP.',
  parameters: 0,
  allowed: 'registered',
  run: askChanServ,
};
