import { recordAct } from '../../operators/acts';
import { NotStoredError } from '../../store/not-stored';
import { AccountRefusedError } from '../accounts';
import { TooManyAttemptsError } from '../attempts';
import { logIn, logOut, logOutElsewhere, whyAccountStays } from '../login';
import type { Account } from '../account';
import type { ServiceCommand, ServiceContext } from './service-command';

/** The account that somebody is logged in to; told where they are not. */
export function ownAccount({ server, client, answer }: ServiceContext): Account | undefined {
  const account = client.account === undefined ? undefined : server.accounts.find(client.account);
  if (account === undefined) answer('Log in first: /msg NickServ IDENTIFY <password>');
  return account;
}

/** Does what needs a password, and answers where it is refused. */
export async function answering({ answer }: ServiceContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AccountRefusedError) && !(error instanceof TooManyAttemptsError) && !(error instanceof NotStoredError)) throw error;
    answer(error.message);
  }
}

export const registerCommand: ServiceCommand = {
  usage: 'REGISTER <password> [<e-mail>]',
  help: 'Makes the name that you have yours.',
  parameters: 1,
  run(context) {
    const { server, client, user, args: [password = '', email], reply, answer } = context;
    if (client.account !== undefined) { answer(`You are logged in as ${client.account}; LOGOUT first`); return; }
    const { nick } = user;
    reply.until(answering(context, async () => {
      const account = await server.accounts.register(nick, password, email, client.host);
      server.log.info({ account: account.name, address: client.host }, 'name registered');
      if (client.user !== user) return;
      logIn(client, account, reply);
      answer(`${account.name} is yours now. Next time: /msg NickServ IDENTIFY <password>, or let your program log in (SASL)`);
    }));
  },
};

export const identify: ServiceCommand = {
  usage: 'IDENTIFY [<name>] <password>',
  help: 'Logs you in to a name, or to the one that you have.',
  parameters: 1,
  run(context) {
    const { server, client, user, args, reply, answer } = context;
    const [name = '', password = ''] = args.length > 1 ? args : [user.nick, ...args];
    reply.until(answering(context, async () => {
      const account = await server.accounts.withPassword(name, password, client.host);
      if (client.user !== user) return;
      if (account === undefined) { answer('The name or the password is wrong'); return; }
      const refusal = whyAccountStays(client, account);
      if (refusal !== undefined) { answer(refusal); return; }
      logIn(client, account, reply);
      answer(`You are logged in as ${account.name}`);
    }));
  },
};

export const logOutCommand: ServiceCommand = {
  usage: 'LOGOUT',
  help: 'Logs you out; a name that is registered has to be given up.',
  parameters: 0,
  run(context) {
    const { client, reply, answer } = context;
    if (ownAccount(context) === undefined) return;
    const refusal = whyAccountStays(client);
    if (refusal !== undefined) { answer(refusal); return; }
    answer('You are logged out');
    logOut(client, reply);
  },
};

export const passwd: ServiceCommand = {
  usage: 'PASSWD <old password> <new password>',
  help: 'Changes the password.',
  parameters: 2,
  run(context) {
    const { server, client, user, args: [old = '', wanted = ''], reply, answer } = context;
    const account = ownAccount(context);
    if (account === undefined) return;
    reply.until(answering(context, async () => {
      const isOwn = (await server.accounts.withPassword(account.name, old, client.host)) !== undefined;
      if (isOwn) await server.accounts.setPassword(account, wanted);
      if (client.user === user) answer(isOwn ? 'The password is changed' : 'The old password is wrong');
    }));
  },
};

export const setCommand: ServiceCommand = {
  usage: 'SET PASSWORD <old password> <new password>',
  help: 'Changes the password.',
  parameters: 3,
  run(context) {
    const [what = '', ...args] = context.args;
    if (what.toUpperCase() === 'PASSWORD') passwd.run({ ...context, args });
    else context.answer('There is only one thing to set: SET PASSWORD <old password> <new password>');
  },
};

export const info: ServiceCommand = {
  usage: 'INFO [<name>]',
  help: 'Says whether a name is registered, and since when.',
  parameters: 0,
  run({ server, user, args: [name = user.nick], answer }) {
    const account = server.accounts.find(name);
    if (account === undefined) {
      answer(`${name} is not registered`);
    } else {
      const present = [...server.users].filter((other) => other.client.isLoggedInTo(account.key)).map(({ nick }) => nick);
      answer(`${account.name} is registered since ${account.createdAt.toISOString()}`);
      if (present.length > 0) answer(`Here as ${present.slice(0, 10).join(', ')}`);
    }
  },
};

export const drop: ServiceCommand = {
  usage: 'DROP <password>',
  help: 'Gives your name up for good; nobody can register it again unless an operator of the server releases it.',
  parameters: 1,
  run(context) {
    const { server, client, user, args: [password = ''], reply, answer } = context;
    const account = ownAccount(context);
    if (account === undefined) return;
    reply.until(answering(context, async () => {
      const isOwn = (await server.accounts.withPassword(account.name, password, client.host)) !== undefined;
      if (client.user !== user) return;
      if (!isOwn) { answer('The password is wrong'); return; }
      server.accounts.drop(account);
      server.log.info({ account: account.name, address: client.host }, 'name given up');
      for (const other of server.clients) if (other !== client && other.isLoggedInTo(account.key)) logOutElsewhere(other);
      logOut(client, reply);
      answer(`${account.name} is nobody’s now`);
    }));
  },
};

export const release: ServiceCommand = {
  usage: 'RELEASE <name>',
  help: 'Lets a name that was given up be registered again; the next owner finds nothing of the former one. For operators of the server.',
  parameters: 1,
  run(context) {
    const { server, user, args: [name = ''], answer } = context;
    if (user.operator === undefined) {
      answer('This is for the operators of the server; OPER makes you one');
    } else if (server.accounts.store.release(name)) {
      recordAct(context, 'RELEASE', name, '');
      answer(`${name} can be registered again`);
    } else {
      answer(`${name} was not given up`);
    }
  },
};
