import { Numeric } from '../../shared/numerics';
import { capabilityBits, hasAll } from '../capabilities';
import { Event } from '../delivery';
import { maxTextLength } from '../isupport';
import { announce, type Room } from '../room';
import { cutToBytes } from '../text';
import type { Command } from './command';
import type { User } from '../user';

/** What is told of somebody who is away where they may not speak. */
const wordlessReason = 'Away';

/** Tells those who asked for it that somebody went or came back. Source: https://ircv3.net/specs/extensions/away-notify */
export function announceAway(user: User): void {
  announce(awayEvent(user), user, user.away === undefined ? undefined : awayEvent(user, wordlessReason));
}

/** Tells a room that somebody who comes in is away. Source: https://ircv3.net/specs/extensions/away-notify */
export function tellAway(room: Room, user: User): void {
  if (user.away !== undefined) room.publish(awayEvent(user, room.maySpeak(user) ? user.away : wordlessReason), user);
}

function awayEvent(user: User, reason = user.away): Event {
  return new Event({
    source: user.source, from: user,
    verb: 'AWAY',
    params: user.away === undefined || reason === undefined ? [] : [reason],
    only: capabilityBits['away-notify'],
  });
}

/**
 * Before the registration it is for clients that connect while nobody sits at them. `*` says that nobody does.
 * Sources: https://modern.ircdocs.horse/#away-message and https://ircv3.net/specs/extensions/pre-away
 */
export const away: Command = {
  usage: 'AWAY [:<reason>]',
  help: 'Marks you as away, with a reason; without one you are back.',
  parameters: 0,
  allowed: 'always',
  run({ client, params: [reason = ''], reply }) {
    const { user } = client;
    if (user === undefined && !hasAll(client.capabilities, capabilityBits['draft/pre-away'])) {
      reply.numeric(Numeric.ERR_NOTREGISTERED, 'Give a name first: NICK and USER'); return;
    }
    const wanted = reason === '' ? undefined : cutToBytes(reason, maxTextLength);
    if (wanted === undefined) reply.numeric(Numeric.RPL_UNAWAY, 'You are no longer marked as away');
    else reply.numeric(Numeric.RPL_NOWAWAY, 'You have been marked as away');
    if (user === undefined) {
      client.registration.away = wanted;
    } else if (wanted !== user.away) {
      user.away = wanted;
      announceAway(user);
    }
  },
};
