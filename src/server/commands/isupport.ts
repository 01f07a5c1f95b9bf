import { Numeric } from '../../shared/numerics';
import { capabilityBits, hasAll } from '../capabilities';
import type { Client } from '../client';
import { isupportLines } from '../isupport';
import type { Reply } from '../reply';
import type { Command } from './command';

/** Source: https://ircv3.net/specs/extensions/extended-isupport#isupport-command */
export const isupport: Command = {
  usage: 'ISUPPORT',
  help: 'Says again what the server supports.',
  parameters: 0,
  allowed: 'always',
  run({ client, reply }) {
    if (client.user !== undefined || hasAll(client.capabilities, capabilityBits['draft/extended-isupport'])) sendIsupport(client, reply);
    else reply.numeric(Numeric.ERR_NOTREGISTERED, 'Give a name first: NICK and USER');
  },
};

/** Sends all of 005. */
export function sendIsupport(client: Client, reply: Reply): void {
  sendTokens(client, isupportLines(client.server), reply);
}

/**
 * Sends lines of 005, as a batch to those who asked for that.
 * Source: https://ircv3.net/specs/extensions/extended-isupport#draftisupport-batch
 * @param lines the tokens of each
 */
export function sendTokens(client: Client, lines: readonly (readonly string[])[], reply: Reply): void {
  const write = (): void => {
    for (const tokens of lines) reply.numeric(Numeric.RPL_ISUPPORT, ...tokens, 'are supported by this server');
  };
  if (hasAll(client.capabilities, capabilityBits['draft/extended-isupport'])) reply.batch('draft/isupport', [], write);
  else write();
}
