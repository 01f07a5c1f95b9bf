import assert from 'node:assert/strict';
import { until } from '../helpers/until';
import { Scene } from './support/scene';
import { Tap } from './support/tap';

/** What other clients ask of the server to see replies and reactions. */
const tags = 'CAP REQ :message-tags echo-message batch draft/multiline';

describe('the messages of a room', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('are marked, answered, reacted to and copied with the keyboard alone', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    bruno.send(tags);
    const client = await scene.inRoom(server, 'anna');
    bruno.say('who brings the cable?');
    await client.shows('who brings the cable?');
    await scene.desktop.press('ctrl+shift+Up');
    await until('the mark', async () => (await client.part('label', 'Messages')).description.includes('who brings the cable?'));
    await scene.desktop.press('r');
    await client.shows('Reply to bruno: who brings the cable?');
    await scene.picture();
    await client.typeMessage('I do');
    await scene.desktop.press('Return');
    const id = (/msgid=([^; ]+)/.exec(await bruno.hears(/:who brings the cable\?$/)) ?? [])[1] ?? '';
    await bruno.hears(new RegExp(`^@\\S*\\+(?:draft/)?reply=${id}\\S* :anna!\\S+ PRIVMSG #lobby :I do$`));
    await client.hides('Reply to bruno');
    await scene.desktop.press('ctrl+shift+Up', 'Up', 'plus');
    await client.focused('Emoji');
    await scene.desktop.type('party');
    await client.part('list item', 'party popper');
    await scene.desktop.press('Return');
    await bruno.hears(/draft\/react=🎉\S* :anna!\S+ TAGMSG #lobby/);
    await client.shows('🎉');
    await client.focused('Your message');
    await until('no mark', async () => (await client.part('label', 'Messages')).description === '');
  });

  it('open their menu with the right button of the mouse', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    for (let number = 1; number <= 25; number++) bruno.say(`step ${number} of it`);
    await client.shows('step 25 of it');
    await scene.desktop.rightClick(await client.part('label', 'Messages'));
    await scene.picture();
    // Screen readers are not told of the menu before it has a current entry: its key works once it is there.
    await until('the answer', async () => {
      await scene.desktop.press('r');
      return (await client.seen()).some(({ name }) => /Reply to bruno: step \d+ of it/.test(name));
    });
  });

  it('are answered and left again with Escape', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    bruno.say('first');
    await client.shows('first');
    await scene.desktop.press('ctrl+r');
    await client.shows('Reply to bruno');
    await scene.desktop.press('Escape');
    await client.hides('Reply to bruno');
    await client.focused('Your message');
  });

  it('are edited with Up in the empty box, and say so', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('see you at nine');
    await scene.desktop.press('Return');
    await client.shows('see you at nine');
    await scene.desktop.press('Up');
    await client.shows('Editing your message');
    await until('the text', async () => (await client.box()) === 'see you at nine');
    await scene.picture();
    await scene.desktop.press('ctrl+a');
    await scene.desktop.type('see you at ten');
    await scene.desktop.press('Return');
    await client.shows(/see you at ten.*\(?edited/s);
    await client.hides('see you at nine');
    assert.equal(await client.box(), '');
  });

  it('are deleted after a question, and leave a trace without text', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('a slip');
    await scene.desktop.press('Return');
    await client.shows('a slip');
    await scene.desktop.press('ctrl+shift+Up', 'Delete');
    await client.shows('Delete this message for everybody?');
    await scene.picture();
    await client.click('push button', 'Delete');
    await client.shows('Message deleted');
    assert.ok(!(await client.messages()).includes('a slip'));
  });

  it('of before are loaded when the person scrolls up, without a jump', async () => {
    const server = await scene.server(0, '--command-rate', '100000');
    const bruno = await scene.person(server, 'bruno');
    for (let number = 1; number <= 400; number++) bruno.say(`line ${number}`);
    bruno.send('PING fence');
    await bruno.hears(/PONG .*fence/);
    const client = await scene.inRoom(server, 'anna');
    await client.shows(/line 400\b/);
    const shown = async (): Promise<string> => await client.messages();
    for (let page = 0; page < 60 && !/line 1\b/.test(await shown()); page++) await scene.desktop.press(...Array<string>(6).fill('Page_Up'));
    assert.match(await shown(), /line 1\b/);
    const numbers = [...(await shown()).matchAll(/line (\d+)\b/g)].map(([, number]) => Number(number));
    assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b), 'in order');
    assert.equal(new Set(numbers).size, numbers.length, 'none twice');
    await scene.picture();
    await scene.desktop.press('ctrl+End');
    await client.hides('jump to latest');
    assert.match(await shown(), /line 400\b/);
  });

  it('stand there once when they come together with older ones', async () => {
    const server = await scene.server(0, '--command-rate', '100000');
    const bruno = await scene.person(server, 'bruno');
    for (let number = 1; number <= 150; number++) bruno.say(`line ${number}`);
    bruno.send('PING fence');
    await bruno.hears(/PONG .*fence/);
    const tap = await Tap.before(server.port);
    const client = await scene.inRoom(tap, 'anna');
    await client.shows(/line 150\b/);
    tap.hold();
    bruno.say('meanwhile');
    bruno.send('PING meanwhile');
    await bruno.hears(/PONG .*meanwhile/);
    await until('older ones to be asked for', async () => {
      await scene.desktop.press('Page_Up');
      return tap.said.includes('CHATHISTORY BEFORE');
    });
    tap.release();
    await client.shows(/line 1\b/);
    bruno.say('afterwards');
    await client.shows('afterwards');
    assert.equal((await client.messages()).match(/meanwhile/g)?.length, 1);
    tap.close();
  });

  it('are seen after more people came and went than the view has lines', async () => {
    const server = await scene.server(0, '--command-rate', '100000');
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    for (let time = 1; time <= 130; time++) bruno.send('PART #lobby', 'JOIN #lobby');
    for (const topic of ['one', 'two', 'three', 'four']) {
      bruno.send(`TOPIC #lobby :Part ${topic}`);
      await client.part('label', `Part ${topic}`);
    }
    bruno.say('here at last');
    await client.shows('here at last');
  });

  it('that came while the room was not in view stand below a line', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    bruno.say('before');
    await client.shows('before');
    await client.typeMessage('/query bruno');
    await scene.desktop.press('Return');
    await client.shows('Private conversation');
    bruno.say('while you were away');
    await client.part('list item', '#lobby (1)');
    await scene.desktop.press('alt+1');
    await client.shows(/before.*New since you were away.*while you were away/s);
    await scene.picture();
  });

  it('stand below one line only when there is something new again', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const client = await scene.inRoom(server, 'anna');
    for (const text of ['new at first', 'new again']) {
      const front = await scene.inRoom(server, 'carla');
      bruno.say(text);
      await until('the line', async () => new RegExp(`New since[^]*${text}`).test(await client.messages()));
      assert.equal((await client.messages()).match(/New since/g)?.length, 1);
      await front.stop('SIGTERM');
      await client.focused('Your message');
    }
  });
});
