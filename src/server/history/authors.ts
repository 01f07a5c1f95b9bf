import { foldUnicode } from '../../shared/casemap';
import type { Accounts } from '../accounts/accounts';
import type { Author, Kept } from './store';

/**
 * Whether somebody wrote something that is kept: in this stay, or logged in to the account that they have now. An
 * account of the same name that was given up before is somebody else's; what it wrote is older than the account.
 */
export function isBy({ author, sequence }: Kept, { account, accountId, session }: Author): boolean {
  if (author.session !== 0 && author.session === session) return true;
  if (author.account === undefined || account === undefined || accountId === undefined) return false;
  return sequence > accountId && foldUnicode(author.account) === foldUnicode(account);
}

/** How authors are shown again: without an account that is not there any more, though its name may be somebody else's. */
export class ShownAuthors {
  private readonly known = new Map<string, number>();

  constructor(private readonly accounts: Accounts) {}

  of({ author, sequence }: Kept): Author {
    const { account } = author;
    if (account === undefined) return author;
    let id = this.known.get(account);
    if (id === undefined) this.known.set(account, (id = this.accounts.find(account)?.id ?? Infinity));
    return sequence > id ? author : { ...author, account: undefined };
  }
}
