import { Numeric } from '../../shared/numerics';
import { version as current } from '../version';
import type { Command } from './command';
import { sendIsupport } from './isupport';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#version-message */
export const version: Command = {
  usage: 'VERSION [<server>]',
  help: 'Says which version the server runs and what it supports.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, client, params: [target], reply } = context;
    if (!isForThisServer(context, target)) return;
    reply.numeric(Numeric.RPL_VERSION, `ritrovo-${current}`, server.name, 'Group chat for a network of your own');
    sendIsupport(client, reply);
  },
};
