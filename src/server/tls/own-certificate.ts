import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { reachableAddresses } from '../listener';

/** How long a certificate of our own is valid, in years. */
const validYears = 10;
/** The most addresses in it; a machine with many containers has many. */
const maxAddresses = 32;

/** The names by which this machine may be called in its own network. */
export function machineNames(): string[] {
  const name = hostname().toLowerCase();
  const names = name === '' || name.includes('.') ? [name] : [name, `${name}.local`];
  return [...new Set([...names, 'localhost'])].filter(isHostname);
}

/** Source: https://www.rfc-editor.org/rfc/rfc1123#section-2.1 */
function isHostname(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/.test(name);
}

/**
 * Makes a key (EC P-256) and a certificate signed by itself for all names and addresses of this machine.
 * @param configured the name that the administrator gave, if any
 * @returns both, in PEM
 */
export async function makeCertificate(configured: string | undefined): Promise<string> {
  // A sixth of a second to load, for the very first start only.
  const { generate } = await import('selfsigned');
  const names = [...new Set([...(configured === undefined ? [] : [configured.toLowerCase()]), ...machineNames()])];
  const addresses = ['127.0.0.1', '::1', ...reachableAddresses('::')].slice(0, maxAddresses);
  // Some clocks are a little behind.
  const notBeforeDate = new Date(Date.now() - 24 * 3_600_000);
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setFullYear(notAfterDate.getFullYear() + validYears);
  const pem = await generate([{ name: 'commonName', value: (names[0] ?? 'ritrovo').slice(0, 64) }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate,
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...names.map((value) => ({ type: 2 as const, value })), ...addresses.map((ip) => ({ type: 7 as const, ip }))] },
    ],
  });
  return `${pem.private.trim()}\n${pem.cert.trim()}\n`;
}

/** Writes a file that only its owner may read; it is there whole or not at all, whenever the machine stops. */
export function writeSecret(file: string, text: string): void {
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
}
