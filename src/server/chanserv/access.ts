import { foldUnicode } from '../../shared/casemap';
import type { ServiceCommand, ServiceContext } from '../accounts/nickserv/service-command';
import { levelToGive, Rank, rankOfMode, ranks } from '../ranks';
import { regrant, withdrawRank } from '../room-access';
import { levelIn, ownedRoom, type OwnedRoom } from './target';

/** The ranks that stay with an account; there is one founder, see TRANSFER. */
const letters = ranks.filter(({ bit }) => bit !== Rank.founder).map(({ mode }) => mode);

export const amode: ServiceCommand = {
  usage: 'AMODE <room> [+a|+o|+h|+v|- <account>]',
  help: 'Gives an account a rank that it has whenever it comes into the room, or takes it away; alone, lists them.',
  parameters: 1,
  run(context): void {
    const { args: [name = '', change, account], answer } = context;
    const room = ownedRoom(context, name);
    if (room === undefined) return;
    if (change === undefined) listTrusted(context, room);
    else if (account === undefined) answer(`Whose? /msg ChanServ ${amode.usage}`);
    else changeTrusted(context, room, change, account);
  },
};

function listTrusted({ user, answer }: ServiceContext, room: OwnedRoom): void {
  if (levelIn(room, user) === 0 && !room.has(user)) return answer(`Only the people of ${room.name} see who has a rank there`);
  const { founder, trusted } = room.ownership;
  answer(`+q ${founder}`);
  for (const { account, rank } of trusted.values()) answer(`+${ranks.find(({ bit }) => bit === rank)?.mode ?? '?'} ${account}`);
}

function changeTrusted({ server, user, answer }: ServiceContext, room: OwnedRoom, change: string, name: string): void {
  const { trusted, founder } = room.ownership;
  const key = foldUnicode(name);
  const known = trusted.get(key);
  const rank = change.startsWith('-') ? undefined : rankOfMode(change.replace(/^\+/, ''));
  const level = levelIn(room, user);
  if (!change.startsWith('-') && (rank === undefined || rank.bit === Rank.founder)) return answer(`The ranks are ${letters.map((letter) => `+${letter}`).join(' ')}`);
  if (level < levelToGive(Math.max(rank?.bit ?? 0, known?.rank ?? Rank.voice))) return answer(`Your rank in ${room.name} is too low for that`);
  if (foldUnicode(founder) === key) return answer(`${room.name} belongs to ${founder}; TRANSFER gives it to somebody else`);
  if (rank === undefined) {
    if (known === undefined) return answer(`${name} has no rank in ${room.name}`);
    server.rooms.change(room, () => trusted.delete(key));
    withdrawRank(room, known.account, known.rank);
  } else {
    const account = server.accounts.find(name);
    if (account === undefined) return answer(`There is no account ${name}`);
    if (known === undefined && trusted.size >= server.config.maxList) return answer(`${server.config.maxList} accounts have a rank in ${room.name}, which is the most`);
    server.rooms.change(room, () => trusted.set(key, { account: account.name, rank: rank.bit }));
    if (known !== undefined && known.rank !== rank.bit) withdrawRank(room, known.account, known.rank);
    regrant(room);
  }
  answer(rank === undefined ? `${name} has no rank in ${room.name} any more` : `${name} has the rank +${rank.mode} in ${room.name}`);
}
