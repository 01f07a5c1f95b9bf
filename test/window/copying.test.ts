import assert from 'node:assert/strict';
import { until } from '../helpers/until';
import type { ClientProgram } from './support/programs';
import { Scene } from './support/scene';

describe('what is copied out of the messages', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  /** The last line of the messages, where it begins. */
  async function lastLine(client: ClientProgram): Promise<{ x: number; y: number; width: number; height: number }> {
    const { x, y, height } = await client.part('label', 'Messages');
    return { x: x + 14, y: y + height - 28, width: 20, height: 16 };
  }

  async function empties(client: ClientProgram): Promise<void> {
    await client.click('text', 'Your message');
    await scene.desktop.press('ctrl+a', 'Delete');
    await until('an empty box', async () => (await client.box()) === '');
  }

  it('is the command as it was written, by Ctrl+C, by the menu and by the middle button', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server);
    for (let count = 0; count < 40; count++) bruno.say(`line ${count}`);
    const command = 'sudo apt install git';
    bruno.say(command);
    await client.shows(command);
    // Three clicks select the line: what the timeline adds to it too.
    await scene.desktop.click(await lastLine(client), 3);
    await scene.desktop.press('ctrl+c');
    await client.click('text', 'Your message');
    await scene.desktop.press('ctrl+v');
    await until(`the command in the box`, async () => (await client.box()) === command);
    await scene.picture();
    await empties(client);
    await scene.desktop.click(await lastLine(client), 3);
    await scene.desktop.middleClick(await client.part('text', 'Your message'));
    await until(`the selection in the box`, async () => (await client.box()) === command);
    await empties(client);
    await scene.desktop.click(await lastLine(client), 3);
    await scene.desktop.rightClick(await lastLine(client));
    // Screen readers are not told of the menu; its keys come after the click.
    await scene.desktop.press('Down', 'Return');
    await client.click('text', 'Your message');
    await scene.desktop.press('ctrl+v');
    await until(`the command in the box again`, async () => (await client.box()) === command);
    await empties(client);
    const before = await lastLine(client);
    await scene.desktop.drag({ ...before, y: before.y - 40 }, { ...before, x: before.x + 300 });
    await scene.desktop.press('ctrl+c');
    await client.click('text', 'Your message');
    await scene.desktop.press('ctrl+v');
    const pasted = await until('several lines in the box', async () => (await client.box()).includes(command) && (await client.box()));
    assert.match(pasted, /\[\d\d:\d\d\] bruno: /);
    assert.doesNotMatch(pasted, /[\u200b-\u200d\u2060\xa0]/);
  });
});
