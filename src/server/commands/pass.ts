import { foldUnicode } from '../../shared/casemap';
import { isNickname, normalizeNickname } from '../../shared/nickname';
import { Numeric } from '../../shared/numerics';
import { TooManyAttemptsError } from '../accounts/attempts';
import { logIn } from '../accounts/login';
import type { Command, Context } from './command';

/** Source: https://modern.ircdocs.horse/#pass-message */
export const pass: Command = {
  usage: 'PASS <password of the server> | PASS <name>:<password>',
  help: 'Gives the password of the server, or logs in to the account of a name, before NICK and USER.',
  parameters: 1,
  allowed: 'before-registration',
  run(context) {
    const { server, client, params: [given = ''], reply } = context;
    const [, name = '', password = ''] = /^([^:]+):(.+)$/su.exec(given) ?? [];
    const isForAccount = given !== server.config.password && isNickname(normalizeNickname(name));
    if (isForAccount) reply.until(logInWith(context, name, password));
    else client.registration.password = given;
  },
};

/** For programs that know no SASL. The answer to a wrong password is the one to a wrong PASS. */
async function logInWith({ server, client, reply }: Context, name: string, password: string): Promise<void> {
  try {
    const account = await server.accounts.withPassword(name, password, client.host);
    if (client.hasLeft) return;
    if (account?.key === foldUnicode(name)) logIn(client, account, reply);
    else reply.numeric(Numeric.ERR_PASSWDMISMATCH, 'The name or the password is wrong');
  } catch (error) {
    if (!(error instanceof TooManyAttemptsError)) throw error;
    reply.numeric(Numeric.ERR_PASSWDMISMATCH, error.message);
  }
}
