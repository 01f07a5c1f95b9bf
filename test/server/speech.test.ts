import assert from 'node:assert/strict';
import { makeAccount, password } from '../helpers/accounts';
import { historian, say } from '../helpers/history';
import type { IrcClient } from '../helpers/irc-client';
import { TestServer } from '../helpers/server';

/** A word that stands in every text, so that it is found wherever it comes out. */
const word = 'zanzibar';

const capabilities = [
  ...historian, 'draft/event-playback', 'draft/metadata-2', 'draft/channel-rename', 'away-notify', 'account-notify', 'extended-join', 'setname', 'invite-notify', 'chghost', 'account-tag',
];

/** What the operator does so that bob, who is in the room, may not speak. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'a room for those with a rank (+m)': ['MODE #a +m'],
  'a room for accounts (+M)': ['MODE #a +M'],
  'a mute': ['MODE #a +b $m:bob!*@*'],
  'a ban': ['MODE #a +b bob!*@*'],
};

/** Everything with a text that a member can send: the lines, and what it looks like where it happens all the same, without the text. */
const verbs: Readonly<Record<string, { readonly lines: readonly string[]; readonly happens?: RegExp; readonly isPrivileged?: true }>> = {
  PRIVMSG: { lines: [`PRIVMSG #a :${word}`] },
  'PRIVMSG of a rank': { lines: [`PRIVMSG @#a :${word}`, `PRIVMSG +#a :${word}`], isPrivileged: true },
  ACTION: { lines: [`PRIVMSG #a :\x01ACTION ${word}\x01`] },
  NOTICE: { lines: [`NOTICE #a :${word}`] },
  typing: { lines: [`@+typing=active;+x=${word} TAGMSG #a`] },
  reaction: { lines: [`@+draft/react=${word};+draft/reply={id} TAGMSG #a`] },
  multiline: { lines: ['BATCH +1 draft/multiline #a', `@batch=1 PRIVMSG #a :${word}`, '@batch=1 PRIVMSG #a :two', 'BATCH -1'] },
  TOPIC: { lines: [`TOPIC #a :${word}`] },
  EDIT: { lines: [`@draft/target-msgid={id};draft/edit-text=${word} EDIT #a`] },
  REDACT: { lines: [`REDACT #a {id} :${word}`], happens: / REDACT #a \w+$/ },
  PART: { lines: [`PART #a :${word}`], happens: /:bob!\S+ PART #a$/ },
  QUIT: { lines: [`QUIT :${word}`], happens: /:bob!\S+ QUIT :?Quit$/ },
  AWAY: { lines: [`AWAY :${word}`], happens: /:bob!\S+ AWAY :?Away$/ },
  'AWAY and JOIN': { lines: ['PART #lobby', 'PART #a', `AWAY :${word}`, 'JOIN #a'], isPrivileged: true },
  NICK: { lines: [`NICK ${word}`] },
  'NickServ REGAIN': { lines: [`PRIVMSG NickServ :REGAIN ${word}`] },
  SETNAME: { lines: [`SETNAME :${word}`] },
  'METADATA of oneself': { lines: [`METADATA * SET url ${word}`] },
  'METADATA of the room': { lines: [`METADATA #a SET url ${word}`], isPrivileged: true },
  KICK: { lines: [`KICK #a carla :${word}`], isPrivileged: true },
  RENAME: { lines: [`RENAME #a #b :${word}`], isPrivileged: true },
  'MODE with a text': { lines: [`MODE #a +b ${word}!*@*`, `MODE #a +k ${word}`], isPrivileged: true },
};

interface Scene {
  readonly server: TestServer;
  readonly anna: IrcClient;
  readonly bob: IrcClient;
  readonly watchers: readonly IrcClient[];
  readonly id: string;
}

/** anna is the operator of `#a`, bob somebody in it who said something, carla and dora watch; dora is in nothing but `#a`. */
async function scene(): Promise<Scene> {
  const server = await TestServer.start({ commandBurst: 100_000, commandRate: 100_000 });
  const { anna, bob, carla, dora } = await server.joinAll(['anna', 'bob', 'carla', 'dora'], { capabilities });
  await anna.ask('JOIN #a', 'MODE #a -t');
  for (const client of [bob, carla, dora]) await client.ask('JOIN #a', 'METADATA * SUB url');
  await dora.ask('PART #lobby');
  const id = await say(bob, '#a', 'hello');
  return { server, anna, bob, watchers: [carla, dora], id };
}

/** What is no question: the banned cannot come back, and who logs in may speak under +M. */
const isExcepted = (kind: string, verb: string): boolean => (kind === 'a ban' && verb === 'AWAY and JOIN') || (kind.includes('+M') && verb === 'NickServ REGAIN');

/** A line without the account of its sender: to log in is how one is allowed to speak under +M. */
const withoutAccount = (line: string): string => (line.includes(' ACCOUNT ') ? '' : line.replace(/account=\w+/, ''));

describe('Whoever may not speak in a room', () => {
  for (const [kind, changes] of Object.entries(kinds)) {
    it(`gives it no text by any verb, because of ${kind}`, async () => {
      for (const [verb, { lines, happens }] of Object.entries(verbs)) {
        if (isExcepted(kind, verb)) continue;
        const { server, anna, bob, watchers, id } = await scene();
        await anna.ask(...changes);
        for (const watcher of watchers) await watcher.fence();
        if (verb === 'NickServ REGAIN') await makeAccount(server, word);
        await bob.askAnything(...lines.map((line) => line.replace('{id}', id)).map((line) => (verb === 'NickServ REGAIN' ? `${line} ${password}` : line)));
        for (const watcher of watchers) {
          const seen = await watcher.fence();
          assert.deepEqual(seen.filter((line) => withoutAccount(line).includes(word)), [], verb);
          if (happens !== undefined) assert.ok(seen.some((line) => happens.test(line)), `${verb} happens without its text: ${seen.join('\n')}`);
        }
        const later = await anna.ask('CHATHISTORY LATEST #a * 50', 'TOPIC #a');
        assert.deepEqual(later.filter((line) => withoutAccount(line).includes(word)), [], `${verb} in the history`);
        await server.stop();
      }
    }).timeout(60_000);
  }

  it('gives its text where they may', async () => {
    for (const [verb, { lines, isPrivileged }] of Object.entries(verbs)) {
      if (isPrivileged === true) continue;
      const { server, bob, watchers, id } = await scene();
      for (const watcher of watchers) await watcher.fence();
      if (verb === 'NickServ REGAIN') await makeAccount(server, word);
      await bob.askAnything(...lines.map((line) => line.replace('{id}', id)).map((line) => (verb === 'NickServ REGAIN' ? `${line} ${password}` : line)));
      for (const watcher of watchers) assert.ok((await watcher.fence()).some((line) => line.includes(word)), verb);
      await server.stop();
    }
  }).timeout(60_000);

  it('is told why, and what would help', async () => {
    const { server, anna, bob } = await scene();
    await anna.ask('MODE #a +m');
    assert.match((await bob.ask('PRIVMSG #a :x')).join(), / 404 bob #a :Only those with a rank speak in #a now \(\+m\); its operators can give you voice$/);
    await anna.ask('MODE #a -m', 'MODE #a +M');
    assert.match((await bob.ask('NICK robert')).join(), / 447 bob #a :Only people who are logged in speak in #a \(\+M\).*: leave it to change your name$/);
    assert.match((await bob.ask('SETNAME :Robert')).join(), / FAIL SETNAME CANNOT_CHANGE_REALNAME :Only people who are logged in .*: leave it to change your real name$/);
    await anna.ask('MODE #a -M', 'MODE #a +b bob');
    await bob.fence();
    assert.match((await bob.ask('METADATA * SET url x')).join(), / FAIL METADATA KEY_NO_PERMISSION \* url :You are banned or muted in #a: leave it to change this$/);
    server.server.rooms.find('#a')?.setRank(server.user('bob'), 1, true);
    assert.deepEqual(await bob.askVerbs('NICK robert', 'SETNAME :Robert', 'METADATA * SET url x'), ['NICK', 'SETNAME', '761']);
  });

  it('stays logged in as they are, since it may be their account that is silenced', async () => {
    const { server, anna, bob } = await scene();
    for (const name of ['bob', 'berta']) await makeAccount(server, name);
    await bob.askAnything(`PRIVMSG NickServ :IDENTIFY bob ${password}`);
    await anna.ask('MODE #a +b $m:$a:bob');
    await bob.fence();
    for (const [line, words] of [
      ['PRIVMSG NickServ :LOGOUT', 'log out'],
      [`PRIVMSG NickServ :IDENTIFY berta ${password}`, 'log in to berta'],
      [`PRIVMSG NickServ :REGAIN berta ${password}`, 'log in to berta'],
    ] as const) {
      assert.match((await bob.askAnything(line)).join(), new RegExp(`You are banned or muted in #a: leave it to ${words}`));
      assert.match((await bob.ask('PRIVMSG #a :x')).join(), / 404 bob #a /);
    }
    await bob.askAnything('CAP REQ sasl', 'AUTHENTICATE PLAIN');
    assert.match((await bob.askAnything(`AUTHENTICATE ${Buffer.from(`\0berta\0${password}`).toString('base64')}`)).join(), / 904 bob :You are banned or muted in #a/);
    await bob.ask('PART #a');
    assert.match((await bob.askAnything('PRIVMSG NickServ :LOGOUT')).join(), / 901 /);
  });

  it('is heard in another room that they are in, by those who share no room with them that silences them', async () => {
    const { anna, bob, watchers: [carla] } = await scene();
    await anna.ask('MODE #a +m');
    await carla?.ask('PART #a');
    await anna.fence();
    await bob.askAnything(`AWAY :${word}`, `QUIT :${word}`);
    assert.deepEqual((await carla?.fence())?.map((line) => / (AWAY|QUIT) :?(.*)$/.exec(line)?.slice(1).join(' ')), [`AWAY ${word}`, `QUIT Quit: ${word}`]);
    assert.deepEqual((await anna.fence()).map((line) => / (AWAY|QUIT) :?(.*)$/.exec(line)?.slice(1).join(' ')), ['AWAY Away', 'QUIT Quit']);
  });
});
