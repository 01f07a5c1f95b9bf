import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { freePort, ServerProgram, temporaryFolder } from './support/programs';
import { Scene } from './support/scene';
import { Tap } from './support/tap';

const left = { status: 0, signal: null };

describe('the end of the client', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('comes with the message "quit", which frees the name', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('quit');
    await scene.picture();
    await scene.desktop.press('Return');
    assert.deepEqual(await client.ended(), left);
    await bruno.hears(/^:anna!\S+ QUIT /);
    assert.equal(bruno.count('quit'), 0);
    await scene.person(server, 'anna');
  });

  it('comes with SHUTDOWN, after showing why', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    server.child.kill('SIGINT');
    await client.shows(/shut ?down/i);
    await client.shows(/Ritrovo closes in \d s/);
    await scene.picture();
    assert.deepEqual(await client.ended(), left);
    assert.deepEqual(await server.ended(), left);
  });

  it('comes with Ctrl-C while the program is still being read', async () => {
    const hook = path.join(temporaryFolder(), 'interrupt.cjs');
    // In the middle of it: when the first of Node's own modules is asked for that the window's terminal needs.
    fs.writeFileSync(hook, `
      const Module = require('node:module');
      const load = Module._load;
      Module._load = function (request) {
        if (/readline$/.test(request)) {
          Module._load = load;
          process.kill(process.pid, 'SIGINT');
        }
        return load.apply(this, arguments);
      };`);
    const client = scene.client({ args: ['127.0.0.1'], env: { NODE_OPTIONS: `--require ${hook}` } });
    assert.deepEqual(await client.ended(), left);
  });

  const ways = {
    'the close button of the window': async (pid: number) => await scene.desktop.clickCloseButton(pid),
    'Ctrl+Q': async () => await scene.desktop.press('ctrl+q'),
    'SIGTERM': (pid: number) => Promise.resolve(void process.kill(pid, 'SIGTERM')),
    'SIGINT (Ctrl-C)': (pid: number) => Promise.resolve(void process.kill(pid, 'SIGINT')),
  };
  for (const [way, go] of Object.entries(ways)) {
    it(`comes with ${way}: the server is told QUIT`, async () => {
      const server = await scene.server();
      const bruno = await scene.person(server, 'bruno');
      const tap = await Tap.before(server.port);
      const client = await scene.inRoom(tap, 'anna');
      await client.focused('Your message');
      await scene.picture();
      await go(client.pid);
      assert.deepEqual(await client.ended(), left);
      assert.match(tap.said, /^QUIT/m);
      await bruno.hears(/^:anna!\S+ QUIT /);
      tap.close();
    });
  }

  it('comes 5 seconds after the server is lost, with status 3', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    server.child.kill('SIGKILL');
    await client.part('push button', 'Stay and reconnect');
    await client.shows(/Ritrovo closes in \d s/);
    await scene.picture();
    assert.deepEqual(await client.ended(), { status: 3, signal: null });
  });

  it('does not come when the person stays: the window comes back when the server does', async () => {
    const port = await freePort();
    const server = await scene.server(port);
    const client = await scene.inRoom(server, 'anna');
    server.child.kill('SIGKILL');
    await client.click('push button', 'Stay and reconnect');
    await client.shows(/Reconnecting to .*attempt \d/);
    await client.part('push button', 'Try now');
    await scene.picture();
    await server.ended();
    scene.keep(await ServerProgram.start(port));
    await client.shows(`Connected to 127.0.0.1:${port} as anna`, 20_000);
    await client.hides('Try now');
    await client.focused('Your message');
  });

  it('does not come while the person writes, and the text is there when the server is', async () => {
    const port = await freePort();
    const server = await scene.server(port);
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('half a sentence');
    server.child.kill('SIGKILL');
    await client.part('push button', 'Try now');
    await server.ended();
    scene.keep(await ServerProgram.start(port));
    await client.shows(`Connected to 127.0.0.1:${port} as anna`, 20_000);
    assert.equal(await client.box(), 'half a sentence');
    const bruno = await scene.person({ port }, 'bruno');
    await client.shows('bruno joined');
    await client.focused('Your message');
    await scene.desktop.press('Return');
    await bruno.hears(/PRIVMSG #lobby :half a sentence$/);
  });

  it('does not come to a window that a person opened: it reconnects by itself', async () => {
    const port = await freePort();
    const server = await scene.server(port);
    const client = scene.client();
    await client.fill('Address', `127.0.0.1:${port}`);
    await client.fill('Name', 'anna');
    await scene.desktop.press('Return');
    await client.shows('You joined #lobby');
    server.child.kill('SIGINT');
    await client.part('push button', 'Try now');
    assert.ok(!(await client.seen()).some(({ name }) => name.includes('Ritrovo closes')));
    await scene.picture();
    await server.ended();
    scene.keep(await ServerProgram.start(port));
    await client.shows(`Connected to 127.0.0.1:${port} as anna`, 30_000);
  });

  it('keeps what was being typed for the next time', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const first = await scene.inRoom(server, 'anna', { settings });
    await first.typeMessage('not finished');
    await scene.desktop.clickCloseButton(first.pid);
    await first.ended();
    const second = await scene.inRoom(server, 'anna', { settings });
    await until('the text of before', async () => (await second.box()) === 'not finished');
  });
});
