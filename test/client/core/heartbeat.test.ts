import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { Heartbeat, icmpProbe, type HeartbeatOptions } from '../../../src/client/core/heartbeat';
import { Opened } from './helpers';

const hasPing = spawnSync('ping', ['-c', '1', '-W', '1', '127.0.0.1']).status === 0;

describe('the heartbeat', () => {
  let heartbeat: Heartbeat | undefined;
  afterEach(() => heartbeat?.stop());

  function start(options: Partial<HeartbeatOptions>): Promise<{ measured: (number | undefined)[]; why: string | undefined }> {
    const measured: (number | undefined)[] = [];
    return new Promise((resolve) => {
      heartbeat = new Heartbeat({
        host: '127.0.0.1', interval: 5, probe: () => Promise.resolve(undefined), protocolPing: () => Promise.resolve(undefined),
        measured: (milliseconds) => {
          measured.push(milliseconds);
          if (measured.length === 3) resolve({ measured, why: undefined });
        },
        dead: (why) => resolve({ measured, why }),
        ...options,
      });
      heartbeat.start();
    });
  }

  it('a probe that answers needs no protocol PING', async () => {
    const { measured } = await start({ probe: () => Promise.resolve(7), protocolPing: () => Promise.reject(new Error('not to be asked')) });
    assert.deepEqual(measured, [7, 7, 7]);
  });

  it('a failed probe is checked at once by a protocol PING, and its time is told', async () => {
    assert.deepEqual(await start({ protocolPing: () => Promise.resolve(12) }), { measured: [12, 12, 12], why: undefined });
  });

  it('only when neither answers is the server gone', async () => {
    const { measured, why } = await start({});
    assert.deepEqual(measured, [undefined]);
    assert.match(why ?? '', /neither/);
  });

  it('a server that hangs while its machine answers is gone too', async () => {
    const { why } = await start({ interval: 10_000, probe: () => Promise.resolve(1), serverInterval: 10 });
    assert.match(why ?? '', /does not answer/);
  });

  it('probes never overlap, and none is told of after stop', async () => {
    let running = 0;
    let most = 0;
    let count = 0;
    const probe = async (): Promise<number> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      count++;
      return 1;
    };
    const { measured } = await start({ probe });
    heartbeat?.stop();
    assert.equal(most, 1);
    assert.equal(measured.length, 3);
    assert.equal(count, 3);
  });

  it('the ping package measures this computer', async function () {
    if (!hasPing) this.skip();
    for (const host of ['127.0.0.1', 'localhost']) {
      const milliseconds = await icmpProbe(host);
      assert.ok(milliseconds !== undefined && milliseconds >= 0 && milliseconds < 1000, `${host}: ${String(milliseconds)}`);
    }
  });

  it('without the ping program a probe fails, and nothing else', async () => {
    const before = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      assert.equal(await icmpProbe('127.0.0.1'), undefined);
    } finally {
      process.env.PATH = before;
    }
  });
});

describe('a ping of the server\'s address every 5 seconds', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('the address that is pinged is the one connected to', async () => {
    const hosts: string[] = [];
    const server = await opened.server();
    const client = opened.client({ probe: (host) => Promise.resolve(hosts.push(host)) });
    client.session.connect({ ...server.address, host: 'localhost' }, 'anna');
    assert.equal((await client.next('ping')).milliseconds, 1);
    assert.deepEqual(hosts, ['127.0.0.1']);
  });

  it('on a network that drops ICMP the server\'s own PONG keeps the client there; when that fails too it is lost', async function () {
    const shell = 'ip link set lo up && sysctl -qw net.ipv4.icmp_echo_ignore_all=1 && ! ping -c1 -W1 127.0.0.1 >/dev/null';
    if (spawnSync('unshare', ['-n', 'sh', '-c', shell]).status !== 0) this.skip();
    this.timeout(40_000);
    const script = path.join(__dirname, 'without-icmp.ts');
    const child = spawn('unshare', ['-n', 'sh', '-c', `${shell}; exec "$0" --require tsx/cjs "$1"`, process.execPath, script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await new Promise((resolve) => child.once('close', resolve));
    const [first, second, last] = output.trim().split('\n');
    assert.match(first ?? '', /^ping \d/);
    assert.match(second ?? '', /^ping \d/);
    assert.match(last ?? '', /^no-answer .*neither/);
  });
});
