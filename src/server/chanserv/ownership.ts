import type { ServiceCommand } from '../accounts/nickserv/service-command';
import { Rank } from '../ranks';
import { regrant } from '../room-access';
import { ownedRoom, roomToRule } from './target';

/** The most rooms that LIST shows. */
const maxListed = 100;

export const registerRoom: ServiceCommand = {
  usage: 'REGISTER <room>',
  help: 'Makes a room yours whose operator you are; you must be logged in.',
  parameters: 1,
  run({ server, user, args: [name = ''], answer }): void {
    const room = server.rooms.findFor(user, name);
    const limit = server.config.maxRoomsOwned;
    if (user.account === undefined) return answer('Log in first: /msg NickServ HELP');
    if (room === undefined) return answer(`There is no room ${name}; join it first`);
    if (room.isShared) return answer(`${room.name} belongs to the server`);
    if (room.ownership !== undefined) return answer(`${room.name} belongs to ${room.ownership.founder} already`);
    if (room.levelOf(user) < Rank.operator) return answer(`You are not an operator of ${room.name}`);
    if (server.rooms.ownedBy(user.account).length >= limit) return answer(`You own ${limit} rooms, which is the most; drop one first`);
    const ownership = { founder: user.account, registeredAt: new Date(), trusted: new Map() };
    server.database.store(() => {
      server.rooms.change(room, () => (room.ownership = ownership));
      server.metadata.keepRoom(room);
    });
    regrant(room);
    answer(`${room.name} is yours now. AMODE gives others a rank that stays: /msg ChanServ HELP AMODE`);
  },
};

export const drop: ServiceCommand = {
  usage: 'DROP <room> <room>',
  help: 'Gives a room up, with all that is kept of it; say its name twice, so that it does not happen by mistake.',
  parameters: 1,
  run(context): void {
    const { server, args: [name = '', again], answer } = context;
    const room = roomToRule(context, name);
    if (room === undefined) return;
    if (again === undefined || server.rooms.find(again) !== room) return answer(`To give ${room.name} up say: DROP ${room.name} ${room.name}`);
    server.rooms.disown(room);
    answer(`${room.name} is not registered any more`);
  },
};

export const info: ServiceCommand = {
  usage: 'INFO <room>',
  help: 'Says whom a room belongs to.',
  parameters: 1,
  run(context): void {
    const { args: [name = ''], answer } = context;
    const room = ownedRoom(context, name);
    if (room === undefined) return;
    const { founder, registeredAt, trusted } = room.ownership;
    answer(`${room.name} belongs to ${founder} since ${registeredAt.toUTCString()}`, `Accounts with a rank: ${trusted.size} (AMODE ${room.name} lists them)`);
  },
};

export const list: ServiceCommand = {
  usage: 'LIST',
  help: 'Lists the rooms that are yours.',
  parameters: 0,
  run({ server, user, answer }): void {
    if (user.account === undefined) return answer('Log in first: /msg NickServ HELP');
    const rooms = server.rooms.ownedBy(user.account);
    answer(rooms.length === 0 ? 'You own no room' : `You own ${rooms.length} of at most ${server.config.maxRoomsOwned} rooms:`);
    answer(...rooms.slice(0, maxListed).map((room) => room.name));
  },
};
