import assert from 'node:assert/strict';
import { until } from '../helpers/until';
import { Scene } from './support/scene';
import { Tap } from './support/tap';

describe('the room', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('sends with Return, and every message reaches every client', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('ciao a tutti');
    await scene.desktop.press('Return');
    await bruno.hears(/^:anna!\S+ PRIVMSG #lobby :ciao a tutti$/);
    await client.shows(/anna\W+\d\d:\d\d\s+ciao a tutti/);
    assert.equal(await client.box(), '');
  });

  it('sends with the button', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('with the mouse');
    await client.click('push button', 'Send');
    await bruno.hears(/PRIVMSG #lobby :with the mouse$/);
    assert.equal(await client.box(), '');
    await client.focused('Your message');
  });

  it('does not send empty text', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await scene.desktop.press('Return');
    await client.click('push button', 'Send');
    await client.typeMessage('   ');
    await scene.desktop.press('Return');
    await scene.desktop.press('ctrl+a');
    await scene.desktop.type('fence');
    await scene.desktop.press('Return');
    await bruno.hears(/PRIVMSG #lobby :fence$/);
    assert.deepEqual(bruno.lines.filter((line) => line.includes(' PRIVMSG ')).map((line) => line.replace(/^\S+ /, '')), ['PRIVMSG #lobby :fence']);
  });

  it('shows what another client says, with its name and the time', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    bruno.say('are you there, anna?');
    await client.shows(/bruno\W+\d\d:\d\d\s+are you there, anna\?/);
    await client.part('list item', 'bruno');
    await client.shows('2 people');
  });

  it('shows HTML in a message as text', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    const markup = '<b>bold</b> <img src="x"> &amp; <script>alert(1)</script> <a href="file:///etc/passwd">x</a>';
    bruno.say(markup);
    await client.shows(markup);
  });

  it('gives the text back when it was refused', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/nosuchcommand');
    await scene.desktop.press('Return');
    await client.shows('There is no command /nosuchcommand.');
    assert.equal(await client.box(), '/nosuchcommand');
  });

  it('goes back to what was sent before with Up, and forward with Down', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    for (const text of ['first', 'second']) {
      await client.typeMessage(text);
      await scene.desktop.press('Return');
      await client.shows(text);
    }
    await client.typeMessage('being typed');
    await scene.desktop.press('Up', 'Up');
    await until('the first text', async () => (await client.box()) === 'first');
    await scene.desktop.press('Down', 'Down');
    await until('what was being typed', async () => (await client.box()) === 'being typed');
  });

  it('completes names with Tab', async () => {
    const server = await scene.server();
    await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.part('list item', 'bruno');
    await client.typeMessage('br');
    await scene.desktop.press('Tab');
    await until('the name', async () => (await client.box()) === 'bruno: ');
  });

  it('opens a private conversation with a double click on a name', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.click('list item', 'bruno', 2);
    await client.shows('Private conversation');
    await client.part('list', 'Rooms');
    await client.typeMessage('just you');
    await scene.desktop.press('Return');
    await bruno.hears(/PRIVMSG bruno :just you$/);
    bruno.say('in the open');
    await client.part('list item', '#lobby (1)');
    await scene.picture();
    await scene.desktop.press('alt+Up');
    await client.shows('in the open');
  });

  it('counts what is new while the person reads further up', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    for (let number = 1; number <= 60; number++) bruno.say(`line ${number}`);
    await client.shows('line 60');
    await scene.desktop.press('Page_Up', 'Page_Up');
    await client.shows('Jump to latest');
    bruno.say('something new');
    await client.shows('1 new, jump to latest');
    await scene.picture();
    await client.click('push button', '1 new, jump to latest ↓');
    await client.hides('jump to latest');
  });

  it('shows what is on its way where the network is slow, and nothing is lost or doubled', async () => {
    const server = await scene.server();
    const tap = await Tap.before(server.port);
    const client = await scene.inRoom(tap, 'anna');
    tap.hold();
    await client.typeMessage('is the line slow?');
    await scene.desktop.press('Return');
    await client.shows(/is the line slow\?\s+sending…/);
    await scene.picture();
    tap.release();
    await client.hides('sending…');
    assert.equal((await client.messages()).split('is the line slow?').length, 2);
    tap.close();
  });

  it('keeps up with a burst of messages', async () => {
    const server = await scene.server(0, '--command-rate', '100000');
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    for (let number = 1; number <= 1500; number++) bruno.say(`message ${number}`);
    await client.shows(/message 1500\s+\S+$/, 20_000);
    assert.ok((await client.messages()).split('\n').length < 1400, 'the oldest are let go');
  });
});
