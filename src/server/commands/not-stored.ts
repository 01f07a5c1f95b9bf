import { editTags } from '../history/replay';
import type { NotStoredError } from '../store/not-stored';
import type { Context } from './command';

/**
 * The code of a FAIL where something cannot be stored; that of account-registration, which says the same.
 * Source: https://ircv3.net/specs/extensions/account-registration#responses
 */
export const notStoredCode = 'TEMPORARILY_UNAVAILABLE';

/** Answers a command of which nothing was done, since it could not be stored. */
export function refuseUnstoredCommand({ message: { verb, tags }, params, reply }: Omit<Context, 'client' | 'server'>, { message: why }: NotStoredError): void {
  const [first = '*', second = '*'] = params;
  // What comes behind the first parameter may be a password.
  if (verb === 'EDIT') reply.fail(verb, notStoredCode, first, tags.get(editTags.target) ?? '*', why);
  else if (verb === 'REDACT') reply.fail(verb, notStoredCode, first, second, why);
  else reply.fail(verb, notStoredCode, first, why);
}
