import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { displayAddress } from '../address';

/** One peer as the chat sees it, however its bytes come: a stream of IRC lines, and what is known of the way they take. */
export interface Link {
  /** Bytes in and out. Of a peer without TLS and WebSocket it is the socket itself. */
  readonly stream: Duplex;
  /** The peer's address, as it may stand in a source. */
  readonly address: string;
  /** Whether all of the way is encrypted. */
  readonly isSecure: boolean;
  /**
   * The SHA-256 of the certificate that the peer showed, in lower-case hexadecimal digits. Whoever can show it has its
   * key; nothing else in it has been checked.
   */
  readonly certificateFingerprint: string | undefined;
}

/** The link over a socket whose lines are plain IRC, inside TLS or not. */
export function linkOver(socket: Socket): Link {
  const isSecure = socket instanceof TLSSocket;
  return {
    stream: socket,
    address: displayAddress(socket.remoteAddress ?? ''),
    isSecure,
    certificateFingerprint: isSecure ? fingerprintOf(socket) : undefined,
  };
}

function fingerprintOf(socket: TLSSocket): string | undefined {
  // Without a certificate of the peer, Node gives an object without properties.
  const certificate: { fingerprint256?: string } = socket.getPeerCertificate();
  return certificate.fingerprint256?.replaceAll(':', '').toLowerCase();
}
