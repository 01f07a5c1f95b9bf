import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('the way from room to room', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('is Ctrl+K and a few letters, for rooms, people and actions', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/join #workshop');
    await scene.desktop.press('Return');
    await client.shows('You joined #workshop');
    await scene.desktop.press('ctrl+k');
    await client.focused('Go to');
    await scene.desktop.type('lob');
    await client.part('list item', '#lobby');
    await scene.picture();
    await scene.desktop.press('Return');
    await until('the lobby', async () => (await scene.desktop.title(client.pid)) === '#lobby – Ritrovo');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+k');
    await client.focused('Go to');
    await scene.desktop.type('bruno');
    await scene.desktop.press('Return');
    await client.shows('Private conversation');
    await scene.desktop.press('ctrl+k');
    await client.focused('Go to');
    await scene.desktop.type('settings');
    await scene.desktop.press('Return');
    await client.shows('Changes apply at once.');
    bruno.leave();
  });

  it('is Alt with a number, up, down, and the next room with something new', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    const inRoom = async (room: string): Promise<void> =>
      await until(room, async () => (await scene.desktop.title(client.pid)).replace(/^\(\d+\) /, '') === `${room} – Ritrovo`).then(() => undefined);
    for (const room of ['#one', '#two']) {
      await client.typeMessage(`/join ${room}`);
      await scene.desktop.press('Return');
      await inRoom(room);
    }
    await scene.desktop.press('alt+1');
    await inRoom('#lobby');
    await scene.desktop.press('alt+Down');
    await inRoom('#one');
    await scene.desktop.press('alt+Up');
    await inRoom('#lobby');
    bruno.send('JOIN #two');
    bruno.say('anna: look here', '#two');
    await client.part('list item', '#two (1, for you)');
    await scene.picture();
    await scene.desktop.press('alt+a');
    await inRoom('#two');
    await client.shows('look here');
    await client.part('list item', '#two');
  });

  it('keeps the widths of the lists, and whether they are shown', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const first = await scene.inRoom(server, 'anna', { settings });
    const before = await first.part('list', 'People in the room');
    const grip = { x: before.x - 6, y: before.y + 100, width: 4, height: 4 };
    await scene.desktop.drag(grip, { ...grip, x: grip.x - 60 });
    await until('a wider list', async () => (await first.part('list', 'People in the room')).width === before.width + 60);
    await scene.picture();
    await scene.desktop.press('ctrl+q');
    await first.ended();
    const second = await scene.inRoom(server, 'anna', { settings });
    assert.equal((await second.part('list', 'People in the room')).width, before.width + 60);
    await scene.desktop.press('ctrl+m');
    await until('no list', async () => !(await second.seen()).some(({ name, role }) => role === 'list' && name === 'People in the room'));
    await scene.desktop.press('ctrl+q');
    await second.ended();
    const third = await scene.inRoom(server, 'anna', { settings });
    await third.focused('Your message');
    assert.ok(!(await third.seen()).some(({ name, role }) => role === 'list' && name === 'People in the room'));
  });

  it('is as plain as can be with one room only', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    assert.ok(!(await client.seen()).some(({ name, role }) => role === 'list' && name === 'Rooms'));
  });

  it('has every action in the menu bar, where the keyboard reaches it', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    await scene.desktop.press('alt+o');
    await client.part('menu item', 'Leave this room');
    await scene.picture();
    await scene.desktop.press('Escape', 'Escape', 'F1');
    await client.shows('Keyboard shortcuts');
    await client.shows(/Ctrl\+K/);
  });

  it('finds words in the room and everywhere, and shows a hit in its place', async () => {
    const server = await scene.server(0, '--command-rate', '100000');
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    bruno.say('the umbrella is blue');
    for (let number = 1; number <= 80; number++) bruno.say(`line ${number}`);
    await client.shows(/line 80\b/);
    await scene.desktop.press('ctrl+f');
    await client.focused('Search in #lobby');
    await scene.desktop.type('umbrella');
    const hit = await client.shows(/bruno, #lobby.*\n?the umbrella is blue/s);
    assert.equal(hit.role, 'list item');
    await scene.picture();
    await scene.desktop.press('Return');
    await client.shows('Jump to latest');
    await scene.desktop.press('Escape', 'ctrl+shift+f');
    await client.focused('Search: All rooms');
    await scene.desktop.type('nowhere to be found');
    await client.shows('Nothing found for “nowhere to be found”');
  });

  it('shows a long topic whole where the pointer rests, and never as markup', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    const topic = `<b>about</b> ${'many things '.repeat(20)}`.trim();
    bruno.send(`TOPIC #lobby :${topic}`);
    await scene.desktop.hover(await client.part('label', topic));
    await client.shows('‹b>about‹/b>');
    await scene.picture();
  });

  it('leads to the addresses in a topic, also where they do not fit', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'xdg-open'), `#!/bin/sh\necho "$1" > ${path.join(folder, 'opened')}\n`, { mode: 0o755 });
    const client = await scene.inRoom(server, 'anna', { env: { PATH: `${folder}:${process.env.PATH ?? ''}` } });
    const address = `https://wiki.example.org/${'a-long-way/'.repeat(15)}?x=1&y=2`;
    bruno.send(`TOPIC #lobby :${address}`);
    const topic = await client.part('label', address);
    await scene.desktop.click({ ...topic, width: 200 });
    await until('the address to be opened', () => Promise.resolve(fs.existsSync(path.join(folder, 'opened')) && fs.readFileSync(path.join(folder, 'opened'), 'utf8').trim() === address));
  });
});
