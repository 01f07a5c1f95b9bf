import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { weightOf, type Requester } from './fair-queue';
import { passwordWork } from './password-work';

/**
 * What a server keeps of a password for SCRAM-SHA-256: enough to check somebody who knows it, not enough to be them.
 * Source: https://www.rfc-editor.org/rfc/rfc5802#section-3, https://www.rfc-editor.org/rfc/rfc7677
 */
export interface ScramCredentials {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** RFC 7677 asks for 4096 at least; the client has to do them too, once a login. */
export const scramIterations = 100_000;

export const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();
export const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Derives the credentials of a password, as a text for the store: `iterations.salt.storedKey.serverKey`. */
export async function deriveScram(password: string, requester: Requester, iterations = scramIterations): Promise<string> {
  const salt = randomBytes(16);
  const salted = await passwordWork.run(requester, weightOf.login, () => saltedPassword(password, salt, iterations));
  const parts = [salt, sha256(hmac(salted, 'Client Key')), hmac(salted, 'Server Key')];
  return [String(iterations), ...parts.map((part) => part.toString('base64url'))].join('.');
}

/** Reads what {@link deriveScram} wrote; undefined for anything else. */
export function parseScram(text: string): ScramCredentials | undefined {
  const [iterations = '', salt = '', storedKey = '', serverKey = ''] = text.split('.');
  if (!/^\d{1,9}$/.test(iterations) || salt === '' || storedKey === '' || serverKey === '') return undefined;
  const bytes = (part: string): Buffer => Buffer.from(part, 'base64url');
  return { iterations: Number(iterations), salt: bytes(salt), storedKey: bytes(storedKey), serverKey: bytes(serverKey) };
}

/** Whether a password is the one of these credentials, for a login that shows it (PLAIN). */
export async function verifyScram(password: string, { salt, iterations, storedKey }: ScramCredentials, requester: Requester): Promise<boolean> {
  const salted = await passwordWork.run(requester, weightOf.login, () => saltedPassword(password, salt, iterations));
  return timingSafeEqual(sha256(hmac(salted, 'Client Key')), storedKey);
}

/** Of this run of the server: salts for names that have no account are the same whenever somebody asks. */
const secret = randomBytes(32);

/** What a name that has no account is asked with: always the same, and nothing fits it. @param key the folded name */
export function decoyScram(key: string): ScramCredentials {
  return { salt: hmac(secret, key).subarray(0, 16), iterations: scramIterations, storedKey: randomBytes(32), serverKey: randomBytes(32) };
}

/** `SaltedPassword` of RFC 5802, section 3. */
function saltedPassword(password: string, salt: Buffer, iterations: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    pbkdf2(prepare(password), salt, iterations, 32, 'sha256', (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/**
 * The one spelling of a password that both sides derive from: other spaces are spaces, what does not show is left out.
 * Source: https://www.rfc-editor.org/rfc/rfc4013#section-2
 */
export function prepare(password: string): string {
  return password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g, '')
    .normalize('NFKC');
}
