import type { UserContext } from '../../commands/command';
import { ask, tell, type Service } from '../../services/service';
import { certificateCommand } from './certificates';
import { drop, identify, info, logOutCommand, passwd, registerCommand, release, setCommand } from './logins';
import { ghost, regain } from './recovery';
import type { ServiceCommand } from './service-command';

/** By verb; several verbs may mean the same, as people know them from other networks. */
const commands: ReadonlyMap<string, ServiceCommand> = new Map([
  ['REGISTER', registerCommand],
  ['IDENTIFY', identify],
  ['LOGIN', identify],
  ['LOGOUT', logOutCommand],
  ['PASSWD', passwd],
  ['SET', setCommand],
  ['CERT', certificateCommand],
  ['GHOST', ghost],
  ['REGAIN', regain],
  ['RECOVER', regain],
  ['INFO', info],
  ['DROP', drop],
  ['RELEASE', release],
]);

/** Accounts for people whose program knows neither SASL nor REGISTER: `/msg NickServ HELP`. */
export const nickServ: Service = {
  nick: 'NickServ',
  realname: 'Registers names: /msg NickServ HELP',
  handle(context, text) {
    const [verb = '', ...args] = text.trim().split(/\s+/);
    const answer = (...lines: readonly string[]): void => tell(context, nickServ, ...lines);
    const command = commands.get(verb.toUpperCase());
    if (verb === '' || verb.toUpperCase() === 'HELP') {
      answer(...helpFor(args[0]));
    } else if (command === undefined) {
      answer('There is no such command; /msg NickServ HELP lists them');
    } else if (args.length < command.parameters) {
      answer(`Something is missing: /msg NickServ ${command.usage}`);
    } else {
      command.run({ ...context, args, answer });
    }
  },
};

function helpFor(subject: string | undefined): string[] {
  const command = subject === undefined ? undefined : commands.get(subject.toUpperCase());
  if (command !== undefined) return [`/msg NickServ ${command.usage}`, command.help];
  if (subject !== undefined) return ['There is no such command; /msg NickServ HELP lists them'];
  const rows = [...new Set(commands.values())].map(({ usage, help }) => `${usage}: ${help}`);
  return ['A name that is registered is yours alone. What I can do:', ...rows];
}

/** Runs a line that somebody gave to NickServ as a command of its own (`/NS …`). */
export function askNickServ(context: UserContext): void {
  ask(context, nickServ, context.params.join(' '));
}
