import { foldUnicode } from '../../shared/casemap';
import type { Event, Sender } from '../delivery';
import { User } from '../user';
import { nextSequence } from './sequence';
import type { Author } from './store';

/**
 * Whom something belongs to: `a:ACCOUNT` for somebody who is logged in, else `s:STAY`, one stay on the server from
 * registration to QUIT. A name alone is nobody: whoever takes a name that became free is a stranger to what was written
 * to it before.
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

export function identityOfAccount(account: string): Identity {
  return `a:${foldUnicode(account)}`;
}

/** Under which identity what somebody writes now is kept. */
export function identityOf(user: User): Identity {
  return user.account === undefined ? `s:${sessionOf(user).toString(36)}` : identityOfAccount(user.account);
}

/** What somebody may read: as the account, and as the stay, in which they may have written before they logged in. */
export function identitiesOf(user: User): Identity[] {
  const stay = `s:${sessionOf(user).toString(36)}`;
  return user.account === undefined ? [stay] : [identityOfAccount(user.account), stay];
}

export function isAccountIdentity(identity: Identity): boolean {
  return identity.startsWith('a:');
}

/** The author of what a user does. */
export function authorOf(user: User): Author {
  return { source: user.source, account: user.account, session: sessionOf(user), isBot: user.isBot };
}

/** The author of an event as it was when it happened: of a NICK the old name. */
export function authorOfEvent({ parts }: Event): Author {
  const { source, from } = parts;
  return { source, account: from?.account, session: from instanceof User ? sessionOf(from) : 0, isBot: from?.isBot === true };
}
