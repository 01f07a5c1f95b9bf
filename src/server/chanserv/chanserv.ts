import type { ServiceCommand } from '../accounts/nickserv/service-command';
import type { UserContext } from '../commands/command';
import type { Server } from '../server';
import { ask, tell, type Service } from '../services/service';
import { amode } from './access';
import { forgetAccount } from './dropped-account';
import { rankCommands } from './ranks';
import { drop, info, list, registerRoom } from './ownership';
import { transfer } from './transfer';

const commands: ReadonlyMap<string, ServiceCommand> = new Map([
  ['REGISTER', registerRoom],
  ['DROP', drop],
  ['INFO', info],
  ['LIST', list],
  ['TRANSFER', transfer],
  ['AMODE', amode],
  ...rankCommands,
]);

/** Rooms that belong to somebody: `/msg ChanServ HELP`. */
export const chanServ: Service = {
  nick: 'ChanServ',
  realname: 'Registers rooms: /msg ChanServ HELP',
  handle(context, text) {
    const [verb = '', ...args] = text.trim().split(/\s+/);
    const answer = (...lines: readonly string[]): void => tell(context, chanServ, ...lines);
    const command = commands.get(verb.toUpperCase());
    if (verb === '' || verb.toUpperCase() === 'HELP') {
      answer(...helpFor(args[0]));
    } else if (command === undefined) {
      answer('There is no such command; /msg ChanServ HELP lists them');
    } else if (args.length < command.parameters) {
      answer(`Something is missing: /msg ChanServ ${command.usage}`);
    } else {
      command.run({ ...context, args, answer });
    }
  },
};

function helpFor(subject: string | undefined): string[] {
  const command = subject === undefined ? undefined : commands.get(subject.toUpperCase());
  if (command !== undefined) return [`/msg ChanServ ${command.usage}`, command.help];
  if (subject !== undefined) return ['There is no such command; /msg ChanServ HELP lists them'];
  const rows = [...commands.values()].map(({ usage, help }) => `${usage}: ${help}`);
  return ['A room that is registered belongs to an account: it keeps its topic, its modes and its operators. What I can do:', ...rows];
}

/** Runs a line that somebody gave to ChanServ as a command of its own (`/CS …`). */
export function askChanServ(context: UserContext): void {
  ask(context, chanServ, context.params.join(' '));
}

/** Offers the service. */
export function offerRooms(server: Server): void {
  server.services.add(chanServ);
  server.accounts.onDrop((account) => forgetAccount(server, account));
}
