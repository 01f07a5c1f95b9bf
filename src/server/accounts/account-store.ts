import { foldUnicode } from '../../shared/casemap';
import { highestSequence, nextSequence, resumeSequence, sequenceAt } from '../history/sequence';
import { inLine } from '../store/checked-rows';
import { isCorrupt } from '../store/damage';
import type { Database, Statement } from '../store/database';
import { persistenceSettings, type Account, type Credentials, type PersistenceSetting } from './account';
import { isPasswordHash } from './password';
import { parseScram } from './scram';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/**
 * The accounts in the database: names, credentials, certificates and settings. Each change is committed before it returns,
 * or throws NotStoredError and is not there.
 */
export class AccountStore {
  private readonly statements: Readonly<Record<keyof typeof queries, Statement>>;

  constructor(private readonly database: Database) {
    const compiled = Object.entries(queries).map(([name, sql]) => [name, database.prepare(sql)]);
    this.statements = Object.fromEntries(compiled) as Record<keyof typeof queries, Statement>;
    const newest: unknown = this.statements.newest.get();
    if (isRow(newest)) resumeSequence(Number(newest.id ?? 0));
  }

  find(name: string): Account | undefined {
    return this.toAccount(this.row('find', foldUnicode(name)));
  }

  findById(id: number): Account | undefined {
    return this.toAccount(this.row('findById', id));
  }

  credentialsOf(account: Account): Credentials | undefined {
    const row = this.row('find', account.key);
    if (row === undefined) return undefined;
    const credentials = { password: String(row.password), scram: String(row.scram) };
    if (!isPasswordHash(credentials.password)) this.database.damage.report('accounts', account.key, 'its password cannot be read, so that nobody can log in with it');
    else if (parseScram(credentials.scram) === undefined) this.database.damage.report('accounts', account.key, 'its password cannot be read for SCRAM; PLAIN goes on');
    return credentials;
  }

  /** False where the name has an account already. */
  add(name: string, credentials: Credentials, email: string | undefined): boolean {
    const { password, scram } = credentials;
    return this.write('add', nextSequence(), foldUnicode(name), name, Date.now(), email ?? null, password, scram) > 0;
  }

  setCredentials(account: Account, { password, scram }: Credentials): void {
    this.write('setCredentials', password, scram, account.key);
  }

  setPersistence(account: Account, setting: PersistenceSetting): void {
    this.write('setPersistence', setting, account.key);
  }

  /** Deletes an account; its name stays taken, see {@link isRetired}. */
  remove(account: Account): void {
    this.database.store(() => {
      this.write('remove', account.key);
      this.write('retire', account.key, Date.now());
    });
  }

  /**
   * Whether a name belonged to an account that was given up. What its owner wrote in rooms is still there under that
   * name, so that nobody else comes to own it by chance.
   */
  isRetired(name: string): boolean {
    return this.row('isRetired', foldUnicode(name)) !== undefined;
  }

  /** Lets a name that was given up be registered again. False where it was not. */
  release(name: string): boolean {
    return this.write('release', foldUnicode(name)) > 0;
  }

  /** @param fingerprint SHA-256 of the certificate, in lower case hexadecimal digits */
  findByCertificate(fingerprint: string): Account | undefined {
    return this.toAccount(this.row('findByCertificate', fingerprint));
  }

  certificatesOf(account: Account): string[] {
    return this.statements.certificatesOf.all(account.key).filter(isRow).map((row) => String(row.fingerprint));
  }

  /** Gives a certificate to an account; another one that had it loses it. */
  addCertificate(account: Account, fingerprint: string): void {
    this.write('addCertificate', fingerprint, account.key, Date.now());
  }

  /** False where the account does not have the certificate. */
  removeCertificate(account: Account, fingerprint: string): boolean {
    return this.write('removeCertificate', fingerprint, account.key) > 0;
  }

  /** @throws where a damaged page hides whether there is such a row: nobody may take it for free then */
  private row(query: 'find' | 'findById' | 'findByCertificate' | 'isRetired', value: string | number): Row | undefined {
    try {
      const row = this.statements[query].get(value);
      return isRow(row) ? row : undefined;
    } catch (error) {
      if (isCorrupt(error)) this.database.damage.report(query === 'isRetired' ? 'retired_names' : 'accounts', undefined, 'a page of the file cannot be read');
      throw error;
    }
  }

  private toAccount(row: Row | undefined): Account | undefined {
    if (row === undefined) return undefined;
    const { email, persistence } = row;
    const key = String(row.key);
    // Whoever owns what goes by the name, so that another spelling than the key's would be another person.
    const isNameRight = typeof row.name === 'string' && foldUnicode(row.name) === key;
    if (!isNameRight) this.database.damage.report('accounts', key, 'its name cannot be read');
    const createdAt = new Date(Number(row.created_at));
    const isNumbered = Number.isSafeInteger(row.id);
    if (!isNumbered) this.database.damage.report('accounts', key, 'its number cannot be read, so that its owner may not find their private conversations');
    return {
      // As it was numbered when it was made.
      id: isNumbered ? Number(row.id) : sequenceAt(createdAt.getTime() || 0),
      key,
      name: isNameRight ? String(row.name) : key,
      createdAt: Number.isNaN(createdAt.getTime()) ? new Date(0) : createdAt,
      email: typeof email === 'string' ? inLine(email) : undefined,
      persistence: persistenceSettings.find((setting) => setting === persistence) ?? 'DEFAULT',
    };
  }

  private write(query: keyof typeof queries, ...values: (string | number | null)[]): number {
    return this.database.store(() => this.database.write(this.statements[query], ...values).changes);
  }
}

const queries = {
  find: 'SELECT * FROM accounts WHERE key = ?',
  add: 'INSERT OR IGNORE INTO accounts (id, key, name, created_at, email, password, scram) VALUES (?, ?, ?, ?, ?, ?, ?)',
  findById: 'SELECT * FROM accounts WHERE id = ?',
  newest: `SELECT max(id) AS id FROM accounts WHERE id < ${highestSequence}`,
  setCredentials: 'UPDATE accounts SET password = ?, scram = ? WHERE key = ?',
  setPersistence: 'UPDATE accounts SET persistence = ? WHERE key = ?',
  remove: 'DELETE FROM accounts WHERE key = ?',
  retire: 'REPLACE INTO retired_names (key, retired_at) VALUES (?, ?)',
  isRetired: 'SELECT 1 FROM retired_names WHERE key = ?',
  release: 'DELETE FROM retired_names WHERE key = ?',
  findByCertificate: 'SELECT accounts.* FROM accounts JOIN certificates ON account = key WHERE fingerprint = ?',
  certificatesOf: 'SELECT fingerprint FROM certificates WHERE account = ? ORDER BY added_at, fingerprint',
  addCertificate: 'REPLACE INTO certificates (fingerprint, account, added_at) VALUES (?, ?, ?)',
  removeCertificate: 'DELETE FROM certificates WHERE fingerprint = ? AND account = ?',
} as const;
