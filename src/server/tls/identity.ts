import { constants, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { ConfigError, type Config } from '../config';
import { makeCertificate, writeSecret } from './own-certificate';

/** What the server shows of itself to peers that speak TLS. */
export interface Identity {
  readonly secureContext: SecureContext;
  /** The SHA-256 of the certificate, as programs show it: `AB:CD:…`. */
  readonly fingerprint: string;
  /** Whether the server made the certificate itself, so that peers can only know it by its fingerprint. */
  readonly isSelfMade: boolean;
  readonly validTo: Date;
}

type TlsConfig = Pick<Config, 'tls' | 'tlsCert' | 'tlsKey' | 'data' | 'hostname'>;

/** The file with the certificate that the server made itself, and its key, in the data folder. */
export const ownCertificateFile = 'certificate.pem';

/**
 * The certificate to show: the given one, or else the server's own, which is made when it is not there yet.
 * @returns undefined where TLS is off
 * @throws ConfigError where a file cannot be used
 */
export async function loadIdentity(config: TlsConfig): Promise<Identity | undefined> {
  if (!config.tls) return undefined;
  if (config.tlsCert !== undefined) {
    const certificate = readPem(config.tlsCert, 'tls-cert');
    const key = config.tlsKey === undefined ? certificate : readPem(config.tlsKey, 'tls-key');
    return identityOf(certificate, key, { certificate: `tls-cert ${config.tlsCert}`, key: config.tlsKey === undefined ? `tls-cert ${config.tlsCert} (no tls-key is set)` : `tls-key ${config.tlsKey}` }, false);
  }
  if (config.tlsKey !== undefined) throw new ConfigError('tls-key is set, but tls-cert is not. Set both, or neither: the server makes a certificate of its own then.');
  const file = path.join(config.data, ownCertificateFile);
  if (!existsSync(file)) await makeOwn(file, config.hostname);
  const pem = readPem(file, 'certificate');
  const name = `the server’s own certificate ${file}`;
  return identityOf(pem, pem, { certificate: name, key: name }, true);
}

async function makeOwn(file: string, hostname: string | undefined): Promise<void> {
  const pem = await makeCertificate(hostname);
  try {
    writeSecret(file, pem);
  } catch (error) {
    throw new ConfigError(`The certificate ${file} cannot be written: ${wordsOf(error)}. Choose another folder with --data DIR, or switch TLS off with --tls no.`, { cause: error });
  }
}

function readPem(file: string, what: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new ConfigError(`${what}: ${file} cannot be read: ${wordsOf(error)}.`, { cause: error });
  }
}

/** How the two are called in words about what is wrong with them. */
interface Names {
  readonly certificate: string;
  readonly key: string;
}

function identityOf(pem: string, keyPem: string, names: Names, isSelfMade: boolean): Identity {
  const certificate = parse(() => new X509Certificate(pem), `${names.certificate} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)`);
  const key: KeyObject = parse(() => createPrivateKey(keyPem), `${names.key} holds no private key in PEM (-----BEGIN PRIVATE KEY-----) without a passphrase`);
  if (!certificate.checkPrivateKey(key)) throw new ConfigError(`${names.certificate} and ${names.key} do not belong together: the key is not that of the first certificate in the file.`);
  const secureContext = parse(() => contextOf(pem, keyPem), `${names.certificate} cannot be used`);
  return { secureContext, fingerprint: certificate.fingerprint256, isSelfMade, validTo: new Date(certificate.validTo) };
}

function contextOf(cert: string, key: string): SecureContext {
  return createSecureContext({
    cert,
    key,
    // Source: https://www.rfc-editor.org/rfc/rfc8996
    minVersion: 'TLSv1.2',
    // A peer could keep the server busy with it; TLS 1.3 has none.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
    // Where peers are asked for a certificate, sessions are resumed only in a context that has a name.
    sessionIdContext: 'ritrovo',
  });
}

function parse<Result>(read: () => Result, words: string): Result {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(`${words}: ${wordsOf(error)}.`, { cause: error });
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
