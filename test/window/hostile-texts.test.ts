import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { temporaryFolder } from './support/programs';
import { HostileServer } from './support/hostile-server';
import { Scene } from './support/scene';

describe('the words of a hostile server', function () {
  this.timeout(90_000);
  const scene = new Scene();
  scene.install();
  let server: HostileServer | undefined;
  afterEach(() => server?.close());

  /** A picture that nobody has a reason to open, markup that would show it, and who opens which file. */
  function bait(): { readonly folder: string; readonly word: string; readonly words: string; readonly trace: string; readonly opened: () => string[] } {
    const folder = temporaryFolder();
    const canary = path.join(folder, 'canary');
    fs.copyFileSync('assets/ritrovo-64.png', canary);
    const trace = path.join(folder, 'trace');
    // A line has 512 bytes in all.
    const words = `<img src="${canary}"> <body background="${canary}"> &lt;img src="${canary}"&gt;`;
    const opened = (): string[] => fs.readFileSync(trace, 'utf8').split('\n').filter((line) => line.includes('canary'));
    return { folder, word: `<img\tsrc="${canary}">`, words, trace, opened };
  }

  it('are shown as words in every place that it can fill, and nothing of them is opened', async () => {
    const { word, words, trace, folder, opened } = bait();
    const settings = path.join(folder, 'settings');
    fs.mkdirSync(settings);
    fs.writeFileSync(path.join(settings, 'client.json'), JSON.stringify({ recentServers: [words], trustedCertificates: { [words]: words }, preferences: { notifications: 'all' } }));
    server = await HostileServer.start(word, word);
    const client = scene.client({ args: [`127.0.0.1:${server.port}`, '--name', 'anna'], settings, trace });
    await until(`the registration; ${client.output}`, () => server?.heard.some((line) => line.startsWith('JOIN ')));
    const room = `#${word}`;
    const who = `:${word}!${word}@a`;
    server.say(
      `:anna!a@b JOIN ${room}`, `:${word} 332 anna ${room} :${words}`, `:${word} 333 anna ${room} ${word} 1700000000`,
      `:${word} 353 anna = ${room} :@anna +${word} bruno`, `:${word} 366 anna ${room} :${words}`,
      `:carla!c@c JOIN ${room} ${word} :${words}`, `:carla!c@c AWAY :${words}`, `:carla!c@c ACCOUNT ${word}`, `:carla!c@c SETNAME :${words}`,
      `:carla!c@c CHGHOST ${word} ${word}`, `:carla!c@c NICK carla${word}`, `:carla${word}!c@c PART ${room} :${words}`, `${who} KICK ${room} bruno :${words}`,
      `@account=${word};msgid=m1 ${who} PRIVMSG ${room} :anna: ${words}`, `@+draft/reply=m1;msgid=m2 ${who} PRIVMSG ${room} :${words}`,
      `@+draft/react=${word};+draft/reply=m1 ${who} TAGMSG ${room}`, `${who} PRIVMSG ${room} :\x01ACTION ${words}\x01`, `${who} NOTICE ${room} :${words}`,
      `${who} MODE ${room} +o ${word}`, `@+ritrovo/announce=on ${who} NOTICE ${room} :${words}`, `@+ritrovo/hand=up ${who} TAGMSG ${room}`, `@+typing=active ${who} TAGMSG ${room}`,
      `${who} PRIVMSG anna :${words}`, `${who} INVITE anna #${word}2`, `${who} TOPIC ${room} :${words}`, `${who} WALLOPS :${words}`,
      `BATCH +${word} ${word} ${word}`, `@batch=${word} ${who} PRIVMSG ${room} :${words}`, `BATCH -${word}`, `:${word} REDACT ${room} m2 :${words}`,
      `:${word} 761 anna ${room} ${word} * :${words}`, `:${word} 311 anna ${word} ${word} ${word} * :${words}`, `:${word} 330 anna ${word} ${word} :${words}`,
      `:${word} 318 anna ${word} :${words}`, `:${word} 322 anna ${room} 3 :${words}`, `:${word} 401 anna ${word} :${words}`, `:${word} 421 anna ${word} :${words}`,
      `:${word} 482 anna ${room} :${words}`, `:${word} 999 anna ${word} :${words}`, `FAIL * ${word} ${word} :${words}`, `WARN * ${word} ${word} :${words}`, `NOTE ${word} ${word} :${words}`,
      `:${word} 900 anna ${word} ${word} :${words}`, `FAIL REGISTER ${word} ${word} :${words}`, `FAIL NICK ACCOUNT_REQUIRED ${word} :${words}`,
      `${who} PRIVMSG ${room} :the last word`,
    );
    await client.shows('the last word');
    await client.shows(`The name ${word} is protected. Its password?`);
    await scene.picture();
    await client.click('push button', 'Cancel');
    await client.hides('Its password?');
    await client.click('push button', 'Close');
    await scene.desktop.hover(await client.shows(/^Not encrypted$/));
    await client.shows(/‹img/);
    await scene.desktop.press('ctrl+k');
    await client.focused('Go to');
    await scene.desktop.type('img');
    await client.part('list item', `${word} (1)`);
    await scene.desktop.press('Escape');
    await scene.desktop.press('ctrl+f');
    await client.focused(`Search in ${room}`);
    await scene.desktop.type('background');
    await scene.desktop.hover(await until('a hit', async () => (await client.seen()).find(({ role, name }) => role === 'list item' && name.includes('\n'))));
    await client.shows(/‹img/);
    await scene.desktop.press('Escape');
    await scene.desktop.press('ctrl+q');
    await client.ended();
    assert.deepEqual(opened(), []);
  });

  it('ask in one dialog, however many lines ask; the window goes on', async () => {
    const { word, words, trace, opened } = bait();
    server = await HostileServer.start('irc.example', 'word');
    const client = scene.client({ args: [`127.0.0.1:${server.port}`, '--name', 'anna'], trace });
    await until(`the registration; ${client.output}`, () => server?.heard.some((line) => line.startsWith('JOIN ')));
    server.say(':anna!a@b JOIN #lobby', ':irc.example 353 anna = #lobby :anna', ':irc.example 366 anna #lobby :end');
    await client.focused('Your message');
    server.say(...Array.from({ length: 1500 }, (_, count) => `FAIL NICK ACCOUNT_REQUIRED ${word}${count} :${words}`));
    server.say(...Array.from({ length: 1500 }, (_, count) => `FAIL REGISTER BAD ${word}${count} :${words} ${count}`));
    server.say(':bruno!b@b PRIVMSG #lobby :after the flood');
    await client.shows('after the flood');
    await client.shows(/1499/);
    const dialogs = (await client.seen()).filter(({ role }) => role === 'dialog').map(({ name }) => name);
    assert.deepEqual(dialogs.sort(), ['Protect this name', 'Sign in']);
    await client.stop('SIGTERM');
    assert.deepEqual(opened(), []);
  });
});
