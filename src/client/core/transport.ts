import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { defaultPort, type Address } from '../../shared/address';
import { t } from '../i18n';
import { ConnectError } from './connect-error';
import { Connection } from './connection';
import type { Certificate, ClientEvent } from './events';
import { openSocket, secureSocket, shownBy, type ClientCertificate } from './open-socket';

/** How long a server that may not know TLS has to answer its greeting, in ms: a busy one is slow. */
const tryTimeout = { likely: 5000, possible: 2500 };
/** Ports where TLS is likely: Ritrovo's own, and the one of https://www.rfc-editor.org/rfc/rfc7194. */
const likelyPorts: readonly number[] = [defaultPort, 6697];
/** Ports that IRC servers keep for plain text, and where no answer comes to anything else. */
const plainPorts = { first: 6660, last: 6669 };

/** How likely it is that a server has TLS: that decides whether it is tried first, and for how long. */
export type TlsChance = 'likely' | 'possible' | 'none';

/** A room may be hosted on any port. What stays on this computer nobody else can read. */
export function tlsChance({ host, port }: Address): TlsChance {
  if (likelyPorts.includes(port)) return 'likely';
  const isPlain = port >= plainPorts.first && port <= plainPorts.last;
  return isPlain || /^(?:localhost|127\.[\d.]+|::1)$/i.test(host) ? 'none' : 'possible';
}

/** A server's word that it is reached with TLS only. Source: https://ircv3.net/specs/extensions/sts */
export interface StsPolicy {
  readonly port: number;
  /** In ms since 1970. */
  readonly until: number;
}

/** What is remembered of servers' certificates and policies from one start to the next. */
export interface TlsMemory {
  /** The fingerprint that is trusted for `HOST:PORT`. */
  fingerprintOf(server: string): string | undefined;
  trust(server: string, fingerprint: string): void;
  /** The fingerprint that `HOST:PORT` showed last where an authority had signed its certificate. */
  signedOf(server: string): string | undefined;
  rememberSigned(server: string, fingerprint: string): void;
  policyOf(host: string): StsPolicy | undefined;
  /** Undefined: no policy any more. */
  setPolicy(host: string, policy: StsPolicy | undefined): void;
}

/** How a connection is secured. */
export interface Security {
  readonly cipher: string;
  readonly certificate: Certificate;
  readonly trust: 'authority' | 'fingerprint';
}

export interface Opened {
  readonly connection: Connection;
  /** Undefined: plain. */
  readonly security: Security | undefined;
}

export interface TransportOptions {
  readonly address: Address;
  readonly memory: TlsMemory;
  readonly signal: AbortSignal;
  readonly own: ClientCertificate | undefined;
  /** In the place of {@link tlsChance}. */
  readonly chance?: TlsChance;
  emit(event: ClientEvent): void;
  /** Asks the person about a certificate that is not the one that was trusted. */
  ask(certificate: Certificate, trusted: string): Promise<'trust' | 'once' | 'no'>;
}

/** A memory for one run of the program. */
export class ForgetfulMemory implements TlsMemory {
  private readonly fingerprints = new Map<string, string>();
  private readonly signed = new Map<string, string>();
  private readonly policies = new Map<string, StsPolicy>();

  fingerprintOf(server: string): string | undefined {
    return this.fingerprints.get(server);
  }

  trust(server: string, fingerprint: string): void {
    this.fingerprints.set(server, fingerprint);
  }

  signedOf(server: string): string | undefined {
    return this.signed.get(server);
  }

  rememberSigned(server: string, fingerprint: string): void {
    this.signed.set(server, fingerprint);
  }

  policyOf(host: string): StsPolicy | undefined {
    return this.policies.get(host);
  }

  setPolicy(host: string, policy: StsPolicy | undefined): void {
    if (policy === undefined) this.policies.delete(host);
    else this.policies.set(host, policy);
  }
}

/**
 * Connects, with TLS where it must be or may be: where the address says so (`ircs://`), where a policy of the server
 * says so, and where the server had TLS before there is no way without it. Elsewhere it is tried first where it may be.
 * @throws ConnectError
 */
export async function openTransport(options: TransportOptions): Promise<Opened> {
  const { memory, signal } = options;
  const policy = validPolicy(memory, options.address.host);
  const address = policy === undefined ? options.address : { ...options.address, port: policy.port };
  const must = options.address.tls === true || policy !== undefined || knownCertificate(memory, serverKey(address)) !== undefined;
  const chance = must ? 'must' : options.chance ?? tlsChance(address);
  const secure = chance === 'none' ? undefined : await tryTls(address, chance, options);
  if (secure === undefined) return { connection: Connection.over(await openSocket(address, { signal }), address), security: undefined };
  const judge = new Judge(address, policy !== undefined, options);
  const security = await judge.judge(secure);
  if (!judge.hasAsked) return { connection: Connection.over(secure, address), security };
  // No server waits until a person has thought about a certificate.
  secure.destroy();
  const again = await openTls(address, options);
  return { security: await judge.judge(again), connection: Connection.over(again, address) };
}

/** @returns undefined where there is no TLS, and need not be */
async function tryTls(address: Address, chance: Exclude<TlsChance, 'none'> | 'must', options: TransportOptions): Promise<TLSSocket | undefined> {
  // What cannot be reached at all is no question of TLS.
  const socket = await openSocket(address, { signal: options.signal });
  try {
    return await secureOver(socket, address, options, chance === 'must' ? undefined : tryTimeout[chance]);
  } catch (error) {
    if (chance === 'must' || options.signal.aborted || !(error instanceof ConnectError)) throw error;
    return undefined;
  }
}

async function openTls(address: Address, options: TransportOptions): Promise<TLSSocket> {
  return secureOver(await openSocket(address, { signal: options.signal }), address, options);
}

function secureOver(socket: Socket, address: Address, { signal, own, memory }: TransportOptions, timeout?: number): Promise<TLSSocket> {
  const hadTls = knownCertificate(memory, serverKey(address)) !== undefined;
  return secureSocket(socket, address, { signal, hadTls, ...(timeout === undefined ? {} : { timeout }), ...(own === undefined ? {} : { own }) });
}

/** What a server showed when it was reached with TLS, whoever had signed it; undefined: it never was. */
function knownCertificate(memory: TlsMemory, server: string): string | undefined {
  return memory.fingerprintOf(server) ?? memory.signedOf(server);
}

/** `HOST:PORT`, under which a certificate is remembered. */
export function serverKey({ host, port }: Address): string {
  return `${host.toLowerCase()}:${port}`;
}

function validPolicy(memory: TlsMemory, host: string): StsPolicy | undefined {
  const policy = memory.policyOf(host.toLowerCase());
  return policy !== undefined && policy.until > Date.now() ? policy : undefined;
}

/** Says whether the other end is who it should be. */
class Judge {
  /** Whether the person was asked. */
  hasAsked = false;
  /** What they have accepted for this attempt. */
  private accepted: string | undefined;

  constructor(private readonly address: Address, private readonly strict: boolean, private readonly options: TransportOptions) {}

  /** The socket is gone when the other end is not who it should be. @throws ConnectError */
  async judge(socket: TLSSocket): Promise<Security> {
    const { address, options } = this;
    const { certificate, cipher, isSigned } = shownBy(socket, address);
    const { fingerprint } = certificate;
    const key = serverKey(address);
    if (isSigned) {
      options.memory.rememberSigned(key, fingerprint);
      return { cipher, certificate, trust: 'authority' };
    }
    const byFingerprint: Security = { cipher, certificate, trust: 'fingerprint' };
    // One that nobody signed, in the place of one that an authority had signed, is another one too.
    const trusted = knownCertificate(options.memory, key);
    if (options.memory.fingerprintOf(key) === fingerprint || this.accepted === fingerprint) return byFingerprint;
    // https://ircv3.net/specs/extensions/sts#no-immediate-user-recourse
    if (this.strict) return refuse(socket, t('problem.certificateUnsigned', { host: address.host }));
    if (trusted === undefined) {
      options.memory.trust(key, fingerprint);
      options.emit({ type: 'certificate-accepted', address, certificate });
      return byFingerprint;
    }
    this.hasAsked = true;
    const answer = await options.ask(certificate, trusted);
    if (answer === 'no') return refuse(socket, t('problem.certificateChanged', { host: address.host }));
    if (answer === 'trust') options.memory.trust(key, fingerprint);
    this.accepted = fingerprint;
    return byFingerprint;
  }
}

function refuse(socket: TLSSocket, why: string): never {
  socket.destroy();
  throw new ConnectError('certificate', why);
}
