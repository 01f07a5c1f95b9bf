import { capabilityBits } from '../capabilities';
import { Event } from '../delivery';
import { announce } from '../room';
import { heldBy } from '../speech';
import { cutToBytes } from '../text';
import type { Command } from './command';
import { maxRealnameLength } from './user';

/** Source: https://ircv3.net/specs/extensions/setname */
export const setname: Command = {
  usage: 'SETNAME :<real name>',
  help: 'Changes your real name.',
  parameters: 1,
  allowed: 'registered',
  run({ user, params: [realname = ''], reply }) {
    if (realname === '') { reply.fail('SETNAME', 'INVALID_REALNAME', 'A real name cannot be empty'); return; }
    const held = heldBy(user);
    // Source: https://ircv3.net/specs/extensions/setname#errors
    if (held !== undefined) { reply.fail('SETNAME', 'CANNOT_CHANGE_REALNAME', `${held.words}: leave it to change your real name`); return; }
    user.realname = cutToBytes(realname, maxRealnameLength);
    const event = new Event({ source: user.source, from: user, verb: 'SETNAME', params: [user.realname], only: capabilityBits.setname });
    announce(event, user);
    if ((user.client.capabilities & capabilityBits.setname) !== 0) reply.event(event);
  },
};
