import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Message, MessageParts } from '../../shared/message';
import { t } from '../i18n';

/** The longest part of a SASL message on one line. Source: https://ircv3.net/specs/extensions/sasl-3.1#the-authenticate-command */
const chunkLength = 400;
/** The most that a server may send in answer to one of ours, in characters. */
const maxChallenge = 16_384;
/** The most rounds that a server may ask of SCRAM: more would only keep this computer busy. */
const maxRounds = 500_000;

const derive = promisify(pbkdf2);

/** With what one logs in. */
export interface Credentials {
  readonly account: string;
  /** '' where the client's certificate says who we are. */
  readonly password: string;
}

/** What came of it. `words`: the server's. */
export type SaslResult = { readonly ok: true } | { readonly ok: false; readonly wrong: boolean; readonly words: string };

type Mechanism = 'EXTERNAL' | 'SCRAM-SHA-256' | 'PLAIN';

/** The strongest that both sides know; undefined: none. */
export function chooseMechanism(offered: string, hasCertificate: boolean): Mechanism | undefined {
  // A server that names none knows at least PLAIN.
  const names = offered === '' ? ['PLAIN'] : offered.toUpperCase().split(',');
  if (hasCertificate && names.includes('EXTERNAL')) return 'EXTERNAL';
  return names.includes('SCRAM-SHA-256') ? 'SCRAM-SHA-256' : names.includes('PLAIN') ? 'PLAIN' : undefined;
}

/**
 * One login. Source: https://ircv3.net/specs/extensions/sasl-3.2; PLAIN is RFC 4616, SCRAM-SHA-256 is RFC 7677 and
 * RFC 5802.
 */
export class Sasl {
  private received = '';
  private scram: ScramClient | undefined;
  private over = false;

  constructor(
    private readonly mechanism: Mechanism,
    private readonly credentials: Credentials,
    private readonly host: { send(message: MessageParts): void; done(result: SaslResult): void },
  ) {}

  start(): void {
    this.host.send({ verb: 'AUTHENTICATE', params: [this.mechanism] });
  }

  /** @returns whether the message is part of the login */
  handle(message: Message): boolean {
    if (this.over) return false;
    switch (message.verb) {
      case 'AUTHENTICATE':
        this.challenged(message.params[0] ?? '');
        return true;
      case '903': // RPL_SASLSUCCESS
      case '907': // ERR_SASLALREADY
        this.finish({ ok: true });
        return true;
      case '902': // ERR_NICKLOCKED
      case '904': // ERR_SASLFAIL
      case '905': // ERR_SASLTOOLONG
      case '906': // ERR_SASLABORTED
        this.finish({ ok: false, wrong: message.verb === '904', words: message.params.at(-1) ?? '' });
        return true;
      default:
        return false;
    }
  }

  private challenged(part: string): void {
    if (part !== '+') this.received += part;
    if (this.received.length > maxChallenge) return this.abort();
    // A part of full length is not the last one.
    if (part.length === chunkLength) return;
    const challenge = Buffer.from(this.received, 'base64').toString();
    this.received = '';
    void this.answer(challenge);
  }

  private async answer(challenge: string): Promise<void> {
    const response = await this.response(challenge);
    if (this.over) return;
    if (response === undefined) this.abort();
    else this.write(Buffer.from(response));
  }

  private async response(challenge: string): Promise<string | undefined> {
    const { account, password } = this.credentials;
    switch (this.mechanism) {
      case 'EXTERNAL': return account;
      case 'PLAIN': return `${account}\0${account}\0${password}`;
      case 'SCRAM-SHA-256':
        this.scram ??= new ScramClient(account, password);
        return this.scram.next(challenge);
    }
  }

  private write(bytes: Buffer): void {
    const text = bytes.toString('base64');
    for (let at = 0; at < text.length; at += chunkLength) {
      this.host.send({ verb: 'AUTHENTICATE', params: [text.slice(at, at + chunkLength)] });
    }
    // Nothing, or nothing more after a last part of full length.
    if (text.length % chunkLength === 0) this.host.send({ verb: 'AUTHENTICATE', params: ['+'] });
  }

  private abort(): void {
    this.host.send({ verb: 'AUTHENTICATE', params: ['*'] });
    this.finish({ ok: false, wrong: false, words: t('problem.loginBroken') });
  }

  private finish(result: SaslResult): void {
    this.over = true;
    this.host.done(result);
  }
}

/** The client's side of SCRAM-SHA-256. Source: https://www.rfc-editor.org/rfc/rfc5802#section-5 */
class ScramClient {
  private readonly nonce = randomBytes(18).toString('base64');
  private readonly first: string;
  private serverSignature: Buffer | undefined;
  private step = 0;

  constructor(account: string, private readonly password: string) {
    const name = account.normalize('NFKC').replaceAll('=', '=3D').replaceAll(',', '=2C');
    this.first = `n=${name},r=${this.nonce}`;
  }

  /** The next message for a challenge; undefined: the server is not who it should be. */
  async next(challenge: string): Promise<string | undefined> {
    switch (this.step++) {
      case 0: return `n,,${this.first}`;
      case 1: return this.proof(challenge);
      case 2: return this.isRight(challenge) ? '' : undefined;
      default: return undefined;
    }
  }

  private async proof(challenge: string): Promise<string | undefined> {
    const { r: nonce = '', s: salt = '', i: rounds = '' } = attributes(challenge);
    const count = Number(rounds);
    if (!nonce.startsWith(this.nonce) || nonce === this.nonce || !(count >= 1 && count <= maxRounds)) return undefined;
    const salted = await derive(this.password.normalize('NFKC'), Buffer.from(salt, 'base64'), count, 32, 'sha256');
    const clientKey = hmac(salted, 'Client Key');
    const withoutProof = `c=biws,r=${nonce}`;
    const whole = `${this.first},${challenge},${withoutProof}`;
    const signature = hmac(createHash('sha256').update(clientKey).digest(), whole);
    this.serverSignature = hmac(hmac(salted, 'Server Key'), whole);
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    return `${withoutProof},p=${proof.toString('base64')}`;
  }

  private isRight(challenge: string): boolean {
    const told = Buffer.from(attributes(challenge).v ?? '', 'base64');
    return told.length === this.serverSignature?.length && timingSafeEqual(told, this.serverSignature);
  }
}

function attributes(text: string): Record<string, string | undefined> {
  return Object.fromEntries(text.split(',').map((part) => [part.charAt(0), part.slice(2)]));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
