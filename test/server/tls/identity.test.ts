import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { connect, TLSSocket, type PeerCertificate } from 'node:tls';
import { once } from 'node:events';
import { ConfigError, configOf } from '../../../src/server/config';
import { loadIdentity } from '../../../src/server/tls/identity';
import { makeTestCertificate } from '../../helpers/certificates';
import { IrcClient } from '../../helpers/irc-client';
import { temporaryFolder, TestServer } from '../../helpers/server';

/** The certificate that a server shows. */
async function shownBy(port: number): Promise<PeerCertificate> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  return certificate;
}

describe('a server’s own certificate', () => {
  it('is made at the first start: for this machine’s names and addresses, for ten years, on P-256', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data, hostname: 'Chat.Example' });
    const certificate = new X509Certificate(readFileSync(path.join(data, 'certificate.pem')));
    for (const name of ['chat.example', hostname().toLowerCase(), 'localhost']) assert.ok(certificate.checkHost(name) !== undefined, name);
    for (const address of ['127.0.0.1', '::1']) assert.ok(certificate.checkIP(address) !== undefined, address);
    const years = (new Date(certificate.validTo).getTime() - Date.now()) / (365.25 * 24 * 3_600_000);
    assert.ok(years > 9.9 && years < 10.1, String(years));
    assert.ok(new Date(certificate.validFrom).getTime() < Date.now());
    assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
    assert.equal(server.server.certificateFingerprint, certificate.fingerprint256);
    assert.equal((await shownBy(server.port)).fingerprint256, certificate.fingerprint256);
  });

  it('can be read by its owner only, and nothing half-written lies beside it', async () => {
    const data = temporaryFolder();
    await loadIdentity(configOf({ data }));
    assert.equal(statSync(path.join(data, 'certificate.pem')).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(data), ['certificate.pem']);
  });

  it('stays the same after a restart', async () => {
    const first = await TestServer.start();
    const { certificateFingerprint } = first.server;
    assert.match(certificateFingerprint ?? '', /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.equal((await first.restart()).server.certificateFingerprint, certificateFingerprint);
  });

  it('that is damaged is not replaced: the words say which file it is', async () => {
    const data = temporaryFolder();
    writeFileSync(path.join(data, 'certificate.pem'), 'garbage');
    await assert.rejects(loadIdentity(configOf({ data })), (error) => error instanceof ConfigError && error.message.includes(path.join(data, 'certificate.pem')));
    assert.equal(readFileSync(path.join(data, 'certificate.pem'), 'utf8'), 'garbage');
  });
});

describe('a given certificate', () => {
  it('is used instead, from one file or two, and nothing is made', async () => {
    const { cert, key, certFile, keyFile } = await makeTestCertificate('chat.example');
    const both = path.join(temporaryFolder(), 'both.pem');
    writeFileSync(both, `${key}\n${cert}`);
    for (const config of [{ tlsCert: certFile, tlsKey: keyFile }, { tlsCert: both }]) {
      const data = temporaryFolder();
      const server = await TestServer.start({ data, ...config });
      assert.equal((await shownBy(server.port)).fingerprint256, new X509Certificate(cert).fingerprint256);
      assert.ok(!readdirSync(data).includes('certificate.pem'));
    }
  });

  it('that cannot be used is refused with words that name the setting and the file', async () => {
    const [one, other] = [await makeTestCertificate('a.example'), await makeTestCertificate('b.example')];
    const broken = path.join(temporaryFolder(), 'broken.pem');
    writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const cases: readonly (readonly [{ readonly tlsCert?: string; readonly tlsKey?: string }, RegExp])[] = [
      [{ tlsCert: '/nowhere/cert.pem', tlsKey: one.keyFile }, /^tls-cert: \/nowhere\/cert\.pem cannot be read: ENOENT/],
      [{ tlsCert: one.certFile, tlsKey: '/nowhere/key.pem' }, /^tls-key: \/nowhere\/key\.pem cannot be read: ENOENT/],
      [{ tlsCert: one.certFile }, /^tls-cert \S+ \(no tls-key is set\) holds no private key in PEM/],
      [{ tlsKey: one.keyFile }, /^tls-key is set, but tls-cert is not/],
      [{ tlsCert: one.keyFile, tlsKey: one.keyFile }, /^tls-cert \S+ holds no certificate in PEM/],
      [{ tlsCert: broken, tlsKey: one.keyFile }, /^tls-cert \S+broken\.pem holds no certificate in PEM/],
      [{ tlsCert: one.certFile, tlsKey: one.certFile }, /^tls-key \S+ holds no private key in PEM/],
      [{ tlsCert: one.certFile, tlsKey: other.keyFile }, /do not belong together/],
    ];
    for (const [files, words] of cases) {
      await assert.rejects(loadIdentity(configOf({ data: temporaryFolder(), ...files })), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, words);
        return true;
      });
    }
  });

  it('is read again without dropping anybody, and stays when the new one is bad', async () => {
    const [first, second] = [await makeTestCertificate('chat.example'), await makeTestCertificate('chat.example')];
    const server = await TestServer.start({ tlsCert: first.certFile, tlsKey: first.keyFile });
    const anna = await IrcClient.connectTls(server.port);
    anna.send('NICK anna', 'USER a 0 * :A');
    await anna.fence();
    writeFileSync(first.certFile, second.cert);
    await assert.rejects(server.server.transport.reloadCertificates(), /do not belong together/);
    assert.equal((await shownBy(server.port)).fingerprint256, new X509Certificate(first.cert).fingerprint256);
    writeFileSync(first.keyFile, second.key);
    await server.server.transport.reloadCertificates();
    assert.equal((await shownBy(server.port)).fingerprint256, new X509Certificate(second.cert).fingerprint256);
    assert.equal(server.server.certificateFingerprint, new X509Certificate(second.cert).fingerprint256);
    assert.deepEqual(await anna.askVerbs('PRIVMSG anna :ciao'), ['PRIVMSG']);
  });
});

describe('TLS', () => {
  it('1.2 and 1.3 are spoken, older ones are not', async () => {
    const server = await TestServer.start();
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const client = await IrcClient.connectTls(server.port, { minVersion: version, maxVersion: version });
      assert.ok(client.socket instanceof TLSSocket);
      assert.equal(client.socket.getProtocol(), version);
      client.destroy();
    }
    await assert.rejects(IrcClient.connectTls(server.port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
  });

  it('tells which certificate a client showed, whoever signed it, and again when a session is resumed', async () => {
    const server = await TestServer.start();
    const { cert, key } = await makeTestCertificate('anna');
    const expected = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex');
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      let session: Buffer | undefined;
      for (const isResumed of [false, true]) {
        const options = { cert, key, minVersion: version, maxVersion: version, ...(session === undefined ? {} : { session }) };
        const client = await IrcClient.connectTls(server.port, options);
        const { socket } = client;
        assert.ok(socket instanceof TLSSocket);
        socket.on('session', (ticket: Buffer) => (session = ticket));
        client.send('NICK anna', 'USER a 0 * :A');
        await client.fence();
        assert.equal(socket.isSessionReused(), isResumed, version);
        assert.equal(server.server.names.find('anna')?.connection.certificateFingerprint, expected);
        session ??= socket.getSession();
        client.send('QUIT');
        await client.closed();
      }
    }
  });

  it('asks no browser for a certificate', async () => {
    const server = await TestServer.start();
    const { cert, key } = await makeTestCertificate('anna');
    const client = await IrcClient.connectTls(server.port, { cert, key, ALPNProtocols: ['http/1.1'] });
    client.send('NICK anna', 'USER a 0 * :A');
    await client.fence();
    assert.equal(server.server.names.find('anna')?.connection.certificateFingerprint, undefined);
  });

  it('works with openssl, to the last line', async function () {
    if (spawnSync('openssl', ['version']).status !== 0) this.skip();
    const server = await TestServer.start();
    const openssl = spawn('openssl', ['s_client', '-quiet', '-connect', `127.0.0.1:${String(server.port)}`], { stdio: ['pipe', 'pipe', 'ignore'] });
    let text = '';
    openssl.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    openssl.stdin.write('NICK anna\r\nUSER a 0 * :A\r\nQUIT\r\n');
    await once(openssl, 'close');
    assert.match(text, / 001 anna /);
    assert.match(text, /ERROR :/);
  });
});
