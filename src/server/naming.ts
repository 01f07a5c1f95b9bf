import { Numeric } from '../shared/numerics';
import { isSamePerson } from './accounts/take-over';
import type { Client } from './client';
import { Event } from './delivery';
import type { Reply } from './reply';
import { announce } from './room';
import type { User } from './user';

/** Why somebody cannot have a name. */
export type NameRefusal = 'taken' | 'own' | 'protected' | 'service';

/**
 * Whether a client could have a name now. A name that is registered is for those who are logged in to its account; the
 * services' names are for nobody.
 */
export function refusalOf(client: Client, name: string): NameRefusal | undefined {
  const { server } = client;
  if (server.services.find(name) !== undefined) return 'service';
  const holder = server.names.find(name);
  if (holder !== undefined && holder !== client && !isWaitingFor(client, holder)) return isSamePerson(client, holder) ? 'own' : 'taken';
  if (server.returning.isReserved(name, client)) return 'taken';
  const account = server.accounts.find(name);
  return account === undefined || client.isLoggedInTo(account.key) ? undefined : 'protected';
}

/** Whether the holder is somebody whose connection is lost, and who may come back as this client: see `Presences`. */
function isWaitingFor(client: Client, holder: Client): boolean {
  return client.user === undefined && holder.hasLeft && holder.user !== undefined;
}

/**
 * Answers that a name cannot be had. A name that wants a password is told apart by `FAIL NICK ACCOUNT_REQUIRED <name>`,
 * so that a client can ask for it. Source: https://modern.ircdocs.horse/#errnicknameinuse-433
 */
export function refuseName(reply: Reply, name: string, refusal: NameRefusal): void {
  switch (refusal) {
    case 'taken':
      reply.numeric(Numeric.ERR_NICKNAMEINUSE, name, 'This name is taken');
      break;
    case 'own':
      reply.numeric(Numeric.ERR_NICKNAMEINUSE, name, `You have this name on another connection; choose another one, and /msg NickServ REGAIN ${name} brings you there`);
      break;
    case 'service':
      reply.numeric(Numeric.ERR_NICKNAMEINUSE, name, 'This name belongs to the server');
      break;
    case 'protected':
      reply.fail('NICK', 'ACCOUNT_REQUIRED', name, 'This name is registered: log in to its account (SASL, or PASS name:password) or choose another');
      reply.numeric(Numeric.ERR_NICKNAMEINUSE, name, 'This name is protected; log in or choose another');
      break;
  }
}

/**
 * Gives a registered person another name, which must be free, and tells everybody else.
 * @returns the event, for the person themselves
 */
export function rename(user: User, name: string): Event {
  const { client } = user;
  const { names } = client.server;
  const old = user.nick;
  if (!names.claim(name, client)) throw new Error(`the name ${name} is not free`);
  names.replace(old, name, client);
  const event = new Event({ source: user.source, from: user, verb: 'NICK', params: [name] });
  user.nick = name;
  announce(event, user);
  return event;
}
