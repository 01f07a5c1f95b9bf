import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from 'selfsigned';
import { temporaryFolder } from './server';

/** A certificate and its key, in PEM and as files that are gone after the test. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Makes a certificate for a name; `validTo` is when it ends. */
export async function makeTestCertificate(name: string, { validTo = new Date(Date.now() + 3_600_000) } = {}): Promise<TestCertificate> {
  const pem = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(validTo.getTime() - 2 * 3_600_000),
    notAfterDate: validTo,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  const folder = temporaryFolder();
  const [certFile, keyFile] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  writeFileSync(certFile, pem.cert);
  writeFileSync(keyFile, pem.private);
  return { cert: pem.cert, key: pem.private, certFile, keyFile };
}
