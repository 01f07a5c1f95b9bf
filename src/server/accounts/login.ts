import { randomInt } from 'node:crypto';
import { foldUnicode } from '../../shared/casemap';
import { Numeric } from '../../shared/numerics';
import { capabilityBits } from '../capabilities';
import type { Client } from '../client';
import { Event } from '../delivery';
import { rename } from '../naming';
import { Reply } from '../reply';
import { announce } from '../room';
import { grantRanks } from '../room-access';
import type { Server } from '../server';
import { heldBy } from '../speech';
import type { User } from '../user';
import type { Account } from './account';
import { moveTo, placeToLogInTo } from './take-over';

/** Tells those who asked for it who is logged in. Source: https://ircv3.net/specs/extensions/account-notify */
function accountEvent(user: User): Event {
  return new Event({ source: user.source, from: user, verb: 'ACCOUNT', params: [user.account ?? '*'], only: capabilityBits['account-notify'] });
}

/**
 * Makes a client the owner of an account, whichever way they proved it: SASL, REGISTER, PASS or the service. Somebody
 * else who holds the account's name is given another.
 */
export function logIn(client: Client, account: Account, reply: Reply): void {
  const { user, registration, account: before } = client;
  const place = user === undefined || before === account.name ? undefined : placeToLogInTo(client, account);
  registration.account = account.name;
  if (user !== undefined && place === undefined) user.account = account.name;
  client.server.accounts.attempts.remember(client.host, account.key);
  // Source: https://ircv3.net/specs/extensions/sasl-3.1#numerics-used-by-this-extension
  reply.numeric(Numeric.RPL_LOGGEDIN, client.source, account.name, `You are now logged in as ${account.name}`);
  if (place !== undefined) {
    moveTo(place, client, reply);
  } else if (user !== undefined && before !== account.name) {
    tell(user, reply);
    grantRanks(user);
    client.server.returning.welcomeBack(user, reply);
  }
  giveBack(client, account.key, reply);
}

/**
 * Why somebody cannot log in to another account, or log out: a room that they are in silences them, and it may do so by
 * their account. In words for them; undefined where they can.
 * @param account undefined where they log out
 */
export function whyAccountStays({ user, account: before }: Client, account?: Account): string | undefined {
  if (user === undefined || before === undefined || before === account?.name) return undefined;
  const held = heldBy(user);
  return held && `${held.words}: leave it to log ${account === undefined ? 'out' : `in to ${account.name}`}`;
}

/** The other way round; a name that somebody held as its owner is given up. */
export function logOut(client: Client, reply: Reply): void {
  const { user, registration, account } = client;
  if (account === undefined) return;
  registration.account = undefined;
  if (user !== undefined) user.account = undefined;
  reply.numeric(Numeric.RPL_LOGGEDOUT, client.source, 'You are now logged out');
  if (user !== undefined) tell(user, reply);
  giveBack(client, foldUnicode(account), reply);
}

/** Logs somebody out who did not ask for it: the account is gone. */
export function logOutElsewhere(client: Client): void {
  const reply = new Reply(client, undefined);
  logOut(client, reply);
  reply.end();
}

function tell(user: User, reply: Reply): void {
  const event = accountEvent(user);
  announce(event, user);
  if (event.encodedFor(user.client.capabilities) !== undefined) reply.event(event);
}

/** Takes an owned name from whoever holds it without being logged in to it. */
function giveBack(client: Client, key: string, reply: Reply): void {
  const { server } = client;
  const holder = server.names.find(key);
  if (holder === undefined || holder.isLoggedInTo(key) || server.accounts.find(key) === undefined) return;
  const { user, registration } = holder;
  if (user === undefined) {
    server.names.release(key, holder);
    registration.nick = undefined;
    return;
  }
  const hand = (event: Event): void => (holder === client ? reply.event(event) : holder.deliver(event));
  hand(new Event({ source: server.name, verb: 'NOTICE', params: [user.nick, 'This name is protected; log in or choose another'] }));
  hand(rename(user, freeGuestName(server)));
}

/** A name that nobody has and that belongs to nobody. */
export function freeGuestName(server: Server): string {
  for (;;) {
    const name = `guest${randomInt(1000, 1_000_000)}`;
    if (server.names.find(name) === undefined && server.accounts.find(name) === undefined) return name;
  }
}
