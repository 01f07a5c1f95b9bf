import { Numeric } from '../../shared/numerics';
import type { Room } from '../room';
import type { UserContext } from './command';
import { told, type Change, type Wish } from './mode-changes';

/** The longest key, in characters. */
const maxKeyLength = 32;

/** Source: https://modern.ircdocs.horse/#key-channel-mode */
export function changeKey({ reply }: UserContext, room: Room, wish: Wish): Change | undefined {
  const key = wish.next();
  if (!wish.on) {
    if (room.key === undefined) return undefined;
    room.key = undefined;
    return told(wish, '*');
  }
  if (key === undefined) {
    reply.numeric(Numeric.ERR_INVALIDMODEPARAM, room.name, 'k', '*', 'Which key? MODE <room> +k <key>');
    return undefined;
  }
  if (!/^[^\s,:][^\s,]*$/.test(key) || key.length > maxKeyLength) {
    reply.numeric(Numeric.ERR_INVALIDKEY, room.name, `A key has at most ${maxKeyLength} characters and no spaces or commas`);
    return undefined;
  }
  if (room.key === key) return undefined;
  room.key = key;
  return told(wish, key);
}

/** Source: https://modern.ircdocs.horse/#client-limit-channel-mode */
export function changeLimit({ reply }: UserContext, room: Room, wish: Wish): Change | undefined {
  if (!wish.on) {
    if (room.limit === undefined) return undefined;
    room.limit = undefined;
    return told(wish);
  }
  const given = wish.next() ?? '';
  const limit = Number(given);
  if (!/^\d{1,9}$/.test(given) || limit < 1) {
    reply.numeric(Numeric.ERR_INVALIDMODEPARAM, room.name, 'l', given, 'The limit is a whole number from 1');
    return undefined;
  }
  if (room.limit === limit) return undefined;
  room.limit = limit;
  return told(wish, String(limit));
}

/** Where those who cannot come in are sent: a room whose operators agree, which they do by setting it themselves. */
export function changeForward({ server, user, reply }: UserContext, room: Room, wish: Wish): Change | undefined {
  if (!wish.on) {
    if (room.forward === undefined) return undefined;
    room.forward = undefined;
    return told(wish);
  }
  const given = wish.next() ?? '';
  const target = server.rooms.findFor(user, given);
  if (target === undefined || target === room) {
    reply.numeric(Numeric.ERR_INVALIDMODEPARAM, room.name, 'f', given, 'People can be sent on to another room that exists');
  } else if (target.flags.has('Q')) {
    reply.numeric(Numeric.ERR_INVALIDMODEPARAM, room.name, 'f', given, 'That room takes nobody who was sent on (+Q)');
  } else if (!target.isShared && !target.isOperator(user)) {
    reply.numeric(Numeric.ERR_CHANOPRIVSNEEDED, target.name, 'You must be an operator of the room that people are sent on to');
  } else if (room.forward !== target.name) {
    room.forward = target.name;
    return told(wish, target.name);
  }
  return undefined;
}
