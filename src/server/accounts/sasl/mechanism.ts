import type { Account } from '../account';
import type { Accounts } from '../accounts';

/** What a mechanism needs to know of who logs in. */
export interface Peer {
  readonly address: string;
  /** SHA-256 of the certificate that the client showed, where it did. */
  readonly certificateFingerprint: string | undefined;
}

/** What comes of one response of a client. */
export type Step =
  | { readonly kind: 'challenge'; readonly data: Buffer }
  | { readonly kind: 'success'; readonly account: Account }
  | { readonly kind: 'failure'; readonly text: string };

/** One exchange of one client. Source: https://www.rfc-editor.org/rfc/rfc4422 */
export interface Exchange {
  /** @throws TooManyAttemptsError */
  next(response: Buffer): Promise<Step>;
}

export type Mechanism = (accounts: Accounts, peer: Peer) => Exchange;

export const failure = (text: string): Step => ({ kind: 'failure', text });

/** The words for every wrong name or password: they do not tell which of the two it was. */
export const wrongCredentials = failure('The name or the password is wrong');
