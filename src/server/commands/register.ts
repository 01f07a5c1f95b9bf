import { foldUnicode } from '../../shared/casemap';
import { AccountRefusedError } from '../accounts/accounts';
import { logIn } from '../accounts/login';
import { knowsServerPassword } from '../registration';
import type { Command, Context } from './command';

/**
 * An account has the name that its owner uses when it is made; before the connection is registered too.
 * Source: https://ircv3.net/specs/extensions/account-registration
 */
export const register: Command = {
  usage: 'REGISTER <name or *> <e-mail or *> <password>',
  help: 'Makes an account of your name, so that nobody else can use it.',
  parameters: 3,
  allowed: 'always',
  run(context) {
    const { server, client, params: [wanted = '*'], reply } = context;
    const nick = client.user?.nick ?? client.registration.nick;
    const refuse = (code: string, text: string): void => reply.fail('REGISTER', code, nick ?? '*', text);
    if (client.account !== undefined) refuse('ALREADY_AUTHENTICATED', `You are logged in as ${client.account}`);
    else if (client.user === undefined && !knowsServerPassword(client)) refuse('TEMPORARILY_UNAVAILABLE', 'Give the password of the server first: PASS');
    else if (nick === undefined) refuse('NEED_NICK', 'Give a name first: NICK');
    else if (wanted !== '*' && foldUnicode(wanted) !== foldUnicode(nick)) refuse('ACCOUNT_NAME_MUST_BE_NICK', 'Only the name that you have can be registered; change it first: NICK');
    else if (server.names.find(nick) !== client) refuse('ACCOUNT_EXISTS', 'This name is registered already');
    else reply.until(registerAs(context, nick));
  },
};

async function registerAs({ server, client, params: [, email = '*', password = ''], reply }: Context, nick: string): Promise<void> {
  try {
    const account = await server.accounts.register(nick, password, email === '*' ? undefined : email, client.host);
    server.log.info({ account: account.name, address: client.host }, 'name registered');
    if (client.hasLeft) return;
    reply.message('REGISTER', 'SUCCESS', account.name, 'The name is yours; log in with it next time');
    logIn(client, account, reply);
  } catch (error) {
    if (!(error instanceof AccountRefusedError)) throw error;
    reply.fail('REGISTER', error.code, nick, error.message);
  }
}
