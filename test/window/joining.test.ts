import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Bonjour } from 'bonjour-service';
import { until } from '../helpers/until';
import { hasMulticast } from '../helpers/multicast';
import { freePort, temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('the connect page', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('asks again, with the reason and a free suggestion, until a name is accepted', async () => {
    const server = await scene.server();
    await scene.person(server, 'Nicola');
    const client = scene.client();
    await client.fill('Address', `127.0.0.1:${server.port}`);
    await client.fill('Name', 'nicola');
    await scene.desktop.press('Return');
    await client.shows(/already called “nicola”.*“nicola2” is free/);
    await client.part('push button', 'Use nicola2');
    await client.focused('Name');
    await scene.picture();
    await client.fill('Name', 'marta');
    await scene.desktop.press('Return');
    await client.shows('You joined #lobby');
    await client.shows(`Connected to 127.0.0.1:${server.port} as marta`);
    assert.equal(await scene.desktop.title(client.pid), '#lobby – Ritrovo');
  });

  it('lists the servers on this network, and joins one with a click', async function () {
    if (!(await hasMulticast())) {
      process.stdout.write('      no multicast on this machine: what a network would show is not seen\n');
      this.skip();
    }
    const server = await scene.server(0, '--host', '0.0.0.0');
    const client = scene.client();
    await client.fill('Name', 'anna');
    const found = await until('the server', async () => (await client.seen()).find(({ role, name }) => role === 'list item' && name.endsWith(`:${server.port})`)));
    await client.shows('On this network');
    await scene.picture();
    await client.click('list item', found.name);
    await client.click('push button', 'Join');
    await client.shows('You joined #lobby');
  });

  it('asks for the password of a server that says on the network that it wants one', async function () {
    if (!(await hasMulticast())) this.skip();
    const server = await scene.server(0, '--host', '0.0.0.0', '--password', 'sesame');
    const client = scene.client();
    await client.fill('Name', 'anna');
    const found = await until('the server', async () => (await client.seen()).find(({ role, name }) => role === 'list item' && name.endsWith(`:${server.port})`)));
    await client.click('list item', found.name);
    await client.click('password text', 'Password of the server');
    await scene.desktop.type('sesame');
    await scene.picture();
    await scene.desktop.press('Return');
    await client.shows('You joined #lobby');
  });

  it('shows at most ten servers of one computer, and finds one by a part of its name', async function () {
    if (!(await hasMulticast())) this.skip();
    const bonjour = new Bonjour();
    try {
      for (let number = 1; number <= 40; number++) bonjour.publish({ name: `Class ${number}`, type: 'ritrovo', port: 9000 + number, probe: false });
      const client = scene.client();
      const listed = async (): Promise<string[]> => (await client.seen()).filter(({ role, name }) => role === 'list item' && name.startsWith('Class ')).map(({ name }) => name);
      await client.part('text', 'Search servers');
      await until('the first of them', async () => (await listed()).length > 3);
      await scene.picture();
      await client.fill('Search servers', 'class 40');
      await client.shows('Nothing found for “class 40”');
      assert.deepEqual(await listed(), []);
      await client.fill('Search servers', 'CLASS 10');
      await until('what was searched', async () => (await listed()).length === 1);
      await scene.desktop.press('Return');
      await until('its address', async () => ((await client.part('text', 'Address')).text ?? '').endsWith(":9010"));
    } finally {
      await new Promise((done) => bonjour.unpublishAll(() => bonjour.destroy(() => done(undefined))));
    }
  });

  it('takes the suggestion with one click', async () => {
    const server = await scene.server();
    await scene.person(server, 'anna');
    const client = scene.client({ args: [`127.0.0.1:${server.port}`, '--name', 'anna'] });
    await client.click('push button', 'Use anna2');
    await client.shows(`as anna2`);
  });

  it('says the rule under the name when a name is not allowed', async () => {
    const server = await scene.server();
    const client = scene.client();
    await client.fill('Address', `127.0.0.1:${server.port}`);
    await client.fill('Name', '3 little birds');
    await client.click('push button', 'Join');
    await client.shows(/A name has 1 to 32 letters/);
    const field = await client.part('text', 'Name');
    assert.match(field.description, /A name has 1 to 32 letters/);
    const error = await client.shows(/A name has 1 to 32 letters/);
    assert.ok(error.y >= field.y, 'the reason stands under the field');
  });

  it('says under the address that nothing listens there', async () => {
    const client = scene.client();
    const port = await freePort();
    await client.fill('Address', `127.0.0.1:${port}`);
    await client.fill('Name', 'anna');
    await client.click('push button', 'Join');
    await client.shows(`Nothing listens on port ${port} of “127.0.0.1”`);
    await client.focused('Address');
    await client.part('push button', 'Join');
  });

  it('says under the address what is wrong with one that cannot be read', async () => {
    const client = scene.client();
    await client.fill('Address', '127.0.0.1:99999');
    await client.fill('Name', 'anna');
    await scene.desktop.press('Return');
    await client.shows('“99999” is not a port');
    await client.focused('Address');
  });

  it('hosts a room on this computer and says what others must type', async () => {
    const port = await freePort();
    const client = scene.client({ env: { RITROVO_PORT: String(port), RITROVO_HOST: '127.0.0.1', RITROVO_DATA: '' } });
    await client.click('push button', 'Host a room on this computer');
    await client.shows(`Others join with 127.0.0.1:${port}`);
    await client.part('push button', 'Copy');
    assert.equal((await client.part('text', 'Address')).text, `localhost:${port}`);
    await scene.picture();
    await client.focused('Name');
    await scene.desktop.type('anna');
    await scene.desktop.press('Return');
    await client.shows('You joined #lobby');
    await scene.person({ port }, 'bruno');
    await client.shows('bruno joined');
    await scene.desktop.press('ctrl+q');
    assert.deepEqual(await client.ended(), { status: 0, signal: null });
  });

  it('can be left with Escape while it joins', async () => {
    const silent = net.createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const client = scene.client();
    await client.fill('Address', `127.0.0.1:${(silent.address() as net.AddressInfo).port}`);
    await client.fill('Name', 'anna');
    await scene.desktop.press('Return');
    await client.part('push button', 'Joining…');
    await client.part('push button', 'Cancel');
    await scene.picture();
    await scene.desktop.press('Escape');
    await client.part('push button', 'Join');
    await client.shows('Not connected');
    silent.close();
  });

  it('keeps the rooms and the name of an irc:// address that somebody clicked on', async () => {
    const server = await scene.server();
    const client = scene.client({ args: [`irc://anna@127.0.0.1:${server.port}/%23class,%23tea`] });
    await until('the fields', async () => (await client.part('text', 'Name')).text === 'anna');
    assert.equal((await client.part('text', 'Address')).text, `irc://127.0.0.1:${server.port}/#class,#tea`);
    await scene.desktop.press('Return');
    await client.shows('You joined #class');
    for (const room of ['#lobby', '#class', '#tea']) await client.part('list item', room);
    assert.equal(await scene.desktop.title(client.pid), '#class – Ritrovo');
  });

  it('is whole in the smallest window too, where the form scrolls', async () => {
    const settings = temporaryFolder();
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ recentServers: ['192.0.2.1', '192.0.2.2', '192.0.2.3'], window: { width: 360, height: 420 } }));
    const client = scene.client({ settings });
    await client.fill('Address', '127.0.0.1:99999');
    await client.fill('Name', 'anna');
    await scene.desktop.press('Return');
    await client.shows('“99999” is not a port');
    const [address, nick, join] = await Promise.all([client.part('text', 'Address'), client.part('text', 'Name'), client.part('push button', 'Join')]);
    for (const part of [address, nick, join]) assert.ok(part.height >= 30, `${part.name} is cut`);
    assert.ok(address.y + address.height <= nick.y && nick.y + nick.height <= join.y, 'nothing lies over anything else');
    await scene.picture();
    await scene.desktop.press('Tab', 'Tab', 'Tab');
    const frame = (await client.seen()).find(({ role }) => role === 'frame');
    await until('the last button inside the window', async () => {
      const host = await client.part('push button', 'Host a room on this computer');
      return host.states.includes('focused') && frame !== undefined && host.y + host.height <= frame.y + frame.height;
    });
  });

  it('is no larger than the screen, on which everything may be twice as large', async () => {
    const client = scene.client({ env: { QT_SCALE_FACTOR: '2' } });
    await client.part('push button', 'Join');
    const frame = (await client.seen()).find(({ role }) => role === 'frame');
    // Sizes are told as Qt counts: two pixels of the screen are one.
    assert.ok(frame !== undefined && frame.width <= 1280 / 2 && frame.height <= 900 / 2, JSON.stringify(frame));
  });

  it('remembers the server and the name', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const first = await scene.inRoom(server, 'dario', { settings });
    await scene.desktop.press('ctrl+q');
    await first.ended();
    const second = scene.client({ settings });
    await until('the fields', async () => (await second.part('text', 'Name')).text === 'dario');
    assert.equal((await second.part('text', 'Address')).text, `127.0.0.1:${server.port}`);
  });

  it('enters the rooms again that one was in the last time', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const first = await scene.inRoom(server, 'dario', { settings });
    await first.typeMessage('/join #tea');
    await scene.desktop.press('Return');
    await first.shows('You joined #tea');
    await scene.desktop.press('ctrl+q');
    await first.ended();
    const second = await scene.inRoom(server, 'dario', { settings });
    await second.part('list item', '#tea');
  });
});
