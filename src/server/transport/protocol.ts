import type { Duplex } from 'node:stream';

/** What a peer speaks. */
export type Protocol = 'irc' | 'tls' | 'http';

/** The first byte of TLS: a record of the handshake. Source: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const tlsHandshake = 0x16;

/**
 * How a request of HTTP begins; `PRI` is HTTP/2 without asking first. CONNECT and TRACE are not among them: they are
 * verbs of IRC as well, and no browser sends them on behalf of a page.
 * Source: https://www.rfc-editor.org/rfc/rfc9110#section-9.1
 */
const requestStarts = ['GET ', 'HEAD ', 'POST ', 'PUT ', 'DELETE ', 'OPTIONS ', 'PATCH ', 'PRI '].map((start) => Buffer.from(start));

/**
 * Tells by its first bytes what a peer speaks. What is neither TLS nor HTTP is IRC.
 * @param isInsideTls whether the bytes came through TLS already
 * @returns undefined where more bytes are needed: at most eight are
 */
export function protocolOf(head: Buffer, isInsideTls: boolean): Protocol | undefined {
  if (head.length === 0) return undefined;
  if (head[0] === tlsHandshake && !isInsideTls) return 'tls';
  let couldBeHttp = false;
  for (const start of requestStarts) {
    const length = Math.min(start.length, head.length);
    if (start.compare(head, 0, length, 0, length) !== 0) continue;
    if (length === start.length) return 'http';
    couldBeHttp = true;
  }
  return couldBeHttp ? undefined : 'irc';
}

/** A record of TLS begins with its kind, its version and its length; it is no longer than that. */
const recordHeader = 5;
const maxRecord = 16_384;

/**
 * Whether the first record of TLS is here as a whole: until then it is not worth what TLS takes, some 80 KiB for each. What
 * cannot be one is for TLS to refuse.
 */
function isWholeRecord(head: Buffer): boolean {
  if (head.length < recordHeader) return false;
  const length = head.readUInt16BE(recordHeader - 2);
  return length > maxRecord || head.length >= recordHeader + length;
}

/**
 * Reads a peer's first bytes and says what it speaks; the stream is paused then and has all its bytes again. A peer
 * that closes its side before that is gone.
 * @param needsRecord whether TLS is worth a word only when its first record is here as a whole
 */
export function recognise(stream: Duplex, isInsideTls: boolean, onRecognised: (protocol: Protocol, head: Buffer) => void, needsRecord = false): void {
  let head: Buffer | undefined;
  const onData = (chunk: Buffer): void => {
    head = head === undefined ? chunk : Buffer.concat([head, chunk]);
    const protocol = protocolOf(head, isInsideTls);
    if (protocol === undefined || (protocol === 'tls' && needsRecord && !isWholeRecord(head))) return;
    stream.off('data', onData);
    stream.off('end', onEnd);
    stream.pause();
    stream.unshift(head);
    onRecognised(protocol, head);
  };
  const onEnd = (): void => void stream.end();
  stream.on('data', onData);
  stream.on('end', onEnd);
}
