import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { ScriptedServer, type Peer } from '../client/core/helpers';
import { temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

const capabilities = 'message-tags server-time echo-message batch away-notify';
/** From one burst of the flood to the next, in ms, and how many come before somebody types. */
const burst = 25;
const bursts = 80;

describe('a server that sends more than can be shown', function () {
  this.timeout(30_000);
  const scene = new Scene();
  scene.install();
  let server: ScriptedServer | undefined;
  afterEach(async () => await server?.close());

  /** The window in the room, with so many others there, and what floods it. */
  async function flooded(others: number, lines: (count: number) => readonly string[]): Promise<void> {
    server = await ScriptedServer.listen({ capabilities, room: undefined });
    const arriving = server.nextPeer();
    const measured = path.join(temporaryFolder(), 'loop.json');
    const client = scene.client({
      env: { NODE_OPTIONS: `--require ${path.resolve('bench/window/loop-probe.cjs')}`, RITROVO_LOOP_PROBE: measured },
      args: [`127.0.0.1:${server.address.port}`, '--name', 'anna', '--room', '#lobby'],
    });
    const peer = await arriving;
    await client.shows('You joined #lobby');
    await client.focused('Your message');
    for (let from = 0; from < others; from += 20) peer.send(`:test 353 anna = #lobby :anna ${Array.from({ length: 20 }, (_, index) => `guest${from + index}`).join(' ')}`);
    peer.send(':test 366 anna #lobby :End of NAMES list');
    await peer.fence();
    process.kill(client.pid, 'SIGUSR2');
    let count = 0;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve) => {
        timer = setInterval(() => {
          send(peer, lines(count++));
          if (count === bursts) resolve();
        }, burst);
      });
      // What the window shows is not looked at meanwhile: a screen reader asks it for each row of its lists.
      await scene.desktop.type('still here');
      await scene.desktop.press('Return');
      await peer.line(/PRIVMSG #lobby\d* :still here/);
      process.kill(client.pid, 'SIGUSR2');
      const { p50 } = await until('the measurement', () => Promise.resolve(fs.existsSync(measured) && (JSON.parse(fs.readFileSync(measured, 'utf8')) as { p50: number })));
      assert.ok(p50 < 15, `a key waits ${p50} ms, in the middle`);
      process.kill(client.pid, 'SIGTERM');
      assert.deepEqual(await client.ended(), { status: 0, signal: null });
    } finally {
      clearInterval(timer);
    }
  }

  /** A flood that is not read waits for nobody. */
  function send(peer: Peer, lines: readonly string[]): void {
    if (peer.socket.writableLength < 1 << 20) for (const line of lines) peer.send(line);
  }

  it('leaves the window usable: thousands of people, of whom hundreds come', async () => {
    await flooded(45_000, (count) => Array.from({ length: 10 }, (_, index) => `:new${count}x${index}!u@h JOIN #lobby`));
  });

  it('leaves the window usable: a room that is renamed again and again', async () => {
    await flooded(100, (count) => Array.from({ length: 25 }, (_, index) => `:bob!u@h RENAME ${index === 0 ? '#lobby' : `#lobby${index}`} ${index === 24 ? '#lobby' : `#lobby${index + 1}`} :x${count}`));
  });
});
