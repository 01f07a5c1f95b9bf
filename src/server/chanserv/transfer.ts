import { foldUnicode } from '../../shared/casemap';
import type { Account } from '../accounts/account';
import type { ServiceCommand, ServiceContext } from '../accounts/nickserv/service-command';
import { Rank } from '../ranks';
import type { Ownership } from '../room';
import { regrant, withdrawRank } from '../room-access';
import { isLoggedInAs, isOwned, ownedRoom, roomToRule, type OwnedRoom } from './target';

/** To whom a room was offered and who has not answered yet; forgotten when it is given up, and when the server ends. */
const offers = new WeakMap<Ownership, Account['id']>();

export const transfer: ServiceCommand = {
  usage: 'TRANSFER <room> <account> | TRANSFER ACCEPT <room>',
  help: 'Offers your room to another account, which must accept it; an operator of the server gives it at once.',
  parameters: 2,
  run(context): void {
    const [first = '', second = ''] = context.args;
    if (first.toUpperCase() === 'ACCEPT') accept(context, second);
    else offer(context, first, second);
  },
};

function offer(context: ServiceContext, name: string, to: string): void {
  const { server, user, answer } = context;
  const room = roomToRule(context, name);
  if (room === undefined) return;
  const account = server.accounts.find(to);
  if (account === undefined) return answer(`There is no account ${to}`);
  if (!isLoggedInAs(user, room.ownership.founder)) return give(context, room, account.name);
  offers.set(room.ownership, account.id);
  answer(`${room.name} is offered to ${account.name}, who can say: /msg ChanServ TRANSFER ACCEPT ${room.name}`);
}

function accept(context: ServiceContext, name: string): void {
  const { server, user, answer } = context;
  const offered = server.rooms.find(name);
  // Whoever is offered a secret room knows of it by that.
  const isOffered = offered !== undefined && isOwned(offered) && user.accountId !== undefined && offers.get(offered.ownership) === user.accountId;
  const room = isOffered ? offered : ownedRoom(context, name);
  if (room === undefined) return;
  if (!isOffered || user.account === undefined) return answer(`${room.name} was not offered to you`);
  give(context, room, user.account);
}

function give({ server, answer }: ServiceContext, room: OwnedRoom, founder: string): void {
  const { ownership } = room;
  const limit = server.config.maxRoomsOwned;
  if (server.rooms.ownedBy(founder).length >= limit) return answer(`${founder} owns ${limit} rooms, which is the most`);
  server.rooms.change(room, () => {
    ownership.trusted.delete(foldUnicode(founder));
    room.ownership = { ...ownership, founder };
  });
  withdrawRank(room, ownership.founder, Rank.founder);
  regrant(room);
  answer(`${room.name} belongs to ${founder} now`);
}
