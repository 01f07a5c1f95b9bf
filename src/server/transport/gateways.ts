import { isPasswordHash } from '../accounts/password';
import { matchesRange, parseRange, type AddressRange } from '../address';
import { ConfigError } from '../config';

/** A gateway that may say where its users are. */
export interface Gateway {
  readonly range: AddressRange;
  /** The hash of its password. */
  readonly hash: string;
}

/** Read once for each value of the setting. */
const known = new WeakMap<readonly string[], readonly Gateway[]>();

/**
 * Reads the setting `webirc`: HASH@ADDRESS or HASH@ADDRESS/BITS.
 * @throws ConfigError
 */
export function gatewaysOf(setting: readonly string[]): readonly Gateway[] {
  let gateways = known.get(setting);
  if (gateways === undefined) {
    gateways = setting.map(readGateway);
    known.set(setting, gateways);
  }
  return gateways;
}

/** The gateways that an address may be. */
export function gatewaysAt(address: string, setting: readonly string[]): readonly Gateway[] {
  return gatewaysOf(setting).filter(({ range }) => matchesRange(address, range));
}

function readGateway(text: string): Gateway {
  const at = text.lastIndexOf('@');
  const [hash, address] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const range = parseRange(address);
  if (range === undefined) throw new ConfigError(`webirc: “${address}” is neither an address nor a range of addresses, such as 192.0.2.7 or 192.0.2.0/24.`);
  if (!isPasswordHash(hash)) throw new ConfigError(`webirc: what stands before @${address} is not the hash of a password. Make one with: npm run server -- hash-password`);
  return { range, hash };
}
