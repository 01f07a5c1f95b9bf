import { foldUnicode } from '../../shared/casemap';
import { nextSequence, resumeSequence } from '../history/sequence';
import type { Database, Statement } from '../store/database';
import { persistenceSettings, type Account, type Credentials, type PersistenceSetting } from './account';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/** The accounts in the database: names, credentials, certificates and settings. */
export class AccountStore {
  private readonly statements: Readonly<Record<keyof typeof queries, Statement>>;

  constructor(private readonly database: Database) {
    const compiled = Object.entries(queries).map(([name, sql]) => [name, database.prepare(sql)]);
    this.statements = Object.fromEntries(compiled) as Record<keyof typeof queries, Statement>;
    const newest: unknown = this.statements.newest.get();
    if (isRow(newest)) resumeSequence(Number(newest.id ?? 0));
  }

  find(name: string): Account | undefined {
    return toAccount(this.statements.find.get(foldUnicode(name)));
  }

  findById(id: number): Account | undefined {
    return toAccount(this.statements.findById.get(id));
  }

  credentialsOf(account: Account): Credentials | undefined {
    const row: unknown = this.statements.find.get(account.key);
    return isRow(row) ? { password: String(row.password), scram: String(row.scram) } : undefined;
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
    this.write('remove', account.key);
    this.write('retire', account.key, Date.now());
  }

  /**
   * Whether a name belonged to an account that was given up. What its owner wrote in rooms is still there under that
   * name, so that nobody else comes to own it by chance.
   */
  isRetired(name: string): boolean {
    return this.statements.isRetired.get(foldUnicode(name)) !== undefined;
  }

  /** Lets a name that was given up be registered again. False where it was not. */
  release(name: string): boolean {
    return this.write('release', foldUnicode(name)) > 0;
  }

  /** @param fingerprint SHA-256 of the certificate, in lower case hexadecimal digits */
  findByCertificate(fingerprint: string): Account | undefined {
    return toAccount(this.statements.findByCertificate.get(fingerprint));
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

  private write(query: keyof typeof queries, ...values: (string | number | null)[]): number {
    return this.database.write(this.statements[query], ...values).changes;
  }
}

const queries = {
  find: 'SELECT * FROM accounts WHERE key = ?',
  add: 'INSERT OR IGNORE INTO accounts (id, key, name, created_at, email, password, scram) VALUES (?, ?, ?, ?, ?, ?, ?)',
  findById: 'SELECT * FROM accounts WHERE id = ?',
  newest: 'SELECT max(id) AS id FROM accounts',
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

function toAccount(row: unknown): Account | undefined {
  if (!isRow(row)) return undefined;
  const { id, key, name, created_at: createdAt, email, persistence } = row;
  return {
    id: Number(id),
    key: String(key),
    name: String(name),
    createdAt: new Date(Number(createdAt)),
    email: typeof email === 'string' ? email : undefined,
    persistence: persistenceSettings.find((setting) => setting === persistence) ?? 'DEFAULT',
  };
}
