import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foldUnicode } from '../../src/shared/casemap';
import { parse } from '../../src/shared/message';
import { commands } from '../../src/server/commands';
import { capabilityBits } from '../../src/server/capabilities';
import { listModes } from '../../src/server/mask-list';
import type { IrcClient } from '../helpers/irc-client';
import { TestServer } from '../helpers/server';

const nick = fc.constantFrom('anna', 'ANNA', 'bob', 'carla', '李', 'Straße', 'STRASSE', 'x'.repeat(32), '李'.repeat(32), '1', '*', '');
const roomName = fc.constantFrom('#lobby', '#LOBBY', '#a', '#A', '#b', '#', '0', `#${'李'.repeat(63)}`, 'nowhere');
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => value.replace(/[\0\r\n]/g, '')),
  fc.integer({ min: 0, max: 480 }).map((length) => 'x'.repeat(length)),
);
const modes = fc.stringMatching(/^[+-]?[beIkflqaohvCMQRimnst+-]{0,12}$/);
const mask = fc.constantFrom('*!*@*', 'anna', '$a', '$a:guest*', '$m:*', '$m:$a:guest1', '$z', '*@127.0.0.1', 'x'.repeat(300));
const serviceWords = fc.constantFrom('REGISTER', 'DROP', 'INFO', 'LIST', 'AMODE', 'TRANSFER', 'TRANSFER ACCEPT', 'OP', 'DEOP', 'VOICE', 'HELP');
const capabilityList = fc.array(fc.constantFrom(...Object.keys(capabilityBits), 'sts', 'flying')).map((names) => names.map((name, index) => (index % 3 === 2 ? `-${name}` : name)).join(' '));
const param = fc.oneof(nick, roomName, modes, mask, text, fc.array(fc.oneof(nick, roomName)).map((list) => list.join(',')));
const verb = fc.constantFrom(...commands.keys());

/** Lines that make sense more often than not, and others that do not. */
const line = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('JOIN', 'PART', 'NAMES', 'WHO', 'LIST', 'MODE'), roomName, fc.oneof(fc.constant(''), text)).map((words) => words.join(' ')) },
  { weight: 3, arbitrary: fc.tuple(roomName, modes, param, param).map((params) => `MODE ${params.join(' ')}`) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('PRIVMSG', 'NOTICE', 'TOPIC', '@+a=1;label=x PRIVMSG', '@+t TAGMSG'), fc.oneof(roomName, nick), text).map(([command, to, what]) => `${command} ${to} :${what}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('KICK', 'INVITE'), roomName, nick).map(([command, room, who]) => (command === 'KICK' ? `KICK ${room} ${who} :out` : `INVITE ${who} ${room}`)) },
  { weight: 3, arbitrary: fc.tuple(roomName, fc.constantFrom('+b', '-b', '+e', '+I', '+bm', '+if', '-i+b', 'b'), mask).map((params) => `MODE ${params.join(' ')}`) },
  { weight: 2, arbitrary: fc.tuple(roomName, fc.constantFrom('+q', '-o', '+h', '+v-a', '+o'), nick).map((params) => `MODE ${params.join(' ')}`) },
  { weight: 2, arbitrary: fc.tuple(roomName, roomName).map((names) => `RENAME ${names.join(' ')}`) },
  { weight: 2, arbitrary: fc.tuple(serviceWords, roomName, fc.oneof(nick, roomName, modes), nick).map((words) => `CS ${words.join(' ')}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('+', '-', 'C', 'L', 'S'), nick, nick).map(([sign, ...names]) => `MONITOR ${sign} ${names.join(',')}`) },
  { weight: 1, arbitrary: fc.tuple(fc.oneof(nick, roomName, mask), fc.constantFrom('%tcuihsnflar,42', 'o', '%', 'o%n')).map((words) => `WHO ${words.join(' ')}`) },
  { weight: 1, arbitrary: fc.constantFrom('LIST >1', 'LIST *a*,T<5', 'LIST !*,C>0', 'INVITE', 'WHOWAS guest1', 'HELP MODES', 'STATS m', 'AWAY', 'AWAY :x', 'ISUPPORT', 'JOIN 0') },
  { weight: 2, arbitrary: nick.map((name) => `NICK ${name}`) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('REQ', 'LS', 'LIST', 'END'), capabilityList).map(([sub, list]) => `CAP ${sub} :${list}`) },
  { weight: 2, arbitrary: fc.tuple(verb, fc.array(param, { maxLength: 4 })).map(([command, params]) => `${command} ${params.join(' ')}`) },
  { weight: 1, arbitrary: text },
);

const action = fc.record({ who: fc.nat(2), lines: fc.array(line, { minLength: 1, maxLength: 4 }), cut: fc.integer({ min: 0, max: 40 }) });

/** What must hold of names and rooms at every moment. */
function checkBooks({ server }: TestServer): void {
  for (const client of server.clients) {
    const { user } = client;
    if (user === undefined) continue;
    assert.ok(server.names.find(user.nick) === client, `${user.nick} is somebody else’s`);
    for (const room of user.invitations) assert.ok(room.invited.has(user) && server.rooms.find(room.name) === room, `${room.name} does not know that ${user.nick} is invited`);
    for (const name of server.users.monitor.listOf(client)) assert.ok(server.users.monitor.watchersOf(name).has(client), `nobody watches ${name}`);
    for (const room of user.rooms) {
      assert.ok(room.has(user), `${user.nick} is not in the list of ${room.name}`);
      assert.ok(server.rooms.find(room.name) === room, `${room.name} is another room`);
    }
  }
  const keys = new Set<string>();
  for (const room of server.rooms.all) {
    keys.add(foldUnicode(room.name));
    assert.ok(room.isKept || room.size > 0, `${room.name} is empty`);
    for (const user of room.invited) assert.ok(user.invitations.has(room) && server.clients.has(user.client), `${user.nick} is not invited to ${room.name}`);
    for (const kind of listModes) assert.ok(room.lists[kind].size <= server.config.maxList);
    for (const user of room.members) {
      assert.ok(user.rooms.has(room), `${room.name} is not in the list of ${user.nick}`);
      assert.ok(server.clients.has(user.client), `${user.nick} is gone`);
    }
  }
  assert.equal(keys.size, server.rooms.count);
}

/** What must hold of everything that the server sends. */
function checkLines(lines: readonly string[]): void {
  for (const text of lines) {
    const message = parse(text);
    assert.ok(message !== undefined, text);
    assert.notEqual(message.verb, '400', text);
    const body = text.startsWith('@') ? text.slice(text.indexOf(' ') + 1) : text;
    assert.ok(Buffer.byteLength(body) <= 510, `${String(Buffer.byteLength(body))} bytes: ${text}`);
  }
}

describe('any sequence of commands', () => {
  it('leaves names and rooms in order, is answered in good lines, and is seen alike by two who watch', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (actions) => {
        const server = await TestServer.start({ commandBurst: 1_000_000 });
        try {
          const watchers = Object.values(await server.joinAll(['watcher1', 'watcher2'], { capabilities: ['server-time', 'message-tags', 'extended-join', 'away-notify', 'setname'] }));
          let guests = 0;
          const newcomer = async (): Promise<IrcClient> => {
            const name = `guest${String(++guests)}`;
            const client = await server.join(name);
            // Every second one is logged in.
            if (guests % 2 === 1) server.logIn(name);
            return client;
          };
          const actors = [await newcomer(), await newcomer(), await newcomer()];
          for (const { who, lines, cut } of actions) {
            let actor = actors[who] ?? assert.fail();
            if (cut === 0) actor.destroy();
            if (cut <= 1 || actor.isClosed) actor = actors[who] = await newcomer();
            checkLines(await actor.askAnything(...lines));
            checkBooks(server);
          }
          const seen = await Promise.all(watchers.map((watcher) => watcher.fence()));
          const [one, other] = seen.map((lines) => lines.filter((text) => !text.includes('watcher')));
          assert.deepEqual(one, other);
          checkLines(one ?? []);
        } finally {
          await server.stop();
        }
      }),
      { numRuns: 60, endOnFailure: false },
    );
  });
});
