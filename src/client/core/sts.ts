import type { Address } from '../../shared/address';
import type { Capabilities } from './capabilities';
import type { Security, TlsMemory } from './transport';

/**
 * A server that wants TLS is left and reached with TLS; one that has it says for how long, which is remembered.
 * Source: https://ircv3.net/specs/extensions/sts#mechanism
 * @returns the port to go to; undefined: this connection is as it should be
 */
export function securePort(capabilities: Capabilities, address: Address, security: Security | undefined, memory: TlsMemory): number | undefined {
  if (!capabilities.offers('sts')) return undefined;
  if (security === undefined) {
    const port = capabilities.numberOf('sts', 'port');
    return port === undefined || port < 1 || port > 65_535 ? undefined : port;
  }
  const seconds = capabilities.numberOf('sts', 'duration');
  if (seconds !== undefined && security.trust === 'authority') {
    memory.setPolicy(address.host.toLowerCase(), seconds === 0 ? undefined : { port: address.port, until: Date.now() + seconds * 1000 });
  }
  return undefined;
}
