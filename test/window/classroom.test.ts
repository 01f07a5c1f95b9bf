import { until } from '../helpers/until';
import { Scene } from './support/scene';

describe('the habits of a classroom', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  it('let people raise a hand; who asked first stands first, and the teacher says who was helped', async () => {
    const server = await scene.server();
    const teacher = await scene.inRoom(server, 'teacher');
    await teacher.typeMessage('/join #class');
    await scene.desktop.press('Return');
    await teacher.shows('You joined #class');
    for (const nick of ['bruno', 'carla']) {
      const pupil = await scene.person(server, nick);
      pupil.send('CAP REQ :message-tags', 'JOIN #class', '@+ritrovo/hand=up TAGMSG #class');
      await teacher.shows(new RegExp(`${nick}( |$)`));
      await teacher.part('list item', `${nick} (hand raised)`);
    }
    await teacher.shows(/2 raised hands:\s+1\. bruno\s+2\. carla/);
    await scene.picture();
    await teacher.click('push button', 'bruno has been helped');
    await teacher.shows(/1 raised hand:\s+1\. carla/);
  });

  it('let everybody raise a hand with Ctrl+H', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    bruno.send('CAP REQ :message-tags');
    const client = await scene.inRoom(server, 'anna');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+h');
    await bruno.hears(/\+ritrovo\/hand=up\S* :anna!\S+ TAGMSG #lobby/);
    await client.part('list item', 'anna (hand raised)');
    await scene.desktop.press('ctrl+h');
    await bruno.hears(/\+ritrovo\/hand=down\S* :anna!\S+ TAGMSG #lobby/);
  });

  it('keep an announcement on top until it is closed', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/join #class');
    await scene.desktop.press('Return');
    await client.shows('You joined #class');
    await scene.desktop.press('alt+o');
    await client.part('menu item', 'Make an announcement…');
    await scene.desktop.press('a');
    await client.shows('Everybody in #class sees this on top until they close it.');
    await scene.desktop.type('The exam starts at ten');
    await scene.desktop.press('Return');
    await client.shows(/Announcement by anna.*The exam starts at ten/s);
    await scene.picture();
    await client.click('push button', 'Close the announcement');
    await client.hides('Announcement by anna');
  });

  it('make a room that only its operators may write in, with one click', async () => {
    const server = await scene.server();
    const client = await scene.inRoom(server, 'anna');
    await client.typeMessage('/join #class');
    await scene.desktop.press('Return');
    await client.shows('You joined #class');
    const bruno = await scene.person(server, 'bruno');
    bruno.send('JOIN #class');
    await bruno.hears(/ 366 \S+ #class /);
    await scene.desktop.press('ctrl+k');
    await client.focused('Go to');
    await scene.desktop.type('only operators');
    await until('the action', async () => (await client.seen()).some(({ role, name }) => role === 'list item' && name.includes('Only operators may write')));
    await scene.desktop.press('Return');
    await bruno.hears(/MODE #class \+m/);
    bruno.say('may I?', '#class');
    await bruno.hears(/ 404 /);
  });
});
