import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Opened, type Peer } from '../client/core/helpers';
import { mutatedLine } from '../helpers/mutation';
import { serverLines } from '../helpers/vocabulary';
import { chance, report, share } from './report';
import { hostileScript } from './script';

/** How many lines go out before the client is asked whether it is there. */
const group = 200;
describe('hostile: a server against the client without its window', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('throws nothing, keeps the client answering, and fills no memory', async function () {
    this.timeout(share + 60_000);
    const random = chance();
    const before = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const waits: number[] = [];
    let inputs = 0;
    let memory = 0;
    const end = performance.now() + share;
    while (performance.now() < end) {
      const { peer, server, client } = await opened.online(hostileScript);
      // What is told is not kept by the test: the memory is the client's.
      client.events.length = 0;
      const left = new Promise<void>((resolve) => peer.socket.once('close', () => resolve()));
      for (let round = 0; round < 50 && performance.now() < end && !peer.socket.destroyed; round++) {
        const lines = random.several(group, () => mutatedLine(random, serverLines));
        inputs += lines.length;
        const asked = performance.now();
        peer.send(...lines);
        await answered(peer, left, `It was sent (HOSTILE_SEED=${random.seed}):\n${lines.join('\n')}`);
        waits.push(performance.now() - asked);
        client.events.length = 0;
        peer.lines.length = 0;
        memory = Math.max(memory, (process.memoryUsage().rss - before) / 2 ** 20);
      }
      await client.session.quit();
      await server.close();
    }
    delay.disable();
    report({ attack: 'client', seed: random.seed, inputs, waits, memory });
    assert.ok(memory < 500, `${memory.toFixed(0)} MB more than before`);
    assert.ok(delay.max / 1e6 < 3000, `a turn took ${(delay.max / 1e6).toFixed(0)} ms`);
  });
});

/** The client answers a PING, or it has left: an ERROR or a question may make it do so. */
async function answered(peer: Peer, left: Promise<void>, told: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The client did not answer. ${told}`)), 15_000);
  });
  await Promise.race([peer.fence(), left, late]);
  clearTimeout(timer);
}
