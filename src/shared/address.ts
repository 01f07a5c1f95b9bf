/** The port of a Ritrovo server. */
export const defaultPort = 8080;

/** Where a server is. */
export interface Address {
  /** A host name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `ircs://`: the connection is made with TLS or not at all. */
  readonly tls?: true;
  /** The room that an `irc://` address names. */
  readonly room?: string;
}

/** An address that cannot be read; the message says why, in words for the person who typed it. */
export class AddressError extends Error {
  override readonly name = 'AddressError';

  /** @param given the part that is wrong */
  constructor(readonly problem: 'empty' | 'host' | 'port', readonly given: string, message: string) {
    super(message);
  }
}

/** The port that `ircs://` means where it names none. Source: https://www.rfc-editor.org/rfc/rfc7194 */
const tlsPort = 6697;

/**
 * Reads `HOST`, `HOST:PORT`, `[IPV6]:PORT`, a bare IPv6 address, or any of them behind `irc://` or `ircs://`, with a
 * room behind a slash.
 * @throws AddressError
 */
export function parseAddress(text: string): Address {
  const [, scheme = '', rest = ''] = /^(?:(ircs?):\/\/)?(.*)$/is.exec(text.trim()) ?? [];
  const [place = '', path = ''] = rest.split(/\/(.*)/s);
  if (place === '') throw new AddressError('empty', '', 'The address is empty. Type a host name or an IP address.');
  const isSecure = scheme.toLowerCase() === 'ircs';
  const room = scheme === '' ? undefined : roomIn(path);
  const where = hostAndPort(place, isSecure ? tlsPort : defaultPort);
  return { ...where, ...(isSecure ? { tls: true } : {}), ...(room === undefined ? {} : { room }) };
}

function hostAndPort(place: string, usual: number): Address {
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(place);
  if (bracketed) return { host: checkedHost(bracketed[1] ?? ''), port: checkedPort(bracketed[2], usual) };
  const colons = place.split(':').length - 1;
  if (colons > 1) return { host: checkedHost(place), port: usual };
  const [host = '', port] = place.split(':');
  return { host: checkedHost(host), port: checkedPort(port, usual) };
}

/** `irc://host/tea` and `irc://host/#tea` name the same room; what stands behind a comma or a question mark does not count. */
function roomIn(path: string): string | undefined {
  const [name = ''] = path.split(/[,?]/);
  try {
    const room = decodeURIComponent(name);
    if (room === '' || /[\s\0-\x1f,]/.test(room)) return undefined;
    return /^[#&+!]/.test(room) ? room : `#${room}`;
  } catch {
    return undefined;
  }
}

function checkedHost(host: string): string {
  if (!/^[\p{L}\p{N}._:%-]+$/u.test(host)) {
    throw new AddressError('host', host, `“${host}” is not a host name or an IP address.`);
  }
  return host;
}

function checkedPort(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new AddressError('port', text, `“${text}” is not a port. A port is a number from 1 to 65535.`);
  }
  return port;
}

/** Writes an address so that {@link parseAddress} reads it; the usual port is left out, and the room. */
export function formatAddress({ host, port, tls }: Address): string {
  const usual = tls === true ? tlsPort : defaultPort;
  const bracketed = host.includes(':') && port !== usual ? `[${host}]` : host;
  return `${tls === true ? 'ircs://' : ''}${port === usual ? bracketed : `${bracketed}:${String(port)}`}`;
}
