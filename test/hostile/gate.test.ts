import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { mutatedBytes } from '../helpers/mutation';
import type { Random } from '../helpers/random';
import { chance, report, share } from './report';
import { Victim } from './victim';

/** How many connections are open at once. */
const atOnce = 40;
/** How long one may stay before it is cut, in ms. */
const longest = 2000;

/** What a TLS client says first. */
async function clientHello(): Promise<Buffer> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const client = tls.connect({ port, host: '127.0.0.1', servername: 'chat.example', ALPNProtocols: ['irc', 'http/1.1'] }).on('error', () => undefined);
  const [socket] = (await once(server, 'connection')) as [net.Socket];
  const [hello] = (await once(socket, 'data')) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return hello;
}

const upgrade = 'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: text.ircv3.net\r\n\r\n';

/** A frame as a browser sends it. Source: https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function frame(random: Random, payload: Buffer): Buffer {
  const mask = random.bytes(4);
  const length = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([Buffer.from([0x80 | random.pick([1, 1, 1, 2, 8, 9, 0])]), length, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

describe('hostile: bytes at the gate', () => {
  it('end no server, throw nothing that nobody expects, and keep nobody waiting', async function () {
    this.timeout(share + 60_000);
    const random = chance();
    const hello = await clientHello();
    const openings: readonly (() => Buffer)[] = [
      () => random.bytes(random.below(300)),
      () => mutatedBytes(random, hello, 4),
      () => hello.subarray(0, random.below(hello.length)),
      () => mutatedBytes(random, Buffer.from(`${random.pick(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT'])} /${random.pick(['', 'metrics', 'healthz', '%00', '../..', 'x'.repeat(9000)])} HTTP/1.1\r\nHost: a\r\n\r\n`), 3),
      () => mutatedBytes(random, Buffer.from(upgrade), 3),
      () => Buffer.concat([Buffer.from(upgrade), ...random.several(random.below(20), () => mutatedBytes(random, frame(random, Buffer.from(random.pick(['NICK x', '\n', 'x'.repeat(600), '', 'USER a 0 * :b\r\nNICK y']))), 1))]),
      () => mutatedBytes(random, Buffer.from('PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nNICK a\r\nUSER a 0 * :a\r\nPRIVMSG #lobby :x\r\n'), 5),
      () => Buffer.from(`${'\n'.repeat(random.below(2000))}NICK ${'y'.repeat(random.below(2000))}`),
    ];
    const victim = await Victim.start();
    victim.watch();
    const end = performance.now() + share;
    let inputs = 0;
    const visit = async (): Promise<void> => {
      while (performance.now() < end) {
        inputs++;
        const socket = net.connect(victim.port, '127.0.0.1').on('error', () => undefined);
        const bytes = random.pick(openings)();
        const cut = random.below(bytes.length + 1);
        socket.write(bytes.subarray(0, cut));
        setImmediate(() => (random.oneIn(3) ? socket.end(bytes.subarray(cut)) : socket.write(bytes.subarray(cut))));
        const timer = setTimeout(() => socket.destroy(), random.below(longest));
        socket.resume();
        await new Promise((resolve) => socket.once('close', resolve));
        clearTimeout(timer);
      }
    };
    await Promise.all(random.several(atOnce, visit));
    await victim.holds();
    report({ attack: 'gate', seed: random.seed, inputs, waits: victim.waits, memory: victim.memory });
    assert.ok(victim.memory < 400, `${victim.memory} MB`);
  });
});
