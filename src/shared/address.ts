import { decodePercent } from './percent';

/** The port of a Ritrovo server. */
export const defaultPort = 8080;

/** Where a server is. */
export interface Address {
  /** A host name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** `ircs://`: the connection is made with TLS or not at all. */
  readonly tls?: true;
  /** The rooms that an `irc://` address names; the first is the one to be shown. */
  readonly rooms?: readonly string[];
  /** The name that it says we have there, as in `irc://anna@host`. */
  readonly nick?: string;
  /** The server's password (PASS), as in `irc://:secret@host`. It is not written again: what is written is shown and kept. */
  readonly password?: string;
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
 * name before an @ and rooms behind a slash.
 * Source: https://datatracker.ietf.org/doc/html/draft-butcher-irc-url-04
 * @throws AddressError
 */
export function parseAddress(text: string): Address {
  const [, scheme, rest = ''] = /^(?:(ircs?):\/\/)?(.*)$/is.exec(text.trim()) ?? [];
  if (scheme === undefined) return hostAndPort(rest.split('/')[0] ?? '', defaultPort);
  const [, user, place = '', path = ''] = /^(?:([^@/]*)@)?([^/?#]*)\/?(.*)$/s.exec(rest) ?? [];
  const isSecure = scheme.toLowerCase() === 'ircs';
  const where = hostAndPort(place.replace(/%25(?=[^\]]*\])/, '%'), isSecure ? tlsPort : defaultPort);
  const [nick, password, rooms] = [nickIn(user), passwordIn(user), roomsIn(path)];
  return {
    ...where, ...(isSecure ? { tls: true } : {}), ...(rooms.length === 0 ? {} : { rooms }), ...(nick === '' ? {} : { nick }),
    ...(password === '' ? {} : { password }),
  };
}

function hostAndPort(place: string, usual: number): Address {
  if (place === '') throw new AddressError('empty', '', 'The address is empty. Type a host name or an IP address.');
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(place);
  if (bracketed) return { host: checkedHost(bracketed[1] ?? ''), port: checkedPort(bracketed[2], usual) };
  const colons = place.split(':').length - 1;
  if (colons > 1) return { host: checkedHost(place), port: usual };
  const [host = '', port] = place.split(':');
  return { host: checkedHost(host), port: checkedPort(port, usual) };
}

function nickIn(user = ''): string {
  return decodePercent(user.split(':')[0] ?? '')?.trim() ?? '';
}

/** Behind the name and a colon. One that no line can hold is none. */
function passwordIn(user = ''): string {
  const password = decodePercent(user.includes(':') ? user.slice(user.indexOf(':') + 1) : '') ?? '';
  return /[\r\n\0]/.test(password) ? '' : password;
}

/** The most rooms that one address may name. */
const maxRooms = 10;

/**
 * `irc://host/tea` and `irc://host/#tea` name the same room; behind a comma more rooms may follow, with their prefix, or
 * words about the first: `isnick` says that it is a person. What stands behind a question mark does not count.
 */
function roomsIn(path: string): string[] {
  const [first = '', ...more] = (path.split('?')[0] ?? '').split(',').map((part) => decodePercent(part) ?? '');
  if (more.some((word) => /^(?:isnick|isuser)$/i.test(word))) return [];
  const named = isPrefixed(first) || first === '' ? first : `#${first}`;
  return [named, ...more.filter(isPrefixed)].filter((room) => room.length > 1 && !/[\s\0-\x1f,]/.test(room)).slice(0, maxRooms);
}

function isPrefixed(room: string): boolean {
  return /^[#&+!]/.test(room);
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

/** Writes an address so that {@link parseAddress} reads it, rooms included. */
export function formatAddressAndRooms(address: Address): string {
  const { tls, rooms = [] } = address;
  const where = formatAddress(address);
  if (rooms.length === 0) return where;
  return `${tls === true ? '' : 'irc://'}${where}/${rooms.map((room) => room.replace(/[%?\s]/g, encodeURIComponent)).join(',')}`;
}

/** Writes where the server is so that {@link parseAddress} reads it; the usual port is left out, and the rooms. */
export function formatAddress({ host, port, tls }: Address): string {
  const usual = tls === true ? tlsPort : defaultPort;
  const bracketed = host.includes(':') && port !== usual ? `[${host}]` : host;
  return `${tls === true ? 'ircs://' : ''}${port === usual ? bracketed : `${bracketed}:${String(port)}`}`;
}
