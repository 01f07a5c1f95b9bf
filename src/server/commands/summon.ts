import { Numeric } from '../../shared/numerics';
import type { Command } from './command';

/** Source: https://www.rfc-editor.org/rfc/rfc2812#section-4.5 */
export const summon: Command = {
  usage: 'SUMMON <user>',
  help: 'Would call somebody at the server’s own terminal; switched off, as everywhere.',
  parameters: 0,
  allowed: 'registered',
  run({ reply }) {
    reply.numeric(Numeric.ERR_SUMMONDISABLED, 'SUMMON has been disabled; INVITE asks somebody who is here into a room');
  },
};
