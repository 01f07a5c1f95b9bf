import { Numeric } from '../../shared/numerics';
import { splitText } from '../../shared/text';
import type { Reply } from '../reply';
import type { Server } from '../server';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** The most bytes of one line of the message of the day. */
const maxLineLength = 400;

/** Source: https://modern.ircdocs.horse/#motd-message */
export const motd: Command = {
  usage: 'MOTD [<server>]',
  help: 'Shows the message of the day.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [target], reply } = context;
    if (isForThisServer(context, target)) sendMotd(server, reply);
  },
};

/** Sends the message of the day, or says that there is none. */
export function sendMotd(server: Server, reply: Reply): void {
  if (server.motd.length === 0) return reply.numeric(Numeric.ERR_NOMOTD, 'There is no message of the day');
  reply.numeric(Numeric.RPL_MOTDSTART, `- ${server.name} Message of the day -`);
  for (const line of server.motd) {
    const parts = line === '' ? [''] : splitText(line, maxLineLength);
    for (const part of parts) reply.numeric(Numeric.RPL_MOTD, `- ${part}`);
  }
  reply.numeric(Numeric.RPL_ENDOFMOTD, 'End of MOTD');
}
