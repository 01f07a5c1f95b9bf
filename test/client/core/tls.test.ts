import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { makeTestCertificate } from '../../helpers/certificates';
import { TestServer } from '../../helpers/server';
import { ConnectError } from '../../../src/client/core/connect-error';
import { openSocket, secureSocket } from '../../../src/client/core/open-socket';
import { ForgetfulMemory, openTransport, tlsChance } from '../../../src/client/core/transport';
import { Opened } from './helpers';

const secure = (port: number): { host: string; port: number; tls: true } => ({ host: '127.0.0.1', port, tls: true });

describe('TLS', () => {
  const opened = new Opened();
  const servers: net.Server[] = [];
  afterEach(async () => {
    servers.splice(0).forEach((server) => server.close());
    await opened.closeAll();
  });

  it('a certificate that nobody signed is trusted on first use, and quietly from then on', async () => {
    const server = await TestServer.start();
    const tlsMemory = new ForgetfulMemory();
    const first = opened.client({ tlsMemory });
    first.session.connect(secure(server.port), 'anna');
    const { certificate } = await first.next('certificate-accepted');
    assert.match(certificate.fingerprint, /^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/);
    await first.phase('online');
    const { secure: isSecure, cipher, trust, serverName } = first.session.connection;
    assert.deepEqual([isSecure, trust, first.session.connection.certificate?.fingerprint], [true, 'fingerprint', certificate.fingerprint]);
    assert.match(cipher ?? '', /^TLSv1\.[23], /);
    assert.ok(serverName);
    await first.session.quit();
    // Without ircs:// too: what had TLS once is not reached without it.
    const second = opened.client({ tlsMemory });
    second.session.connect({ host: '127.0.0.1', port: server.port }, 'bea');
    await second.phase('online');
    assert.ok(second.session.connection.secure);
    assert.ok(!second.events.some(({ type }) => type.startsWith('certificate')));
  });

  const answers = [['no', undefined], ['once', 'old'], ['trust', 'new']] as const;
  for (const [answer, kept] of answers) {
    it(`a changed certificate stops with both fingerprints: “${answer}”`, async () => {
      const server = await TestServer.start();
      const tlsMemory = new ForgetfulMemory();
      tlsMemory.trust(`127.0.0.1:${server.port}`, 'old');
      const client = opened.client({ tlsMemory });
      client.session.connect(secure(server.port), 'anna');
      const question = await client.next('certificate-question');
      assert.equal(question.trusted, 'old');
      assert.notEqual(question.certificate.fingerprint, 'old');
      assert.equal(client.session.phase.name, 'connecting');
      client.session.answerCertificate(answer);
      if (kept === undefined) {
        const failed = await client.next('connect-failed');
        assert.equal(failed.failure, 'certificate');
        assert.equal(client.session.phase.name, 'idle');
        assert.equal(tlsMemory.fingerprintOf(`127.0.0.1:${server.port}`), 'old');
      } else {
        await client.phase('online');
        assert.equal(tlsMemory.fingerprintOf(`127.0.0.1:${server.port}`), kept === 'new' ? question.certificate.fingerprint : 'old');
      }
    });
  }

  it('an attempt that waits for the answer can be cancelled', async () => {
    const server = await TestServer.start();
    const tlsMemory = new ForgetfulMemory();
    tlsMemory.trust(`127.0.0.1:${server.port}`, 'old');
    const client = opened.client({ tlsMemory });
    client.session.connect(secure(server.port), 'anna');
    await client.next('certificate-question');
    client.session.cancel();
    assert.equal(client.session.phase.name, 'idle');
    client.session.answerCertificate('trust');
    assert.equal(tlsMemory.fingerprintOf(`127.0.0.1:${server.port}`), 'old');
  });

  /** A server that answers what it does not understand with an ERROR. */
  async function plainServer(): Promise<{ port: number; connections: () => number }> {
    let connections = 0;
    const plain = net.createServer((socket) => {
      connections++;
      socket.on('error', () => undefined);
      socket.once('data', (chunk: Buffer) => chunk[0] === 0x16 && socket.end('ERROR :What is this?\r\n'));
    });
    servers.push(plain);
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const address = plain.address();
    return { port: typeof address === 'object' && address !== null ? address.port : 0, connections: () => connections };
  }

  it('a server that does not speak TLS is told of, with the way without it', async () => {
    const client = opened.client();
    client.session.connect(secure((await plainServer()).port), 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'tls-failed');
    assert.match(failed.why, /does not speak TLS.*irc:\/\//);
  });

  /** A server of sockets alone. */
  async function listen(take: (socket: net.Socket) => void): Promise<{ host: string; port: number }> {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      take(socket);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
  }

  it('a server that is slow with TLS is not said to have none', async () => {
    const address = await listen(() => undefined);
    await assert.rejects(secureSocket(await openSocket(address), address, { timeout: 30 }), (error) => {
      assert.ok(error instanceof ConnectError);
      assert.equal(error.failure, 'timed-out');
      assert.match(error.message, /did not answer/);
      return true;
    });
  });

  it('a server that closes while TLS begins is said to do so', async () => {
    const { port } = await listen((socket) => socket.once('data', () => socket.destroy()));
    const client = opened.client();
    client.session.connect(secure(port), 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'tls-failed');
    assert.match(failed.why, /closed the connection .* busy/);
  });

  it('the time that this program was busy itself is not counted against the server', async () => {
    const server = await TestServer.start();
    const address = { host: '127.0.0.1', port: server.port };
    const plain = await openSocket(address);
    const securing = secureSocket(plain, address, { timeout: 100 });
    const until = performance.now() + 300;
    while (performance.now() < until);
    const socket = await securing;
    assert.ok(socket.encrypted);
    socket.destroy();
  });

  it('a server that did not wait for the answer about its certificate is connected to anew', async () => {
    const server = await TestServer.start();
    const sockets: net.Socket[] = [];
    const { port } = await listen((socket) => {
      sockets.push(socket);
      const far = net.connect(server.port, '127.0.0.1').on('error', () => undefined);
      socket.pipe(far).pipe(socket);
      socket.on('close', () => far.destroy());
    });
    const tlsMemory = new ForgetfulMemory();
    tlsMemory.trust(`127.0.0.1:${port}`, 'old');
    const client = opened.client({ tlsMemory });
    client.session.connect(secure(port), 'anna');
    await client.next('certificate-question');
    const gone = new Promise((resolve) => sockets[0]?.once('close', resolve));
    sockets[0]?.destroy();
    await gone;
    client.session.answerCertificate('once');
    await client.phase('online');
    assert.equal(sockets.length, 2);
    assert.equal(client.events.filter(({ type }) => type === 'certificate-question').length, 1);
  });

  it('an error of this program is not told as a server that cannot be reached', async () => {
    class BrokenMemory extends ForgetfulMemory {
      override trust(): void {
        throw new Error('no room left');
      }
    }
    const server = await TestServer.start();
    const client = opened.client({ tlsMemory: new BrokenMemory() });
    client.session.connect(secure(server.port), 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'unexpected');
    assert.match(failed.why, /error in this program: no room left/);
  });

  it('our own certificate that cannot be used is told of', async () => {
    const server = await TestServer.start();
    const client = opened.client({ clientCertificate: { certificate: 'no certificate', key: 'no key' } });
    client.session.connect(secure(server.port), 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'tls-failed');
    assert.match(failed.why, /--client-cert/);
  });

  it('where TLS is only likely, a plain server is reached without it', async () => {
    const { port, connections } = await plainServer();
    const { connection, security } = await openTransport({
      address: { host: '127.0.0.1', port }, memory: new ForgetfulMemory(), signal: new AbortController().signal, own: undefined,
      chance: 'likely', emit: () => undefined, ask: () => Promise.resolve('no'),
    });
    assert.equal(security, undefined);
    assert.equal(connections(), 2);
    connection.destroy();
  });

  it('is tried on any port of another computer, but for those that are plain by custom', () => {
    const chances = [['192.0.2.1', 8081, 'possible'], ['chat.example', 7000, 'possible'], ['chat.example', 6697, 'likely'], ['chat.example', 6667, 'none'], ['localhost', 8081, 'none'], ['::1', 9000, 'none'], ['127.0.0.1', 8080, 'likely']] as const;
    for (const [host, port, chance] of chances) assert.equal(tlsChance({ host, port }), chance, `${host} ${port}`);
  });

  it('that was there before and is gone stops, and says what helps', async () => {
    const { port } = await plainServer();
    const tlsMemory = new ForgetfulMemory();
    tlsMemory.trust(`127.0.0.1:${port}`, 'old');
    const client = opened.client({ tlsMemory });
    client.session.connect({ host: '127.0.0.1', port }, 'anna');
    const failed = await client.next('connect-failed');
    assert.equal(failed.failure, 'tls-failed');
    assert.match(failed.why, /had TLS before.*Forget/);
  });

  it('that an authority vouched for is as binding: never without it, and one that nobody signed is asked about', async () => {
    const plain = await plainServer();
    const server = await TestServer.start();
    const tlsMemory = new ForgetfulMemory();
    for (const { port } of [plain, server]) tlsMemory.rememberSigned(`127.0.0.1:${port}`, 'AA:BB');
    const [stripped, changed] = [opened.client({ tlsMemory }), opened.client({ tlsMemory })];
    stripped.session.connect({ host: '127.0.0.1', port: plain.port }, 'anna');
    assert.match((await stripped.next('connect-failed')).why, /had TLS before.*Forget/);
    changed.session.connect({ host: '127.0.0.1', port: server.port }, 'anna');
    assert.equal((await changed.next('certificate-question')).trusted, 'AA:BB');
    changed.session.answerCertificate('trust');
    await changed.phase('online');
  });

  it('that an authority vouches for is remembered', async () => {
    const { cert, key, certFile } = await makeTestCertificate('localhost');
    const server = tls.createServer({ cert, key }, (socket) => socket.on('error', () => undefined)).listen(0, 'localhost');
    servers.push(server);
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    // Node reads its authorities when it starts.
    const code = `
      const { ForgetfulMemory, openTransport } = require('./src/client/core/transport');
      const memory = new ForgetfulMemory();
      const no = () => Promise.reject(new Error('asked'));
      void openTransport({ address: { host: 'localhost', port: ${port} }, memory, signal: new AbortController().signal, own: undefined, chance: 'likely', emit: no, ask: no })
        .then(({ connection, security }) => { connection.destroy(); console.log(security.trust, memory.signedOf('localhost:${port}') === security.certificate.fingerprint); });`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '-e', code], { env: { ...process.env, NODE_EXTRA_CA_CERTS: certFile } });
    assert.equal(stdout.trim(), 'authority true');
  });

  it('a policy (STS) sends us to the port with TLS, and refuses a certificate that nobody signed', async () => {
    const tls = await TestServer.start();
    const capabilities = (): string => `message-tags sts=port=${tls.port}`;
    const plain = await opened.server({ capabilities: capabilities() });
    const client = opened.client();
    client.session.connect(plain.address, 'anna');
    await client.phase('online');
    assert.equal(client.session.connection.secure, true);
    assert.ok(!plain.peers[0]?.lines.some((line) => line.startsWith('USER')));
    const tlsMemory = new ForgetfulMemory();
    tlsMemory.setPolicy('127.0.0.1', { port: tls.port, until: Date.now() + 60_000 });
    const strict = opened.client({ tlsMemory });
    strict.session.connect(plain.address, 'bea');
    assert.equal((await strict.next('connect-failed')).failure, 'certificate');
    tlsMemory.setPolicy('127.0.0.1', { port: tls.port, until: Date.now() - 1 });
    const later = opened.client({ tlsMemory });
    plain.script = { ...plain.script, capabilities: 'message-tags' };
    later.session.connect(plain.address, 'cleo');
    await later.phase('online');
    assert.equal(later.session.connection.secure, false);
  });
});
