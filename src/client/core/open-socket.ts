import net from 'node:net';
import tls from 'node:tls';
import type { Address } from '../../shared/address';
import { t } from '../i18n';
import { ConnectError, connectError } from './connect-error';
import type { Certificate } from './events';

/** How long a connection, and then TLS on it, may take to stand, in ms. */
const connectTimeout = 10_000;

/** A timer that is this late, in ms, says that this program was busy, and nothing of the server; and how often it may be. */
const lateness = 50;
const maxLate = 3;

/** The options of {@link openSocket}. */
export interface OpenOptions {
  readonly signal?: AbortSignal;
  /** In ms. */
  readonly timeout?: number;
}

/** A certificate and its key in PEM, with which we tell a server who we are. */
export interface ClientCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** The options of {@link secureSocket}. */
export interface SecureOptions extends OpenOptions {
  readonly own?: ClientCertificate;
  /** Whether the server is known to have had TLS. */
  readonly hadTls?: boolean;
}

/** Connects. @throws ConnectError */
export function openSocket(address: Address, options: OpenOptions = {}): Promise<net.Socket> {
  const socket = net.connect({ host: address.host, port: address.port });
  return whenReady(socket, 'connect', options, (error) => connectError(address, error));
}

/**
 * TLS over a socket. Whether the certificate is trusted is the caller's to say: see {@link certificateOf}.
 * @throws ConnectError
 */
export function secureSocket(plain: net.Socket, address: Address, options: SecureOptions = {}): Promise<tls.TLSSocket> {
  const socket = connectTls(plain, {
    socket: plain,
    // What the certificate must be for.
    host: address.host,
    // https://www.rfc-editor.org/rfc/rfc6066#section-3: no IP addresses.
    ...(net.isIP(address.host) === 0 ? { servername: address.host } : {}),
    rejectUnauthorized: false,
    ...(options.own === undefined ? {} : { cert: options.own.certificate, key: options.own.key }),
  });
  return whenReady(socket, 'secureConnect', options, (error) => tlsError(address, error, options.hadTls));
}

/** @throws ConnectError where our own certificate or its key cannot be used */
function connectTls(plain: net.Socket, options: tls.ConnectionOptions): tls.TLSSocket {
  try {
    return tls.connect(options);
  } catch (error) {
    plain.destroy();
    const why = error instanceof Error ? error.message : String(error);
    throw new ConnectError('tls-failed', t('problem.ownCertificate', { why }), { cause: error });
  }
}

/** What a server showed, and how the connection is secured. */
export interface Shown {
  readonly certificate: Certificate;
  /** The version of TLS and the cipher. */
  readonly cipher: string;
  /** Whether an authority that this computer trusts has signed the certificate for this host. */
  readonly isSigned: boolean;
}

/** @throws ConnectError where the connection is gone already, and what was shown with it */
export function shownBy(socket: tls.TLSSocket, address: Address): Shown {
  if (socket.destroyed) throw connectError(address, 'ECONNRESET');
  const peer = socket.getPeerCertificate();
  return {
    cipher: `${socket.getProtocol() ?? 'TLS'}, ${socket.getCipher().name}`,
    certificate: {
      fingerprint: peer.fingerprint256,
      subject: nameIn(peer.subject),
      issuer: nameIn(peer.issuer),
      validTo: peer.valid_to,
    },
    isSigned: socket.authorized,
  };
}

function nameIn(name: tls.Certificate | undefined): string {
  // A certificate may have none, whatever the types say.
  return [name?.CN, name?.O].flat().filter((part) => part !== undefined && part !== '').join(', ');
}

/** A server that is slow or closes is not said to be one without TLS: it may be busy. */
function tlsError(address: Address, cause: Error | string, hadTls = false): ConnectError {
  const { failure, message } = connectError(address, cause);
  if (failure === 'timed-out') return new ConnectError(failure, message);
  // Where nobody asked for it now, another address does not help: forgetting that it was there does.
  const none = hadTls && address.tls !== true ? 'problem.tlsGone' : 'problem.noTls';
  const words = t(failure === 'turned-away' ? 'problem.closedDuringTls' : none, { host: address.host, port: address.port });
  return new ConnectError('tls-failed', words, typeof cause === 'string' ? undefined : { cause });
}

/**
 * Waits for a socket's event. The socket is gone when it does not come. An error of a socket that is there is not told
 * here: whoever has it hears that it closes.
 */
function whenReady<Socket extends net.Socket>(
  socket: Socket, event: string, options: OpenOptions, toError: (cause: Error | string) => ConnectError,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.on('error', () => undefined);
    const timeout = options.timeout ?? connectTimeout;
    let late = 0;
    let due = performance.now() + timeout;
    // What came meanwhile is heard first: the answer may be there, and only not be read yet.
    const outOfTime = (): void => void setImmediate(() => {
      if (isSettled) return;
      if (performance.now() - due < lateness || ++late > maxLate) {
        fail(toError('ETIMEDOUT'));
        return;
      }
      due = performance.now() + timeout;
      timer = setTimeout(outOfTime, timeout);
    });
    let timer = setTimeout(outOfTime, timeout);
    let isSettled = false;
    const abort = (): void => fail(new ConnectError('timed-out', t('problem.attemptGivenUp')));
    const settle = (): void => {
      isSettled = true;
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      socket.off('error', failed);
      socket.off('close', closed);
      socket.off(event, ready);
    };
    const fail = (error: ConnectError): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const failed = (error: Error): void => fail(toError(error));
    const closed = (): void => fail(toError('ECONNRESET'));
    const ready = (): void => {
      settle();
      resolve(socket);
    };
    socket.once('error', failed);
    socket.once('close', closed);
    socket.once(event, ready);
    options.signal?.addEventListener('abort', abort);
    if (options.signal?.aborted === true) abort();
  });
}
