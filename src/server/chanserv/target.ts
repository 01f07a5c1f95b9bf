import { foldUnicode } from '../../shared/casemap';
import type { ServiceContext } from '../accounts/nickserv/service-command';
import { Rank } from '../ranks';
import type { Ownership, Room } from '../room';

/** A room that belongs to somebody. */
export type OwnedRoom = Room & { readonly ownership: Ownership };

export const isOwned = (room: Room): room is OwnedRoom => room.ownership !== undefined;

/** The room of a name that belongs to somebody; answers where there is none. */
export function ownedRoom({ server, user, answer }: ServiceContext, name: string): OwnedRoom | undefined {
  const room = server.rooms.find(name);
  if (room !== undefined && isOwned(room) && (room.isVisibleTo(user) || levelIn(room, user) > 0)) return room;
  answer(room?.isShared === true ? `${room.name} belongs to the server` : `${name} is not registered`);
  return undefined;
}

/** The rank with which somebody commands the service: that of their account; an operator of the server is a founder everywhere. */
export function levelIn(room: Room, { account, operator }: ServiceContext['user']): number {
  return operator === undefined ? room.rankOfAccount(account) : Rank.founder;
}

/** The owned room of a name for its founder or an operator of the server; answers where it is not theirs. */
export function roomToRule(context: ServiceContext, name: string): OwnedRoom | undefined {
  const room = ownedRoom(context, name);
  if (room === undefined || levelIn(room, context.user) >= Rank.founder) return room;
  context.answer(`${room.name} belongs to ${room.ownership.founder}; only they can do this`);
  return undefined;
}

/** Whether somebody is logged in to an account. */
export function isLoggedInAs(user: ServiceContext['user'], account: string): boolean {
  return user.account !== undefined && foldUnicode(user.account) === foldUnicode(account);
}
