import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from '../helpers/until';
import { freePort, Program, temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('the window on a server that is not ours (ngIRCd)', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  async function ngircd(): Promise<{ port: number }> {
    const port = await freePort();
    const folder = temporaryFolder();
    const file = path.join(folder, 'ngircd.conf');
    fs.writeFileSync(file, [
      '[Global]', 'Name = irc.example.test', 'Info = A server for tests', 'Listen = 127.0.0.1', `Ports = ${port}`,
      'MotdPhrase = "Welcome"', 'ServerUID = 0', 'ServerGID = 0', '[Options]', 'DNS = no', 'Ident = no', 'PAM = no',
      '[Limits]', 'MaxNickLength = 16', 'MaxConnectionsIP = 0', '',
    ].join('\n'));
    fs.chmodSync(folder, 0o755);
    // Debian keeps servers out of a normal user's PATH.
    const PATH = `${process.env.PATH ?? ''}:/usr/sbin`;
    const server = scene.keep(new Program(spawn('ngircd', ['-n', '-f', file], { env: { ...process.env, PATH }, stdio: 'pipe' })));
    await until(`ngIRCd to listen; it wrote: ${server.output}`, () => listens(port));
    return { port };
  }

  it('joins, talks and quits', async () => {
    const server = await ngircd();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('hello from the window');
    await scene.desktop.press('Return');
    await bruno.hears(/^:anna!\S+ PRIVMSG #lobby :hello from the window$/);
    await client.shows('hello from the window');
    bruno.say('hello to the window');
    await client.shows('hello to the window');
    await client.shows('2 people');
    await scene.picture();
    await client.typeMessage('quit');
    await scene.desktop.press('Return');
    assert.deepEqual(await client.ended(), { status: 0, signal: null });
    await bruno.hears(/^:anna!\S+ QUIT /);
  });

  it('asks again when the name is taken', async () => {
    const server = await ngircd();
    await scene.person(server, 'anna');
    const client = scene.client({ args: [`127.0.0.1:${server.port}`, '--name', 'anna'] });
    await client.shows('already called “anna”');
    await client.fill('Name', 'marta');
    await scene.desktop.press('Return');
    await client.shows('You joined #lobby');
  });
});

async function listens(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
