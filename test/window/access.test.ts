import assert from 'node:assert/strict';
import type { Accessible } from '../helpers/desktop';
import { until } from '../helpers/until';
import { Scene } from './support/scene';

/** What a person can put the keyboard on, or is told by. */
const named = new Set(['text', 'push button', 'list', 'check box', 'combo box', 'spin button', 'label', 'menu item', 'list item', 'page tab']);

describe('the window for those who do not see it', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  function nameless(seen: readonly Accessible[]): readonly Accessible[] {
    return seen.filter(({ role, name, text, width, height }) => named.has(role) && name === '' && (text ?? '') === '' && width > 0 && height > 0);
  }

  it('has a name and a role for each part of the connect page', async () => {
    const client = scene.client();
    await client.part('text', 'Address');
    assert.deepEqual(nameless(await client.seen()), []);
    await client.part('push button', 'Join');
  });

  it('has a name and a role for each part of the room', async () => {
    const server = await scene.server();
    await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.part('list item', 'bruno');
    await client.typeMessage('/query bruno');
    await scene.desktop.press('Return');
    await client.part('list', 'Rooms');
    assert.deepEqual(nameless(await client.seen()), []);
    for (const [role, name] of [['label', 'Messages'], ['text', 'Your message'], ['push button', 'Send'], ['push button', 'Insert an emoji']] as const) await client.part(role, name);
  });

  it('is walked through with Tab in the order of reading, and shows where the keyboard is', async () => {
    const server = await scene.server();
    await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    const order: string[] = [];
    for (let step = 0; step < 4; step++) {
      const focus = await until('the focus', async () => (await client.seen()).find(({ states, role, name }) => states.includes('focused') && role !== 'frame' && name !== order.at(-1)));
      order.push(focus.name);
      await scene.desktop.press('Tab');
    }
    await scene.picture();
    const box = order.indexOf('Your message');
    assert.deepEqual(order.slice(box, box + 3), ['Your message', 'Insert an emoji', 'Send']);
  });

  it('tells which message the keyboard marks', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    bruno.say('one');
    bruno.say('two');
    await client.shows('two');
    await scene.desktop.press('ctrl+shift+Up');
    await until('two', async () => (await client.part('label', 'Messages')).description === 'bruno: two');
    await scene.desktop.press('Up');
    await until('one', async () => (await client.part('label', 'Messages')).description === 'bruno: one');
    await scene.desktop.press('Escape');
    await client.focused('Your message');
  });
});
