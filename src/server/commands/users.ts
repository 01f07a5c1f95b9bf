import { Numeric } from '../../shared/numerics';
import type { Command } from './command';

/** Source: https://www.rfc-editor.org/rfc/rfc2812#section-4.6 */
export const users: Command = {
  usage: 'USERS',
  help: 'Would list who is logged in at the server’s own terminals; switched off, as everywhere.',
  parameters: 0,
  allowed: 'registered',
  run({ reply }) {
    reply.numeric(Numeric.ERR_USERSDISABLED, 'USERS has been disabled; WHO lists the people who are here');
  },
};
