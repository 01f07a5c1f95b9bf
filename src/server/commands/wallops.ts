import { Event } from '../delivery';
import type { Command } from './command';

/** Source: https://modern.ircdocs.horse/#wallops-message */
export const wallops: Command = {
  usage: 'WALLOPS :<text>',
  help: 'Says something to everybody who asked for it (MODE <nick> +w); for operators of the server.',
  parameters: 1,
  allowed: 'operator',
  run({ server, user, params: [text = ''], reply }) {
    const event = new Event({ source: user.source, from: user, verb: 'WALLOPS', params: [text] });
    for (const other of server.users) {
      if (!other.modes.has('w')) continue;
      if (other === user) reply.event(event);
      else other.client.deliver(event);
    }
  },
};
