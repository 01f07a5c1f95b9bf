import ipaddr from 'ipaddr.js';
import { OwnNetworks } from '../shared/own-networks';

type Parsed = ipaddr.IPv4 | ipaddr.IPv6;

/** A range of addresses (CIDR); made by {@link parseRange}. */
export interface AddressRange {
  /** The first address of the range and its bits: `192.0.2.0/24`. Two texts for the same range are written alike. */
  readonly text: string;
  readonly bits: number;
  /** @internal for {@link matchesRange} */
  readonly network: Parsed;
}

/** How many bits of an IPv6 address tell one customer's network from another's. Source: RFC 6177 */
const ipv6NetworkBits = 64;

/** Reads an address; IPv4 inside IPv6 is IPv4, and a zone (`%eth0`) is left out. */
function read(address: string): Parsed | undefined {
  const plain = address.replace(/%.*$/, '');
  // Numbers such as `1` or `0x7f.1` are addresses for some programs; nobody means them here.
  if (!ipaddr.IPv6.isValid(plain) && !ipaddr.IPv4.isValidFourPartDecimal(plain)) return undefined;
  return ipaddr.process(plain);
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return !text.includes('%') && read(text) !== undefined;
}

/**
 * An address as it may stand in a source: written in one way only, IPv4 inside IPv6 as IPv4, and none starts with a
 * colon, which would end the parameters of a message.
 */
export function displayAddress(address: string): string {
  const plain = read(address)?.toString() ?? address;
  return plain.startsWith(':') ? `0${plain}` : plain;
}

/** The networks that this computer is in, as they are at the moment. */
const ownNetworks = new OwnNetworks();

/**
 * What everything is counted by that is limited for each address: an IPv4 address, or the /64 of an IPv6 one, since a
 * stranger has all of it. In the networks that this computer is in, all of whose computers share one /64, it is the address.
 */
export function addressKey(address: string, own: Pick<OwnNetworks, 'contains'> = ownNetworks): string {
  const parsed = read(address);
  if (parsed === undefined || parsed.kind() === 'ipv4') return parsed?.toString() ?? address;
  return (own.contains(parsed.toString()) ? parsed : networkOf(parsed, ipv6NetworkBits)).toString();
}

/** Whether an address is this computer's own for itself: 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  return read(address)?.range() === 'loopback';
}

/**
 * Reads an address or a range (`192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`).
 * @returns undefined where it is neither
 */
export function parseRange(text: string): AddressRange | undefined {
  const [, address = '', written] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const parsed = isAddress(address) ? read(address) : undefined;
  if (parsed === undefined) return undefined;
  const most = parsed.kind() === 'ipv4' ? 32 : 128;
  const bits = written === undefined ? most : Number(written);
  if (bits > most) return undefined;
  const network = networkOf(parsed, bits);
  return { text: bits === most ? network.toString() : `${network.toString()}/${bits}`, bits, network };
}

/** Whether an address lies in a range. IPv4 addresses lie in IPv4 ranges only, and so for IPv6. */
export function matchesRange(address: string, range: AddressRange): boolean {
  const parsed = read(address);
  return parsed !== undefined && isWithin(parsed, range.network, range.bits);
}

function isWithin(address: Parsed, network: Parsed, bits: number): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
  return network instanceof ipaddr.IPv6 && address.match(network, bits);
}

/** The first address of the range of so many bits that an address is in. */
function networkOf(address: Parsed, bits: number): Parsed {
  const bytes = address.toByteArray().map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff);
  return ipaddr.fromByteArray(bytes);
}
