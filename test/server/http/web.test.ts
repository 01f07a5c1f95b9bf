import assert from 'node:assert/strict';
import { reachableAddresses } from '../../../src/server/listener';
import { TestServer } from '../../helpers/server';
import { exchange } from '../../helpers/web-client';

interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Asks for a page by a request of its own. */
async function ask(server: TestServer, request: string, headers: readonly string[] = ['Host: localhost'], options: Parameters<typeof exchange>[2] = {}): Promise<Answer> {
  const text = Buffer.from(await exchange(server.port, `${request} HTTP/1.1\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`, options), 'latin1').toString();
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const named = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]);
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]), headers: new Map(named), body: text.slice(end + 4) };
}

describe('the page', () => {
  it('says whose server it is and how to join', async () => {
    const server = await TestServer.start({ name: 'Lab <3', room: '#labor' });
    const { status, headers, body } = await ask(server, 'GET /', [`Host: chat.local:${String(server.port)}`]);
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    for (const text of ['Lab &lt;3', 'chat.local', String(server.port), '#labor', server.server.certificateFingerprint ?? '-']) assert.ok(body.includes(text), text);
    assert.ok(!body.includes('<3'));
    assert.ok(body.endsWith('</html>\n'));
  });

  it('has nothing that runs or comes from elsewhere, and says so', async () => {
    const server = await TestServer.start();
    const { headers, body } = await ask(server, 'GET /?x=1');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/]+=*'; /);
    assert.doesNotMatch(body, /<script|<link|<img|\ssrc=|\son\w+=|https?:/i);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('connection'), 'close');
  });

  it('repeats no name that cannot be an address', async () => {
    const server = await TestServer.start();
    for (const host of ['"><script>alert(1)</script>', 'a b', 'x'.repeat(300), '[', ':99999']) {
      const { status, body } = await ask(server, 'GET /', [`Host: ${host}`]);
      assert.equal(status, 200, host);
      assert.doesNotMatch(body, /<script|x{300}|a b<|99999/);
    }
  });

  it('is sent through TLS, and to a program that offers HTTP/2, too', async () => {
    const server = await TestServer.start();
    assert.equal((await ask(server, 'GET /', undefined, { tls: true })).status, 200);
    const upgrade = await ask(server, 'GET /', ['Host: x', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA']);
    assert.equal(upgrade.status, 200);
    assert.ok(upgrade.body.endsWith('</html>\n'));
  });

  it('is sent without its body to HEAD', async () => {
    const server = await TestServer.start();
    const { status, headers, body } = await ask(server, 'HEAD /');
    assert.equal(status, 200);
    assert.ok(Number(headers.get('content-length')) > 1000);
    assert.equal(body, '');
  });
});

describe('a request', () => {
  it('for anything else is answered 404', async () => {
    const server = await TestServer.start();
    for (const path of ['/favicon.ico', '/../etc/passwd', '//', '/metricsx', '*']) assert.equal((await ask(server, `GET ${path}`)).status, 404, path);
  });

  it('that is neither GET nor HEAD is answered 405, with what is allowed', async () => {
    const server = await TestServer.start();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const { status, headers } = await ask(server, `${method} /`, ['Host: x', 'Content-Length: 0']);
      assert.equal(status, 405, method);
      assert.equal(headers.get('allow'), 'GET, HEAD');
    }
  });

  it('that is none, or too large, is answered 400 or 431', async () => {
    const server = await TestServer.start();
    assert.match(await exchange(server.port, 'GET / HTTP/1.1\r\nHost x\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(await exchange(server.port, `GET / HTTP/1.1\r\nA: ${'x'.repeat(40_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    assert.match(await exchange(server.port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), /^HTTP\/1\.1 400 /);
  });

  it('of a page elsewhere cannot say a word in the chat', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await exchange(server.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\nNICK eve\r\nUSER e 0 * :E\r\nPRIVMSG #lobby :buy this\r\nQUIT\r\n\r\n');
    assert.deepEqual(await anna.fence(), []);
  });

  it('/healthz is answered ok', async () => {
    const server = await TestServer.start();
    assert.deepEqual((({ status, body }) => ({ status, body }))(await ask(server, 'GET /healthz')), { status: 200, body: 'ok\n' });
  });
});

describe('/metrics', () => {
  /** The values by name and labels. */
  async function read(server: TestServer, host = 'localhost'): Promise<Map<string, number>> {
    const { status, headers, body } = await ask(server, 'GET /metrics', [`Host: ${host}`]);
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const lines = body.trim().split('\n').filter((line) => !line.startsWith('#'));
    return new Map(lines.map((line): [string, number] => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }

  it('count people, rooms, messages, deliveries and what was refused', async () => {
    const server = await TestServer.start({ maxConnections: 4 });
    const { anna, bob } = await server.joinAll(['anna', 'bob', 'carla']);
    const before = await read(server);
    await anna.ask('PRIVMSG #lobby :one', 'PRIVMSG #lobby :two', 'JOIN #other');
    await bob.fence();
    const guest = await server.join('guest');
    await (await server.connect()).closed();
    guest.destroy();
    while (server.server.admission.count > 3) await bob.fence();
    const after = await read(server);
    const grown = (name: string): number => (after.get(`ritrovo_${name}`) ?? NaN) - (before.get(`ritrovo_${name}`) ?? NaN);
    assert.equal(after.get('ritrovo_registered_users'), 3);
    assert.equal(after.get('ritrovo_absent_users'), 0);
    assert.equal(after.get('ritrovo_unregistered_connections'), 0);
    assert.equal(after.get('ritrovo_connections'), 4);
    assert.equal(after.get('ritrovo_rooms'), 2);
    assert.equal(grown('messages_total'), 2);
    assert.ok(grown('received_lines_total') >= 5);
    assert.ok(grown('deliveries_total') >= 4 && grown('deliveries_total') < 60, String(grown('deliveries_total')));
    assert.ok(grown('sent_bytes_total') > 200);
    assert.equal(after.get('ritrovo_refused_connections_total{reason="full"}'), 1);
    assert.equal(after.get('ritrovo_outbox_bytes'), 0);
  });

  it('tell of commits, memory and the event loop', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await read(server);
    await anna.ask('TOPIC #lobby :x', 'PRIVMSG #lobby :x');
    const values = await read(server);
    assert.ok((values.get('ritrovo_commits_total') ?? 0) > 0);
    assert.ok((values.get('ritrovo_commit_seconds_total') ?? 0) > 0);
    assert.ok((values.get('ritrovo_resident_memory_bytes') ?? 0) > 1e6);
    assert.ok((values.get('ritrovo_event_loop_lag_seconds{quantile="0.99"}') ?? -1) >= 0);
    assert.ok([...values.keys()].some((name) => name.startsWith('ritrovo_build_info{version=')));
  });

  it('are for this computer only, unless the setting says otherwise', async function () {
    const [host] = reachableAddresses('0.0.0.0');
    if (host === undefined) this.skip();
    for (const [metrics, here, elsewhere] of [['loopback', 200, 404], ['all', 200, 200], ['off', 404, 404]] as const) {
      const server = await TestServer.start({ host: '0.0.0.0', metrics });
      assert.equal((await ask(server, 'GET /metrics')).status, here, metrics);
      assert.equal((await ask(server, 'GET /metrics', ['Host: localhost'], { host })).status, elsewhere, metrics);
    }
  });

  it('are not for what a proxy on this computer passes on for somebody elsewhere', async () => {
    const server = await TestServer.start();
    for (const header of ['X-Forwarded-For: 203.0.113.5', 'x-forwarded-host: chat.example', 'Forwarded: for=203.0.113.5', 'Via: 1.1 proxy', 'X-Real-IP: 203.0.113.5', 'CF-Connecting-IP: 203.0.113.5']) {
      assert.equal((await ask(server, 'GET /metrics', ['Host: localhost', header])).status, 404, header);
    }
    const open = await TestServer.start({ metrics: 'all' });
    assert.equal((await ask(open, 'GET /metrics', ['Host: localhost', 'X-Forwarded-For: 203.0.113.5'])).status, 200);
  });

  it('are not for a page in a browser on this computer that has a name lead here', async () => {
    const server = await TestServer.start();
    assert.equal((await ask(server, 'GET /metrics', ['Host: evil.example'])).status, 404);
  });
});
