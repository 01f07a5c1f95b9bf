import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { processorSeconds, residentMegabytes } from '../helpers/process-use';
import { until } from '../helpers/until';
import { Scene } from './support/scene';
import { Tap } from './support/tap';

/** Somebody who comes into the shared room and goes at once. */
async function passBy(port: number, nick: string): Promise<void> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => chunk.includes(' 366 ') && socket.end('QUIT\r\n'));
  socket.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n`);
  await once(socket, 'close');
}

describe('a long history', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('of comings and goings alone leaves the window at rest: more of it is loaded when the person asks', async () => {
    const server = await scene.server();
    for (let number = 0; number < 2000; number++) await passBy(server.port, `guest${number}`);
    const tap = await Tap.before(server.port);
    const client = await scene.inRoom(tap, 'anna');
    const pages = (): string[] => tap.said.match(/CHATHISTORY BEFORE \S+ \S+/g) ?? [];
    await client.shows('Load older messages', 30_000);
    assert.equal(pages().length, 10);
    await scene.picture();
    await scene.desktop.press('Prior');
    await until('more pages', () => Promise.resolve(pages().length === 20));
    const bruno = await scene.person(server, 'bruno');
    bruno.say('is anybody here?');
    await client.shows('is anybody here?');
    assert.equal(new Set(pages()).size, pages().length);
    assert.equal(pages().length, 20);
    const [seconds, megabytes] = [processorSeconds(client.pid), residentMegabytes(client.pid)];
    assert.ok(seconds < 15 && megabytes < 400, `${seconds} s of the processor, ${megabytes} MB`);
    process.kill(client.pid, 'SIGTERM');
    assert.deepEqual(await client.ended(), { status: 0, signal: null });
    tap.close();
  });
});
