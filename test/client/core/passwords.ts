import type { PasswordStore } from '../../../src/client/core/accounts';

/** Passwords in memory, as a keyring would keep them. */
export class Passwords implements PasswordStore {
  readonly kept = new Map<string, string>();

  get(server: string, account: string): Promise<string | undefined> {
    return Promise.resolve(this.kept.get(`${server} ${account}`));
  }

  set(server: string, account: string, text: string): Promise<void> {
    this.kept.set(`${server} ${account}`, text);
    return Promise.resolve();
  }
}
