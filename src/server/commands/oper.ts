import { Numeric } from '../../shared/numerics';
import { TooManyAttemptsError } from '../accounts/attempts';
import { verifyNothing, verifyPassword } from '../accounts/password';
import { Event } from '../delivery';
import { recordAct } from '../operators/acts';
import type { Command, UserContext } from './command';

/** Source: https://modern.ircdocs.horse/#oper-message */
export const oper: Command = {
  usage: 'OPER <name> <password>',
  help: 'Makes you an operator of the server; the names are in its settings.',
  parameters: 2,
  allowed: 'registered',
  run(context) {
    const { server, reply } = context;
    if (server.config.operators.length === 0) reply.numeric(Numeric.ERR_NOOPERHOST, 'This server has no operators; they are named in its settings (operators)');
    else reply.until(becomeOperator(context));
  },
};

async function becomeOperator(context: UserContext): Promise<void> {
  const { server, client, user, params: [name = '', password = ''], reply } = context;
  try {
    const attempt = await server.accounts.attempts.begin(client.host, `operator ${name}`);
    const hash = hashOf(server.config.operators, name);
    const isRight = hash === undefined ? await verifyNothing(password, attempt.requester) : await verifyPassword(password, hash, attempt.requester);
    if (client.user !== user) return;
    if (!isRight) {
      server.log.warn({ nick: user.nick, address: client.host, name }, 'wrong password for OPER');
      reply.numeric(Numeric.ERR_PASSWDMISMATCH, 'The name or the password is wrong');
      return;
    }
    attempt.succeed();
  } catch (error) {
    if (!(error instanceof TooManyAttemptsError)) throw error;
    reply.numeric(Numeric.ERR_PASSWDMISMATCH, error.message);
    return;
  }
  user.operator = name;
  const letters = (['o', 's'] as const).filter((mode) => server.users.setMode(user, mode, true));
  reply.numeric(Numeric.RPL_YOUREOPER, 'You are an operator of the server now');
  if (letters.length > 0) reply.event(new Event({ source: user.source, verb: 'MODE', params: [user.nick, `+${letters.join('')}`] }));
  recordAct(context, 'OPER', user.nick, '');
  for (const words of server.warnings.all) reply.event(new Event({ source: server.name, verb: 'NOTICE', params: [user.nick, `*** ${words}`] }));
}

/** The hash of an operator in the setting `operators`: NAME:HASH. Names are compared as they are written. */
function hashOf(operators: readonly string[], name: string): string | undefined {
  const entry = operators.find((item) => item.slice(0, item.indexOf(':')) === name);
  return entry?.slice(entry.indexOf(':') + 1);
}
