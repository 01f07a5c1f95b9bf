import type { Accounts } from '../accounts';
import { external } from './external';
import { failure, type Exchange, type Mechanism, type Peer, type Step } from './mechanism';
import { plain } from './plain';
import { scramSha256 } from './scram-sha-256';

/** By the name that clients ask for them. */
const mechanisms: ReadonlyMap<string, Mechanism> = new Map([
  ['PLAIN', plain],
  ['SCRAM-SHA-256', scramSha256],
  ['EXTERNAL', external],
]);

/** Base64 digits of one AUTHENTICATE. Source: https://ircv3.net/specs/extensions/sasl-3.1#the-authenticate-command */
export const chunkLength = 400;
/** The longest response, in base64 digits. */
const maxResponseLength = 8 * chunkLength;

/** The mechanisms that a client can use: EXTERNAL needs a certificate, which comes with TLS. */
export function mechanismsFor({ certificateFingerprint }: Pick<Peer, 'certificateFingerprint'>): string[] {
  return [...mechanisms.keys()].filter((name) => name !== 'EXTERNAL' || certificateFingerprint !== undefined);
}

/** What comes of one line: nothing while a response goes on in the next, or that it is too long. */
export type Progress = Step | { readonly kind: 'more' } | { readonly kind: 'too-long' };

/** One attempt of a client to log in by SASL: the chunks of its responses are put together here. */
export class SaslSession {
  private gathered = '';

  private constructor(private readonly exchange: Exchange) {}

  /** @returns undefined where there is no such mechanism for this client */
  static begin(name: string, accounts: Accounts, peer: Peer): SaslSession | undefined {
    const mechanism = mechanismsFor(peer).includes(name) ? mechanisms.get(name) : undefined;
    return mechanism === undefined ? undefined : new SaslSession(mechanism(accounts, peer));
  }

  /** @throws TooManyAttemptsError */
  async take(chunk: string): Promise<Progress> {
    if (chunk.length > chunkLength || this.gathered.length + chunk.length > maxResponseLength) return { kind: 'too-long' };
    if (chunk !== '+') this.gathered += chunk;
    if (chunk.length === chunkLength) return { kind: 'more' };
    const response = this.gathered;
    this.gathered = '';
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(response)) return failure('This is not base64');
    return this.exchange.next(Buffer.from(response, 'base64'));
  }
}

/** The chunks of a challenge, as AUTHENTICATE sends them. */
export function* chunksOf(data: Buffer): Generator<string> {
  const text = data.toString('base64');
  for (let start = 0; start < text.length; start += chunkLength) yield text.slice(start, start + chunkLength);
  if (text.length % chunkLength === 0) yield '+';
}
