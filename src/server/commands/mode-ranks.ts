import { Numeric } from '../../shared/numerics';
import { highestOf, levelToGive, Rank, type ranks } from '../ranks';
import type { Room } from '../room';
import type { UserContext } from './command';
import { told, type Change, type Wish } from './mode-changes';

/**
 * Ranks: half-operators give voice, operators make operators and half-operators, and only a founder makes admins and
 * founders. Nobody takes a rank from somebody of a higher one; anybody may lay down their own.
 * @param refused gathers why a change is not allowed
 */
export function changeRank({ server, user, reply }: UserContext, room: Room, wish: Wish, rank: (typeof ranks)[number], refused: Set<string>): Change | undefined {
  const nick = wish.next();
  if (nick === undefined) {
    reply.numeric(Numeric.ERR_INVALIDMODEPARAM, room.name, wish.letter, '*', `Who? MODE <room> ${wish.on ? '+' : '-'}${wish.letter} <nick>`);
    return undefined;
  }
  const target = server.names.find(nick)?.user;
  const level = room.levelOf(user);
  const isOwn = target === user && !wish.on;
  if (!isOwn && level < levelToGive(rank.bit)) {
    refused.add(level < Rank.halfOperator ? 'You are not an operator of this room' : `Your rank in this room is too low to make or unmake a ${rank.title}`);
    return undefined;
  }
  if (target === undefined || !room.has(target)) {
    reply.numeric(Numeric.ERR_USERNOTINCHANNEL, nick, room.name, 'They are not in that room');
    return undefined;
  }
  if (((room.rankOf(target) & rank.bit) !== 0) === wish.on) return undefined;
  if (!wish.on && !isOwn && highestOf(room.rankOf(target)) > level) {
    refused.add(`${target.nick} has a higher rank than you`);
    return undefined;
  }
  room.setRank(target, rank.bit, wish.on);
  return told(wish, target.nick);
}
