import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { weightOf, type Requester } from './fair-queue';
import { passwordWork } from './password-work';

/**
 * The cost of new hashes: N = 2^logN, r, p; a hash takes 16 MiB while it is made. Hashes made with another cost stay
 * valid, since each says its own.
 * Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
const cost = { logN: 14, r: 8, p: 5 } as const;
const saltLength = 16;
const keyLength = 32;
/** What a hash from a configuration may ask of this machine at most, in bytes. */
const maxMemory = 256 * 1024 * 1024;

/** Whoever starts the program, and nobody else. */
const nobody: Requester = { keys: [] };

/** The longest password, in bytes. Source: https://ircv3.net/specs/extensions/account-registration#server-considerations */
export const maxPasswordLength = 300;

/**
 * Turns a password into what may be kept of it: `scrypt.14.8.5.SALT.KEY` (log2 N, r, p, then base64url). It holds no
 * comma, colon, `@`, `$` or space, so that it can stand in a list, in a shell and in a configuration file as it is.
 */
export async function hashPassword(password: string, requester = nobody): Promise<string> {
  const salt = randomBytes(saltLength);
  const { logN, r, p } = cost;
  const key = await derive(password, { logN, r, p, salt, length: keyLength }, requester);
  return ['scrypt', logN, r, p, salt.toString('base64url'), key.toString('base64url')].join('.');
}

/**
 * Whether a password is the one of a hash; the comparison takes the same time wherever they differ. False for a text
 * that is not a hash.
 * @param requester for whom that is; see {@link passwordWork}
 */
export async function verifyPassword(password: string, hash: string, requester = nobody): Promise<boolean> {
  const parsed = parseHash(hash);
  if (parsed === undefined) return false;
  const key = await derive(password, { ...parsed, length: parsed.key.length }, requester);
  return timingSafeEqual(key, parsed.key);
}

/** Whether a text is a hash that {@link hashPassword} could have made. */
export function isPasswordHash(text: string): boolean {
  return parseHash(text) !== undefined;
}

let decoy: Promise<string> | undefined;

/**
 * Takes as long as {@link verifyPassword} and says no: for accounts that are not there, so that nobody learns from the
 * time which ones are.
 */
export async function verifyNothing(password: string, requester = nobody): Promise<false> {
  decoy ??= hashPassword(randomBytes(saltLength).toString('hex'));
  await verifyPassword(password, await decoy, requester);
  return false;
}

interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
}

function parseHash(hash: string): (Cost & { readonly key: Buffer }) | undefined {
  const match = /^scrypt\.(\d{1,2})\.(\d{1,2})\.(\d{1,2})\.([\w-]{11,86})\.([\w-]{22,86})$/.exec(hash);
  if (match === null) return undefined;
  const [, logN, r, p] = match.map(Number);
  if (logN === undefined || r === undefined || p === undefined || logN < 1 || r < 1 || p < 1) return undefined;
  if (128 * 2 ** logN * r > maxMemory) return undefined;
  return { logN, r, p, salt: Buffer.from(match[4] ?? '', 'base64url'), key: Buffer.from(match[5] ?? '', 'base64url') };
}

function derive(password: string, { logN, r, p, salt, length }: Cost & { readonly length: number }, requester: Requester): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: maxMemory + 1024 * 1024 };
  return passwordWork.run(
    requester,
    weightOf.hash,
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      }),
  );
}
