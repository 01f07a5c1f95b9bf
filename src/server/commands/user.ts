import { register } from '../registration';
import { cutToBytes } from '../text';
import type { Command } from './command';

/** The longest user name, in characters, and real name, in bytes. */
export const maxUsernameLength = 16;
export const maxRealnameLength = 120;

/** Source: https://modern.ircdocs.horse/#user-message */
export const user: Command = {
  usage: 'USER <user> 0 * :<real name>',
  help: 'Gives your user name and real name when you join.',
  parameters: 4,
  allowed: 'before-registration',
  run({ client, params: [username = '', , , realname = ''], reply }) {
    const { registration } = client;
    // It becomes part of `nick!user@host`: what would break that is left out.
    registration.username = username.replace(/[^A-Za-z0-9._-]/g, '').slice(0, maxUsernameLength) || 'user';
    registration.realname = cutToBytes(realname, maxRealnameLength);
    register(client, reply);
  },
};
