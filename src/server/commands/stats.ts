import { Numeric } from '../../shared/numerics';
import type { BanKind } from '../operators/bans';
import type { Command, UserContext } from './command';
import { isForThisServer } from './server-target';

/** What a letter of STATS tells. */
interface Statistic {
  readonly operatorsOnly: boolean;
  send(context: UserContext): void;
}

/** By letter. */
const statistics = new Map<string, Statistic>([
  ['d', { operatorsOnly: true, send: (context) => sendBans(context, 'address') }],
  ['k', { operatorsOnly: true, send: (context) => sendBans(context, 'mask') }],
  ['m', { operatorsOnly: false, send: sendCommands }],
  ['o', { operatorsOnly: false, send: sendOperators }],
  ['u', { operatorsOnly: false, send: sendUptime }],
]);

/** Source: https://modern.ircdocs.horse/#stats-message */
export const stats: Command = {
  usage: 'STATS <letter> [<server>]',
  help: 'Tells figures of the server; HELP STATS lists the letters.',
  parameters: 0,
  allowed: 'registered',
  run(context) {
    const { user, params: [query = '', target], reply } = context;
    if (!isForThisServer(context, target)) return;
    const letter = Array.from(query)[0] ?? '*';
    const statistic = statistics.get(letter);
    if (statistic?.operatorsOnly === true && user.operator === undefined) {
      reply.numeric(Numeric.ERR_NOPRIVILEGES, 'This is for the operators of the server; OPER makes you one');
    } else {
      statistic?.send(context);
    }
    reply.numeric(Numeric.RPL_ENDOFSTATS, letter, 'End of STATS');
  },
};

function sendCommands({ server, reply }: UserContext): void {
  for (const [verb, count] of [...server.commandCounts].sort()) reply.numeric(Numeric.RPL_STATSCOMMANDS, verb, String(count), '0', '0');
}

function sendOperators({ server, reply }: UserContext): void {
  for (const entry of server.config.operators) {
    const name = entry.slice(0, entry.indexOf(':'));
    reply.numeric(Numeric.RPL_STATSOLINE, 'O', '*', '*', name);
  }
}

/** Each ban with who set it, when it ends and why. */
function sendBans({ server, reply }: UserContext, kind: BanKind): void {
  const code = kind === 'address' ? Numeric.RPL_STATSDLINE : Numeric.RPL_STATSKLINE;
  for (const { mask, by, until, reason } of server.bans.list(kind)) {
    reply.numeric(code, kind === 'address' ? 'D' : 'K', mask, by, until?.toISOString() ?? '*', reason);
  }
}

function sendUptime({ server, reply }: UserContext): void {
  const seconds = Math.floor((Date.now() - server.startedAt.getTime()) / 1000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const clock = `${Math.floor((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  reply.numeric(Numeric.RPL_STATSUPTIME, `Server Up ${Math.floor(seconds / 86_400)} days ${clock}`);
}
