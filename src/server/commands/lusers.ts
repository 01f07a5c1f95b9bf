import { Numeric } from '../../shared/numerics';
import type { Reply } from '../reply';
import type { Server } from '../server';
import type { Command } from './command';
import { isForThisServer } from './server-target';

/** Source: https://modern.ircdocs.horse/#lusers-message */
export const lusers: Command = {
  usage: 'LUSERS [<mask> [<server>]]',
  help: 'Counts the people and the rooms.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { server, params: [, target], reply } = context;
    if (isForThisServer(context, target)) sendUserCounts(server, reply);
  },
};

/** Sends the counts, as after the registration. Those who are absent (`Presences`) count as users, but not as clients. */
export function sendUserCounts(server: Server, reply: Reply): void {
  const { users } = server;
  const { count, invisible } = users;
  const most = String(users.most);
  reply.numeric(Numeric.RPL_LUSERCLIENT, `There are ${count - invisible} users and ${invisible} invisible on 1 servers`);
  reply.numeric(Numeric.RPL_LUSEROP, String(users.operators), 'operator(s) online');
  reply.numeric(Numeric.RPL_LUSERUNKNOWN, String(server.unregistered.size), 'unknown connection(s)');
  reply.numeric(Numeric.RPL_LUSERCHANNELS, String(server.rooms.count), 'channels formed');
  reply.numeric(Numeric.RPL_LUSERME, `I have ${count - server.presences.count} clients and 1 servers`);
  reply.numeric(Numeric.RPL_LOCALUSERS, String(count), most, `Current local users ${count}, max ${most}`);
  reply.numeric(Numeric.RPL_GLOBALUSERS, String(count), most, `Current global users ${count}, max ${most}`);
}
