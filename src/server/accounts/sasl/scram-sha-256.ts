import { randomBytes, timingSafeEqual } from 'node:crypto';
import { foldUnicode } from '../../../shared/casemap';
import type { Account } from '../account';
import type { Accounts } from '../accounts';
import { decoyScram, hmac, parseScram, sha256, type ScramCredentials } from '../scram';
import { failure, wrongCredentials, type Exchange, type Mechanism, type Peer, type Step } from './mechanism';

/** The longest nonce of a client, in characters. */
const maxNonceLength = 256;

/** Source: https://www.rfc-editor.org/rfc/rfc5802#section-7, https://www.rfc-editor.org/rfc/rfc7677 */
export const scramSha256: Mechanism = (accounts, peer) => new ScramExchange(accounts, peer);

interface Begun {
  /** `n=…,r=…`: the first message without its header. */
  readonly clientFirst: string;
  readonly serverFirst: string;
  /** The header (`n,,`), which the last message repeats. */
  readonly header: string;
  readonly nonce: string;
  readonly name: string;
  readonly account: Account | undefined;
  readonly credentials: ScramCredentials;
}

/** First message, server's challenge, proof, server's signature, an empty last response. */
class ScramExchange implements Exchange {
  private begun: Begun | undefined;
  private proved: Account | undefined;

  constructor(
    private readonly accounts: Accounts,
    private readonly peer: Peer,
  ) {}

  async next(response: Buffer): Promise<Step> {
    if (this.proved !== undefined) {
      return response.length === 0 ? { kind: 'success', account: this.proved } : failure('Nothing more was asked for');
    }
    if (this.begun === undefined) return this.begin(response.toString());
    return this.prove(this.begun, response.toString());
  }

  private begin(message: string): Step {
    // No channel binding is offered: `n` does not know of it, `y` thinks that we do not; `p` insists on it.
    const match = /^([ny],(?:a=([^,]*))?,)(n=([^,]+),r=([\x21-\x2b\x2d-\x7e]+))(?:,.*)?$/su.exec(message);
    const [, header = '', authorization = '', bare = '', escapedName = '', clientNonce = ''] = match ?? [];
    const name = unescapeName(escapedName);
    if (match === null || name === undefined || clientNonce.length > maxNonceLength) return failure('This is not a message of SCRAM-SHA-256');
    if (authorization !== '' && foldUnicode(unescapeName(authorization) ?? '') !== foldUnicode(name)) return failure('Nobody can log in for somebody else');
    const account = this.accounts.find(name);
    const credentials = this.credentialsOf(account) ?? decoyScram(foldUnicode(name));
    const nonce = clientNonce + randomBytes(18).toString('base64');
    const serverFirst = `r=${nonce},s=${credentials.salt.toString('base64')},i=${credentials.iterations}`;
    // Extensions after the nonce are part of what is signed.
    const clientFirst = message.slice(header.length);
    if (!clientFirst.startsWith(bare)) return failure('This is not a message of SCRAM-SHA-256');
    this.begun = { clientFirst, serverFirst, header, nonce, name, account, credentials };
    return { kind: 'challenge', data: Buffer.from(serverFirst) };
  }

  private async prove({ clientFirst, serverFirst, header, nonce, name, account, credentials }: Begun, message: string): Promise<Step> {
    const match = /^(c=([^,]+),r=([^,]+)(?:,.*)?),p=([^,]+)$/su.exec(message);
    if (match === null) return failure('This is not a message of SCRAM-SHA-256');
    const [, withoutProof = '', binding = '', repeatedNonce = '', proof = ''] = match;
    if (Buffer.from(binding, 'base64').toString() !== header) return failure('The header was repeated wrongly');
    if (repeatedNonce !== nonce) return failure('The nonce is another one');
    const attempt = await this.accounts.attempts.begin(this.peer.address, foldUnicode(name));
    const signed = `${clientFirst},${serverFirst},${withoutProof}`;
    const isRight = fits(Buffer.from(proof, 'base64'), hmac(credentials.storedKey, signed), credentials.storedKey);
    if (!isRight || account === undefined) return wrongCredentials;
    attempt.succeed();
    this.proved = account;
    return { kind: 'challenge', data: Buffer.from(`v=${hmac(credentials.serverKey, signed).toString('base64')}`) };
  }

  private credentialsOf(account: Account | undefined): ScramCredentials | undefined {
    const kept = account === undefined ? undefined : this.accounts.store.credentialsOf(account);
    return kept === undefined ? undefined : parseScram(kept.scram);
  }
}

/** Whether H(proof XOR signature) is the stored key. */
function fits(proof: Buffer, signature: Buffer, storedKey: Buffer): boolean {
  if (proof.length !== signature.length) return false;
  const clientKey = Buffer.from(proof.map((byte, index) => byte ^ (signature[index] ?? 0)));
  return timingSafeEqual(sha256(clientKey), storedKey);
}

/** `=2C` is a comma, `=3D` an equals sign; another `=` is wrong. Source: https://www.rfc-editor.org/rfc/rfc5802#section-5.1 */
function unescapeName(text: string): string | undefined {
  if (/=(?!2C|3D)/.test(text)) return undefined;
  return text.replaceAll('=2C', ',').replaceAll('=3D', '=');
}
