import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('what the person is told', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('is counted in the title and in the list, until the room is opened', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    bruno.say('just between us', 'anna');
    await client.part('list item', 'bruno (1)');
    await until('the count', async () => (await scene.desktop.title(client.pid)) === '(1) #lobby – Ritrovo');
    await scene.picture();
    await scene.desktop.press('alt+a');
    await client.shows('just between us');
    await until('no count', async () => (await scene.desktop.title(client.pid)) === 'bruno – Ritrovo');
  });

  it('is not counted of a room that is set to none', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/query bruno');
    await scene.desktop.press('Return');
    await client.shows('Private conversation');
    await scene.desktop.press('alt+1', 'ctrl+k');
    await client.focused('Go to');
    await scene.desktop.type('notifications none');
    await client.shows(/Notifications: None/);
    await scene.desktop.press('Return');
    await client.focused('Your message');
    await scene.desktop.press('alt+2');
    bruno.say('quiet here');
    await client.part('list item', '#lobby (1)');
    assert.equal(await scene.desktop.title(client.pid), 'bruno – Ritrovo');
  });

  it('goes on behind the tray where the settings say so; quit is quit', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const settings = temporaryFolder();
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ preferences: { closeToTray: true } }));
    const client = await scene.inRoom(server, 'anna', { settings });
    await client.focused('Your message');
    await scene.desktop.clickCloseButton(client.pid);
    bruno.say('are you still there?', 'anna');
    bruno.send('WHOIS anna');
    await bruno.hears(/ 318 /);
    assert.equal(bruno.lines.filter((line) => line.includes('QUIT')).length, 0);
    process.kill(client.pid, 'SIGTERM');
    assert.deepEqual(await client.ended(), { status: 0, signal: null });
    await bruno.hears(/^:anna!\S+ QUIT /);
  });
});
