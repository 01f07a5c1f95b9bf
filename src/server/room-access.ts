import { foldUnicode } from '../shared/casemap';
import { modeEvents } from './commands/mode-changes';
import { Event } from './delivery';
import { ranks } from './ranks';
import type { Room } from './room';
import type { User } from './user';

/**
 * Gives or takes a member's rank in the name of the server.
 * @returns what the room is to be told; undefined where nothing changes
 */
function changeRank(room: Room, user: User, bit: number, on: boolean): Event | undefined {
  const rank = ranks.find((one) => one.bit === bit);
  if (rank === undefined || !room.has(user) || ((room.rankOf(user) & bit) !== 0) === on) return undefined;
  room.setRank(user, bit, on);
  const [event] = modeEvents(room, user.client.server.name, [{ sign: on ? '+' : '-', letter: rank.mode, parameter: user.nick }]);
  return event;
}

/** As {@link changeRank}, told to everybody in the room. Returns whether anything has changed. */
export function publishRank(room: Room, user: User, bit: number, on: boolean): boolean {
  const event = changeRank(room, user, bit, on);
  if (event !== undefined) room.publish(event);
  return event !== undefined;
}

/** Says that somebody has ranks in a room that they were given before, to those who do not know it. */
export function ranksEvent(room: Room, { nick, client }: User, known: readonly { readonly mode: string }[]): Event {
  const letters = known.map(({ mode }) => mode);
  return new Event({ source: client.server.name, verb: 'MODE', params: [room.name, `+${letters.join('')}`, ...letters.map(() => nick)] });
}

/** Gives a member the rank that their account has in an owned room; returns what the room is to be told. */
export function grantRank(room: Room, user: User): Event | undefined {
  return changeRank(room, user, room.rankOfAccount(user.account), true);
}

/** Gives somebody who has just logged in the ranks that their account has in the rooms that they are in. */
export function grantRanks(user: User): void {
  for (const room of user.rooms) publishRank(room, user, room.rankOfAccount(user.account), true);
}

/** Gives everybody in an owned room the rank of their account. */
export function regrant(room: Room): void {
  for (const user of room.members) publishRank(room, user, room.rankOfAccount(user.account), true);
}

/** Takes a rank from everybody in a room who is logged in to an account. */
export function withdrawRank(room: Room, account: string, bit: number): void {
  const key = foldUnicode(account);
  for (const user of room.members) {
    if (user.account !== undefined && foldUnicode(user.account) === key) publishRank(room, user, bit, false);
  }
}
