import type { Command } from './command';
import { help } from './help';

/** As HELP, by the name that other servers have for it. Source: https://modern.ircdocs.horse/#help-message */
export const helpop: Command = { ...help, usage: 'HELPOP [<command or topic>]' };
