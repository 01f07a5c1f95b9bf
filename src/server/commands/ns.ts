import { askNickServ } from '../accounts/nickserv/nickserv';
import type { Command } from './command';

/** As a message to the service, without the risk of mistyping its name. Source: https://modern.ircdocs.horse/#privmsg-message */
export const ns: Command = {
  usage: 'NS <command> [<words>]',
  help: 'Asks NickServ for something, such as HELP.',
  parameters: 0,
  allowed: 'registered',
  run: askNickServ,
};
