import type { Event, Sender } from '../delivery';
import { User } from '../user';
import { nextSequence } from './sequence';
import type { Author } from './store';

/**
 * Whom something belongs to: `a:ID` for somebody who is logged in to the account of that number, else `s:STAY`, one stay
 * on the server from registration to QUIT. A name alone is nobody: whoever takes a name that became free, or registers
 * one that was given up, is a stranger to what was written to it before.
 */
export type Identity = string;

/** No two stays ever have the same number, since sequence numbers never return. */
const stays = new WeakMap<Sender, number>();

/** The number of somebody's stay on the server. */
export function sessionOf(user: User): number {
  const known = stays.get(user);
  if (known !== undefined) return known;
  const session = nextSequence();
  stays.set(user, session);
  return session;
}

/** @param id see `Account.id` */
export function identityOfAccount(id: number): Identity {
  return `a:${id}`;
}

const identityOfStay = (user: User): Identity => `s:${sessionOf(user).toString(36)}`;

/** Under which identity what somebody writes now is kept. */
export function identityOf(user: User): Identity {
  return user.accountId === undefined ? identityOfStay(user) : identityOfAccount(user.accountId);
}

/** What somebody may read: as the account, and as the stay, in which they may have written before they logged in. */
export function identitiesOf(user: User): Identity[] {
  const stay = identityOfStay(user);
  return user.accountId === undefined ? [stay] : [identityOfAccount(user.accountId), stay];
}

/** The number of an account; undefined for a stay. */
export function accountOf(identity: Identity): number | undefined {
  return identity.startsWith('a:') ? Number(identity.slice(2)) : undefined;
}

/** The author of what a user does. */
export function authorOf(user: User): Author {
  return { source: user.source, account: user.account, accountId: user.accountId, session: sessionOf(user), isBot: user.isBot };
}

/** The author of an event as it was when it happened: of a NICK the old name. */
export function authorOfEvent({ parts }: Event): Author {
  const { source, from } = parts;
  if (!(from instanceof User)) return { source, account: from?.account, session: 0, isBot: from?.isBot === true };
  return { source, account: from.account, accountId: from.accountId, session: sessionOf(from), isBot: from.isBot };
}
