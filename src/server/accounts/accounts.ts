import { foldUnicode } from '../../shared/casemap';
import { addressKey } from '../address';
import type { Config } from '../config';
import type { Database } from '../store/database';
import type { Account, Credentials } from './account';
import { AccountStore } from './account-store';
import { Attempts } from './attempts';
import type { Requester } from './fair-queue';
import { hashPassword, maxPasswordLength } from './password';
import { RateLimit } from './rate-limit';
import { decoyScram, deriveScram, parseScram, verifyScram } from './scram';

/** Why an account could not be made. Source: https://ircv3.net/specs/extensions/account-registration#responses */
export type RefusalCode = 'ACCOUNT_EXISTS' | 'WEAK_PASSWORD' | 'UNACCEPTABLE_PASSWORD' | 'INVALID_EMAIL' | 'TEMPORARILY_UNAVAILABLE';

/** An account or a password is refused; the message is for the person who chose it. */
export class AccountRefusedError extends Error {
  override readonly name = 'AccountRefusedError';

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}

/** The fewest characters of a password. */
export const minPasswordLength = 8;
const maxEmailLength = 254;
/** The most certificates of one account. */
export const maxCertificates = 10;

/** Names that are owned: who may log in to them, and how they come to be. */
export class Accounts {
  readonly store: AccountStore;
  readonly attempts: Attempts;
  private readonly registrations: RateLimit;
  private readonly dropListeners: ((account: Account) => (() => void) | undefined)[] = [];

  constructor(private readonly database: Database, private readonly settings: () => Pick<Config, 'loginAttempts' | 'accountsPerHour'>) {
    this.store = new AccountStore(database);
    this.attempts = new Attempts(() => settings().loginAttempts);
    this.registrations = new RateLimit(() => settings().accountsPerHour, 3_600_000);
  }

  find(name: string): Account | undefined {
    return this.store.find(name);
  }

  /**
   * The account of a name, if the password is its own. Takes as long where there is no such account.
   * @throws TooManyAttemptsError
   */
  async withPassword(name: string, password: string, address: string): Promise<Account | undefined> {
    const account = this.find(name);
    const attempt = await this.attempts.begin(address, foldUnicode(name));
    // What SCRAM needs is kept of each password, and is looked at in a tenth of the time that the other hash takes.
    const kept = account === undefined ? undefined : parseScram(this.store.credentialsOf(account)?.scram ?? '');
    if (!(await verifyScram(password, kept ?? decoyScram(foldUnicode(name)), attempt.requester))) return undefined;
    attempt.succeed();
    return account !== undefined && this.isThere(account) ? account : undefined;
  }

  /** Whether an account that was looked at a moment ago has not been given up since. */
  isThere({ key, id }: Account): boolean {
    return this.find(key)?.id === id;
  }

  /** @throws AccountRefusedError, NotStoredError */
  async register(name: string, password: string, email: string | undefined, address: string): Promise<Account> {
    const place = addressKey(address);
    if (this.settings().accountsPerHour === 0) throw new AccountRefusedError('TEMPORARILY_UNAVAILABLE', 'Names cannot be registered here; ask an operator of the server');
    if (this.find(name) !== undefined) throw nameTaken();
    if (this.store.isRetired(name)) throw new AccountRefusedError('ACCOUNT_EXISTS', 'This name was somebody’s, who gave it up; choose another, or ask an operator of the server to release it');
    checkPassword(name, password);
    checkEmail(email);
    if (this.registrations.isFull(place)) throw new AccountRefusedError('TEMPORARILY_UNAVAILABLE', 'Too many names were registered from your address; try again later');
    this.registrations.add(place);
    const credentials = await credentialsFor(password, { keys: [place] });
    if (!this.store.add(name, credentials, email)) throw nameTaken();
    return this.find(name) ?? fail(name);
  }

  /** @throws AccountRefusedError, NotStoredError */
  async setPassword(account: Account, password: string): Promise<void> {
    checkPassword(account.name, password);
    this.store.setCredentials(account, await credentialsFor(password, { keys: [account.key] }));
  }

  /** Deletes an account with its password, certificates and settings. Its name can be registered again once it is released. @throws NotStoredError */
  drop(account: Account): void {
    const told = this.database.store(() => {
      this.store.remove(account);
      return this.dropListeners.map((listener) => listener(account));
    });
    for (const tell of told) tell?.();
  }

  /**
   * Calls back whenever an account is deleted, so that nobody inherits what its name owned.
   * @param listener deletes what is deleted with it, or stays with it after all (`Database.ifLost`), and returns what is to
   * be told once that is certain
   */
  onDrop(listener: (account: Account) => (() => void) | undefined): void {
    this.dropListeners.push(listener);
  }

  /**
   * Adds a certificate whose key somebody has shown to have; it logs in to no other account then.
   * @returns false where the account has the most already
   */
  addCertificate(account: Account, fingerprint: string): boolean {
    if (this.store.certificatesOf(account).length >= maxCertificates) return false;
    this.store.addCertificate(account, fingerprint);
    return true;
  }
}

const nameTaken = (): AccountRefusedError => new AccountRefusedError('ACCOUNT_EXISTS', 'This name is registered already');

function fail(name: string): never {
  throw new Error(`the account ${name} was written and is not there`);
}

async function credentialsFor(password: string, requester: Requester): Promise<Credentials> {
  return { password: await hashPassword(password, requester), scram: await deriveScram(password, requester) };
}

function checkPassword(name: string, password: string): void {
  if (/\p{Cc}/u.test(password) || Buffer.byteLength(password) > maxPasswordLength) {
    throw new AccountRefusedError('UNACCEPTABLE_PASSWORD', `A password has at most ${maxPasswordLength} bytes and no control characters`);
  }
  if (Array.from(password).length < minPasswordLength) {
    throw new AccountRefusedError('WEAK_PASSWORD', `This password is too short: at least ${minPasswordLength} characters`);
  }
  if (foldUnicode(password) === foldUnicode(name)) {
    throw new AccountRefusedError('WEAK_PASSWORD', 'The name itself is no password');
  }
}

function checkEmail(email: string | undefined): void {
  if (email === undefined) return;
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || Buffer.byteLength(email) > maxEmailLength) {
    throw new AccountRefusedError('INVALID_EMAIL', 'This is no e-mail address; * is none');
  }
}
