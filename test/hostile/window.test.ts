import assert from 'node:assert/strict';
import { ScriptedServer } from '../client/core/helpers';
import { mutatedLine } from '../helpers/mutation';
import { residentMegabytes } from '../helpers/process-use';
import { serverLines } from '../helpers/vocabulary';
import { ClientProgram } from '../window/support/programs';
import { Scene } from '../window/support/scene';
import { chance, report, share } from './report';
import { hostileScript } from './script';

/** Lines a second: more than any room has, and no more than a slow machine reads. */
const group = 100;
const pause = 100;

describe('hostile: a server against the window', function () {
  this.timeout(share + 120_000);
  const scene = new Scene();
  scene.install();

  it('ends it no more than it fills its memory, and the window can be closed', async () => {
    const random = chance();
    const server = await ScriptedServer.listen(hostileScript);
    const client = scene.keep(ClientProgram.start(scene.desktop, { args: [`127.0.0.1:${server.address.port}`, '--name', 'anna'] }));
    await client.shows('You joined #lobby');
    const end = performance.now() + share;
    const waits: number[] = [];
    let [inputs, memory] = [0, 0];
    while (performance.now() < end) {
      const peer = server.peers.at(-1);
      if (peer !== undefined && !peer.socket.destroyed && peer.registered) {
        // A client that was given an address closes when that server has ended the connection.
        const lines = random.several(group, () => mutatedLine(random, serverLines)).filter((line) => !/error/i.test(line));
        peer.send(...lines);
        inputs += lines.length;
      }
      assert.equal(client.child.exitCode ?? client.child.signalCode, null, `the window ended by itself (HOSTILE_SEED=${random.seed}): ${client.output}`);
      memory = Math.max(memory, residentMegabytes(client.pid));
      if (random.oneIn(20)) {
        const asked = performance.now();
        await client.seen();
        waits.push(performance.now() - asked);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    await scene.picture();
    client.child.kill('SIGTERM');
    assert.deepEqual(await client.ended(), { status: 0, signal: null }, `HOSTILE_SEED=${random.seed} ${client.output}`);
    await server.close();
    report({ attack: 'window', seed: random.seed, inputs, waits, memory });
    assert.ok(memory < 600, `${memory.toFixed(0)} MB`);
  });
});
