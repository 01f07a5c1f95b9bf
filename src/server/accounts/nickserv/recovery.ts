import { foldUnicode } from '../../../shared/casemap';
import { isNickname, normalizeNickname } from '../../../shared/nickname';
import { refusalOf, rename } from '../../naming';
import { heldBy } from '../../speech';
import { logIn, whyAccountStays } from '../login';
import { isSamePerson, moveTo } from '../take-over';
import { answering } from './logins';
import type { ServiceCommand, ServiceContext } from './service-command';

/**
 * Ends a connection that still holds one's name, such as one that was lost without a word. Where it is one's own, its
 * place is not thrown away with it, unless one has the name of the account already.
 */
export const ghost: ServiceCommand = {
  usage: 'GHOST <name> [<password>]',
  help: 'Disconnects whoever holds your name; from a connection of yours you take over its rooms and ranks.',
  parameters: 1,
  run(context) {
    const { client, answer } = context;
    withOwnName(context, (name) => {
      const isElsewhere = client.user !== undefined && !client.isLoggedInTo(foldUnicode(client.user.nick));
      if (isElsewhere && replace(context, name)) return;
      answer(free(context, name) ? `${name} is free` : `Nobody else holds ${name}`);
    });
  },
};

/** The same, and one has the name at once. */
export const regain: ServiceCommand = {
  usage: 'REGAIN <name> [<password>]',
  help: 'Gives you your name back, whoever holds it; from a connection of yours with its rooms and ranks.',
  parameters: 1,
  run(context) {
    const { client, reply, answer } = context;
    withOwnName(context, (given) => {
      if (replace(context, given)) return;
      const held = client.user === undefined ? undefined : heldBy(client.user);
      if (held !== undefined) { answer(`${held.words}: leave it to change your name`); return; }
      free(context, given);
      const { user } = client;
      const name = normalizeNickname(given);
      if (user === undefined || !isNickname(name) || refusalOf(client, name) !== undefined) answer(`${given} cannot be had`);
      else if (name !== user.nick) reply.event(rename(user, name));
    });
  },
};

/** Takes the place of another connection of one's own, which is ended. False where somebody else holds the name, or nobody. */
function replace({ server, client, reply, answer }: ServiceContext, name: string): boolean {
  const holder = server.names.find(name);
  if (holder?.user === undefined || holder === client || !isSamePerson(client, holder)) return false;
  moveTo(holder.user, client, reply);
  answer(`You are ${client.displayNick} again; the other connection is ended`);
  return true;
}

/** Goes on if the name, or whoever holds it, is of one's own account; a password that was given logs in first. */
function withOwnName(context: ServiceContext, goOn: (name: string) => void): void {
  const { server, client, user, args: [name = '', password], reply, answer } = context;
  const decide = (): void => {
    const holderAccount = server.names.find(name)?.account;
    const keys = [foldUnicode(name), ...(holderAccount === undefined ? [] : [foldUnicode(holderAccount)])];
    if (keys.some((key) => client.isLoggedInTo(key))) goOn(name);
    else answer(`Log in to ${name} first: /msg NickServ IDENTIFY ${name} <password>`);
  };
  if (password === undefined) { decide(); return; }
  reply.until(answering(context, async () => {
    const account = await server.accounts.withPassword(name, password, client.host);
    if (client.user !== user) return;
    if (account === undefined) { answer('The name or the password is wrong'); return; }
    const refusal = whyAccountStays(client, account);
    if (refusal !== undefined) { answer(refusal); return; }
    logIn(client, account, reply);
    decide();
  }));
}

function free({ server, client, user }: ServiceContext, name: string): boolean {
  const holder = server.names.find(name);
  if (holder === undefined || holder === client) return false;
  holder.expel(`Disconnected by ${user.nick}, to whom the name belongs`);
  return true;
}
