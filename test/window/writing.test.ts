import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('the box', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('shows the commands with their help after a slash', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/to');
    await client.shows(/\/topic \[TEXT\].*shows or changes what the room is about/);
    await scene.picture();
    await scene.desktop.press('Tab');
    await until('the command', async () => (await client.box()) === '/topic ');
  });

  it('finishes a name after @, and an emoji after a colon, with Return', async () => {
    const server = await scene.server();
    await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    await client.part('list item', 'bruno');
    await client.typeMessage('ask @br');
    await client.part('list', 'What fits');
    await scene.desktop.press('Return');
    await until('the name', async () => (await client.box()) === 'ask bruno ');
    await scene.desktop.type(':tada');
    await client.shows(/🎉 :tada:/);
    await scene.picture();
    await scene.desktop.press('Return');
    await until('the emoji', async () => (await client.box()) === 'ask bruno 🎉 ');
  });

  it('takes an emoji from the picker with the keyboard', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+e');
    await client.focused('Emoji');
    await scene.picture();
    await scene.desktop.press('Right', 'Return');
    await client.focused('Your message');
    await until('the emoji', async () => (await client.box()) === '❤️');
    await scene.desktop.press('ctrl+a', 'BackSpace', 'ctrl+e');
    await client.focused('Emoji');
    // One letter after the other: what fitted the first letters best is not what fits the word.
    for (const letter of 'heart') {
      await scene.desktop.type(letter);
      await client.part('list', 'Emoji');
    }
    await scene.desktop.press('Return');
    await until('the emoji that fits best', async () => (await client.box()) === '❤️');
  });

  it('asks how several lines are to be sent', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    bruno.send('CAP REQ :message-tags batch draft/multiline');
    const client = await scene.inRoom(server, 'anna');
    bruno.send('BATCH +1 draft/multiline #lobby', '@batch=1 PRIVMSG #lobby :one', '@batch=1 PRIVMSG #lobby :two', '@batch=1 PRIVMSG #lobby :three', 'BATCH -1');
    await client.shows(/one\s+two\s+three/);
    await scene.desktop.press('ctrl+shift+c');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+v');
    await until('the lines', async () => (await client.box()).includes('three'));
    await scene.desktop.press('Return');
    await client.shows('You pasted 3 lines. How shall they be sent?');
    await scene.picture();
    await client.click('push button', 'As a block of code');
    await bruno.hears(/^@\S*batch=\S* :anna!\S+ PRIVMSG #lobby :```$/);
    await bruno.hears(/^@\S*batch=\S* :anna!\S+ PRIVMSG #lobby :three$/);
    assert.equal(await client.box(), '');
    // An edit stays one message: there is nothing to ask.
    await scene.desktop.press('Up');
    await client.shows('Editing your message');
    await scene.desktop.press('Home');
    await scene.desktop.type('so: ');
    await scene.desktop.press('Return');
    await client.shows(/so:\s.*edited/s);
  });

  it('keeps what is being typed in each room', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const client = await scene.inRoom(server, 'anna', { settings });
    await client.typeMessage('/join #one');
    await scene.desktop.press('Return');
    await client.shows('You joined #one');
    await client.typeMessage('for one');
    await scene.desktop.press('alt+1');
    await until('an empty box', async () => (await client.box()) === '');
    await scene.desktop.press('alt+2');
    await until('what was typed', async () => (await client.box()) === 'for one');
  });

  it('tells others that one types, unless the settings say no', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    bruno.send('CAP REQ :message-tags');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('hello');
    await bruno.hears(/typing=active\S* :anna!\S+ TAGMSG #lobby/);
    bruno.send('@+typing=active TAGMSG #lobby');
    await client.shows('bruno is typing…');
    await client.part('list item', 'bruno (typing)');
    await scene.picture();
  });

  it('tells nothing in another room of what was put aside for an edit', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    bruno.send('CAP REQ :message-tags', 'JOIN #two');
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/join #two');
    await scene.desktop.press('Return');
    await client.shows('You joined #two');
    await scene.desktop.press('alt+1');
    await client.shows('You joined #lobby');
    await client.typeMessage('nine');
    await scene.desktop.press('Return');
    await client.shows('nine');
    await client.typeMessage('half a thought');
    await scene.desktop.press('ctrl+shift+Up', 'e');
    await client.shows('Editing your message');
    await scene.desktop.press('alt+2');
    await until('the other room', async () => (await client.box()) === '' && (await scene.desktop.title(client.pid)).includes('#two'));
    await scene.desktop.press('alt+1');
    await until('the draft', async () => (await client.box()) === 'half a thought');
    bruno.send('PING fence');
    await bruno.hears(/PONG .*fence/);
    assert.ok(!bruno.lines.some((line) => line.includes('TAGMSG #two')));
  });

  it('sends a long text in as few messages as the server takes, and nothing of it is cut', async () => {
    const server = await scene.server(0, '--command-burst', '5000');
    const bruno = await scene.person(server, 'bruno');
    bruno.send('CAP REQ :message-tags batch draft/multiline');
    const settings = temporaryFolder();
    const lines = Array.from({ length: 1500 }, (_, index) => `line ${index + 1}: ${'and more '.repeat(3)}of it`);
    const text = lines.join('\n');
    assert.ok(text.length > 50_000);
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ drafts: { [`127.0.0.1:${server.port} #lobby`]: text } }));
    const client = await scene.inRoom(server, 'anna', { settings });
    await until('the long text', async () => (await client.box()).length === text.length);
    await scene.desktop.press('Return');
    await client.shows('You pasted 1500 lines. How shall they be sent?');
    await scene.picture();
    await client.click('push button', 'As 8 long messages');
    await bruno.hears(/PRIVMSG #lobby :line 1500: /);
    const heard = bruno.lines.flatMap((line) => / PRIVMSG #lobby :(line .*)$/.exec(line)?.[1] ?? []);
    assert.deepEqual(heard, lines);
    await until('an empty box', async () => (await client.box()) === '');
  });

  it('stops a long text in the middle when the person wants, and what was not sent stands in the box', async () => {
    const server = await scene.server(0, '--command-rate', '5', '--command-burst', '10');
    const bruno = await scene.person(server, 'bruno');
    const settings = temporaryFolder();
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`);
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ drafts: { [`127.0.0.1:${server.port} #lobby`]: lines.join('\n') } }));
    const client = await scene.inRoom(server, 'anna', { settings });
    await until('the text', async () => (await client.box()) !== '');
    await scene.desktop.press('Return');
    await client.click('push button', 'As 100 messages');
    await client.shows(/Sent so far: \d+ of 100 messages/);
    await scene.picture();
    await client.click('push button', 'Stop');
    await client.shows(/Stopped: \d+ of 100 messages were sent/);
    const left = (await client.box()).split('\n');
    assert.ok(left.length > 50 && left.at(-1) === 'line 100');
    await bruno.hears(new RegExp(`:line ${100 - left.length}$`));
    await client.hides('Sent so far');
  });
});
