import type { ServiceCommand } from '../accounts/nickserv/service-command';
import { highestOf, levelToGive, Rank, ranks } from '../ranks';
import { publishRank } from '../room-access';
import { levelIn, ownedRoom } from './target';

/** The verbs that give and take each rank. */
const verbs = [
  ['PROTECT', 'DEPROTECT', Rank.admin],
  ['OP', 'DEOP', Rank.operator],
  ['HALFOP', 'DEHALFOP', Rank.halfOperator],
  ['VOICE', 'DEVOICE', Rank.voice],
] as const;

function rankCommand(verb: string, bit: number, on: boolean): ServiceCommand {
  const title = ranks.find((rank) => rank.bit === bit)?.title ?? verb;
  return {
    usage: `${verb} <room> [<nick>]`,
    help: on ? `Gives somebody in the room, or yourself, the rank ${title}.` : `Takes the rank ${title} from somebody in the room, or from yourself.`,
    parameters: 1,
    run(context): void {
      const { server, user, args: [name = '', nick = user.nick], answer } = context;
      const room = ownedRoom(context, name);
      if (room === undefined) return;
      const target = server.names.find(nick)?.user;
      const level = levelIn(room, user);
      if (level < levelToGive(bit)) return answer(`Your rank in ${room.name} is too low for that`);
      if (target === undefined || !room.has(target)) return answer(`${nick} is not in ${room.name}`);
      if (!on && target !== user && highestOf(room.rankOf(target)) > level) return answer(`${target.nick} has a higher rank than you`);
      answer(publishRank(room, target, bit, on) ? 'Done' : 'It is so already');
    },
  };
}

/** OP, DEOP and so on. */
export const rankCommands: readonly (readonly [verb: string, command: ServiceCommand])[] = verbs.flatMap(([give, take, bit]) => [
  [give, rankCommand(give, bit, true)] as const,
  [take, rankCommand(take, bit, false)] as const,
]);
