import assert from 'node:assert/strict';
import type { Message } from '../../../src/shared/message';
import { enroll } from '../../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import type { IrcClient } from '../../helpers/irc-client';
import { source, TestServer } from '../../helpers/server';

const numbers = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

/** A server on which anna has said the numbers from 1 to 9 in the shared room. */
async function withNine(): Promise<{ server: TestServer; anna: IrcClient; ids: string[] }> {
  const server = await TestServer.start({ commandBurst: 1000 });
  const anna = await server.join('anna', { capabilities: historian });
  const ids: string[] = [];
  for (const text of numbers(1, 9)) ids.push(await say(anna, '#lobby', text));
  return { server, anna, ids };
}

const timeOf = (messages: readonly Message[]): string => messages[0]?.tags.get('time') ?? '';

// https://ircv3.net/specs/extensions/chathistory
describe('CHATHISTORY', () => {
  it('LATEST gives the newest, oldest first, in a batch, with their ids and times', async () => {
    const { anna, ids } = await withNine();
    const lines = await anna.ask('@label=7 CHATHISTORY LATEST #LOBBY * 2');
    const reference = /^@label=7 :ritrovo\.chat BATCH \+(\w+) chathistory #lobby$/.exec(lines[0] ?? '')?.[1] ?? '?';
    assert.equal(lines.length, 4);
    for (const [line, text] of [[lines[1], '8'], [lines[2], '9']] as const) {
      assert.match(line ?? '', new RegExp(`^@batch=${reference};time=\\S+;msgid=${ids[Number(text) - 1] ?? ''} :${source('anna')} PRIVMSG #lobby :${text}$`));
    }
    assert.equal(lines[3], `:ritrovo.chat BATCH -${reference}`);
  });

  it('LATEST with a point gives only what came after it', async () => {
    const { anna, ids } = await withNine();
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY LATEST #lobby msgid=${ids[5] ?? ''} 50`)), ['7', '8', '9']);
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY LATEST #lobby msgid=${ids[5] ?? ''} 2`)), ['8', '9']);
  });

  it('BEFORE gives what is right before a point, without it', async () => {
    const { anna, ids } = await withNine();
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY BEFORE #lobby msgid=${ids[4] ?? ''} 2`)), ['3', '4']);
  });

  it('AFTER gives what is right after a point, without it', async () => {
    const { anna, ids } = await withNine();
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY AFTER #lobby msgid=${ids[4] ?? ''} 2`)), ['6', '7']);
  });

  it('takes times as points', async () => {
    const { server, anna } = await withNine();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await say(anna, '#lobby', 'late');
    const time = timeOf(await askBatch(anna, 'CHATHISTORY LATEST #lobby * 1'));
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY AFTER #lobby timestamp=${time} 5`)), []);
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY BEFORE #lobby timestamp=${time} 1`)), ['9']);
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY AFTER #lobby timestamp=1971-01-01T00:00:00.000Z 1')), ['1']);
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY BEFORE #lobby timestamp=9999-12-31T23:59:59.999Z 1')), ['late']);
    await server.stop();
  });

  it('AROUND gives what surrounds a point, with it; where one side is short the other has its places', async () => {
    const { anna, ids } = await withNine();
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY AROUND #lobby msgid=${ids[4] ?? ''} 5`)), numbers(3, 7));
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY AROUND #lobby msgid=${ids[0] ?? ''} 4`)), numbers(1, 4));
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY AROUND #lobby msgid=${ids[8] ?? ''} 4`)), numbers(6, 9));
  });

  it('BETWEEN counts from its first point, in either direction, without the points', async () => {
    const { anna, ids } = await withNine();
    const [one, nine] = [ids[0] ?? '', ids[8] ?? ''];
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY BETWEEN #lobby msgid=${one} msgid=${nine} 3`)), numbers(2, 4));
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY BETWEEN #lobby msgid=${nine} msgid=${one} 3`)), numbers(6, 8));
    assert.deepEqual(textsOf(await askBatch(anna, `CHATHISTORY BETWEEN #lobby msgid=${one} msgid=${nine} 50`)), numbers(2, 8));
  });

  it('has an empty batch where there is nothing', async () => {
    const { anna } = await withNine();
    const verbs = await anna.askVerbs('CHATHISTORY BEFORE #lobby timestamp=1990-01-01T00:00:00.000Z 10');
    assert.deepEqual(verbs, ['BATCH', 'BATCH']);
  });

  it('gives the lines alone to those without batch, and no tags to those who asked for none', async () => {
    const { server } = await withNine();
    const bob = await server.join('bob');
    assert.deepEqual(await bob.ask('CHATHISTORY LATEST #lobby * 2'), [`:${source('anna')} PRIVMSG #lobby :8`, `:${source('anna')} PRIVMSG #lobby :9`]);
  });

  it('shows to those who join later what was said before, and to nobody outside', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a');
    await say(anna, '#a', 'before');
    const [failure] = await bob.ask('CHATHISTORY LATEST #a * 10');
    assert.match(failure ?? '', /FAIL CHATHISTORY INVALID_TARGET LATEST #a :/);
    await bob.ask('JOIN #a');
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #a * 10')), ['before']);
  });

  it('of an open room is there again when the room is; of a closed one it ends with the last member', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #open', 'JOIN #closed', 'MODE #closed +k secret');
    for (const room of ['#open', '#closed']) await say(anna, room, `in ${room}`);
    await anna.ask('PART #open', 'PART #closed');
    await bob.ask('JOIN #open', 'JOIN #closed');
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #open * 10')), ['in #open']);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #closed * 10')), []);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH text=closed')), []);
  });

  it('of a closed room ends with a restart as well', async () => {
    const first = await TestServer.start();
    const anna = await first.join('anna', { capabilities: historian });
    await anna.ask('JOIN #closed', 'MODE #closed +i');
    await say(anna, '#closed', 'secret');
    const server = await first.restart();
    const bob = await server.join('bob', { capabilities: historian });
    await bob.ask('JOIN #closed');
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #closed * 10')), []);
  });

  it('of a room goes with it to another name, and takes the place of what an earlier room of that name said', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await anna.ask('JOIN #new');
    await say(anna, '#new', 'of another room');
    await anna.ask('PART #new', 'JOIN #old', 'MARKREAD #old timestamp=2024-01-02T00:00:00.000Z');
    await say(anna, '#old', 'moved');
    await anna.ask('RENAME #old #new');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #new * 10')), ['moved']);
    assert.match((await anna.ask('MARKREAD #new')).at(-1) ?? '', / MARKREAD #new timestamp=2024-01-02T/);
    await anna.ask('JOIN #old');
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #old * 10')), []);
  });

  it('of two people is theirs, both directions, under the name of the other', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    await say(anna, 'bob', 'one');
    await say(bob, 'anna', 'two');
    for (const [client, other] of [[anna, 'bob'], [bob, 'anna']] as const) {
      const messages = await askBatch(client, `CHATHISTORY LATEST ${other} * 10`);
      assert.deepEqual(messages.map(({ source, params }) => [source?.split('!')[0], ...params]), [['anna', 'bob', 'one'], ['bob', 'anna', 'two']]);
    }
    assert.deepEqual(textsOf(await askBatch(carla, 'CHATHISTORY LATEST bob * 10')), []);
    assert.deepEqual(textsOf(await askBatch(carla, 'SEARCH text=one')), []);
  });

  it('of two people is not shown to a stranger who takes the name of one', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await say(anna, 'bob', 'psst');
    bob.send('QUIT');
    await bob.closed();
    await anna.expect(/ QUIT /);
    const stranger = await server.join('bob', { capabilities: historian });
    assert.deepEqual(textsOf(await askBatch(stranger, 'CHATHISTORY LATEST anna * 10')), []);
    assert.deepEqual(await askBatch(stranger, 'CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 10'), []);
    // But she has it still.
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST bob * 10')), ['psst']);
  });

  it('of two people with accounts is theirs wherever and under whatever name they come back', async () => {
    const first = await TestServer.start();
    const { anna } = await first.joinAll(['anna', 'bob'], { capabilities: historian });
    for (const name of ['anna', 'bob']) {
      enroll(first, name);
      first.logIn(name);
    }
    await say(anna, 'bob', 'psst');
    const server = await first.restart();
    const { robert, guest, annina } = await server.joinAll(['robert', 'guest', 'annina'], { capabilities: historian });
    server.logIn('robert', 'Bob');
    server.logIn('annina', 'anna');
    assert.deepEqual(textsOf(await askBatch(robert, 'CHATHISTORY LATEST annina * 10')), ['psst']);
    assert.deepEqual(textsOf(await askBatch(annina, 'CHATHISTORY LATEST robert * 10')), ['psst']);
    assert.deepEqual(textsOf(await askBatch(guest, 'CHATHISTORY LATEST annina * 10')), []);
    assert.deepEqual(textsOf(await askBatch(guest, 'SEARCH text=psst')), []);
  });

  it('of two people goes on when one of them changes the name', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await say(anna, 'bob', 'psst');
    await bob.ask('NICK robert');
    await anna.fence();
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST robert * 10')), ['psst']);
  });

  it('TARGETS lists rooms and people with the time of their latest message', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await say(anna, '#lobby', 'first');
    await new Promise((resolve) => setTimeout(resolve, 3));
    await say(bob, 'anna', 'second');
    await anna.fence();
    const wide = 'timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z';
    const lines = await anna.ask(`CHATHISTORY TARGETS ${wide} 10`);
    assert.match(lines[0] ?? '', /^:ritrovo\.chat BATCH \+\w+ draft\/chathistory-targets$/);
    assert.match(lines[1] ?? '', /:ritrovo\.chat CHATHISTORY TARGETS #lobby \d{4}-\S+Z$/);
    assert.match(lines[2] ?? '', /:ritrovo\.chat CHATHISTORY TARGETS bob \d{4}-\S+Z$/);
    assert.deepEqual((await askBatch(anna, `CHATHISTORY TARGETS ${wide} 1`)).map(({ params }) => params[1]), ['#lobby']);
    const backwards = wide.split(' ').reverse().join(' ');
    assert.deepEqual((await askBatch(anna, `CHATHISTORY TARGETS ${backwards} 1`)).map(({ params }) => params[1]), ['bob']);
    assert.deepEqual(await askBatch(anna, 'CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2001-01-01T00:00:00.000Z 10'), []);
  });

  it('is there after a restart, in order and with the same ids', async () => {
    const { server, anna, ids } = await withNine();
    const before = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 50');
    const again = await (await server.restart()).join('bob', { capabilities: historian });
    const after = await askBatch(again, 'CHATHISTORY LATEST #lobby * 50');
    const shown = (messages: readonly Message[]): unknown[] => messages.map(({ tags, source, params }) => [tags.get('msgid'), tags.get('time'), source, ...params]);
    assert.deepEqual(shown(after), shown(before));
    assert.deepEqual(after.map(({ tags }) => tags.get('msgid')), ids);
  });

  for (const [line, failure] of [
    ['CHATHISTORY', 'INVALID_PARAMS *'],
    ['CHATHISTORY FETCH #lobby * 10', 'INVALID_PARAMS FETCH'],
    ['CHATHISTORY LATEST #lobby 10', 'INVALID_PARAMS LATEST'],
    ['CHATHISTORY LATEST #lobby * * 10', 'INVALID_PARAMS LATEST'],
    ['CHATHISTORY LATEST #lobby * 0', 'INVALID_PARAMS LATEST 0'],
    ['CHATHISTORY LATEST #lobby * ten', 'INVALID_PARAMS LATEST ten'],
    ['CHATHISTORY BEFORE #lobby * 10', 'INVALID_PARAMS BEFORE *'],
    ['CHATHISTORY BEFORE #lobby timestamp=yesterday 10', 'INVALID_PARAMS BEFORE timestamp=yesterday'],
    ['CHATHISTORY BEFORE #lobby msgid=ÄÖ 10', 'INVALID_PARAMS BEFORE msgid=ÄÖ'],
    ['CHATHISTORY BEFORE #lobby number=5 10', 'INVALID_MSGREFTYPE BEFORE #lobby number=5'],
    ['CHATHISTORY TARGETS msgid=abc timestamp=2000-01-01T00:00:00.000Z 10', 'INVALID_PARAMS TARGETS msgid=abc'],
    ['CHATHISTORY LATEST #nowhere * 10', 'INVALID_TARGET LATEST #nowhere'],
    ['CHATHISTORY LATEST nobody * 10', 'INVALID_TARGET LATEST nobody'],
    ['CHATHISTORY BETWEEN #lobby timestamp=2000-01-01T00:00:00.000Z 10', 'INVALID_PARAMS BETWEEN'],
  ] as const) {
    it(`${line} is refused with ${failure}`, async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna', { capabilities: ['standard-replies'] });
      const lines = await anna.ask(line);
      assert.equal(lines.length, 1);
      assert.ok(lines[0]?.startsWith(`:ritrovo.chat FAIL CHATHISTORY ${failure} :`), lines[0]);
    });
  }

  it('is not offered where no history is kept, and nothing is', async () => {
    const server = await TestServer.start({ history: false });
    const anna = await server.join('anna', { capabilities: ['standard-replies', 'echo-message', 'message-tags'] });
    const offered = (await anna.ask('CAP LS 302')).join(' ');
    assert.doesNotMatch(offered, /chathistory|event-playback|message-edit|message-redaction|draft\/search/);
    await say(anna, '#lobby', 'unheard');
    const failures = await anna.ask('CHATHISTORY LATEST #lobby * 10', 'SEARCH text=unheard', 'REDACT #lobby abc', '@draft/target-msgid=abc;draft/edit-text=x EDIT #lobby');
    assert.deepEqual(failures.map((line) => line.split(' ').slice(1, 4).join(' ')), [
      'FAIL CHATHISTORY MESSAGE_ERROR', 'FAIL SEARCH INTERNAL_ERROR', 'FAIL REDACT INVALID_TARGET', 'FAIL EDIT EDIT_FORBIDDEN',
    ]);
  });

  it('is announced in 005', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    guest.send('NICK anna', 'USER a 0 * :a');
    const lines = await guest.fence();
    assert.ok(lines.some((line) => line.includes(' 005 ') && line.includes(' CHATHISTORY=500 ')));
    assert.ok(lines.some((line) => line.includes(' 005 ') && line.includes(' MSGREFTYPES=msgid,timestamp ')));
  });
});

// https://ircv3.net/specs/extensions/chathistory#draftevent-playback
describe('CHATHISTORY with event-playback', () => {
  const capabilities = [...historian, 'draft/event-playback', 'extended-join'];

  it('shows who came and went, topics, modes and names as well', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    await anna.ask('JOIN #a');
    const bob = await server.join('bob', { realname: 'Bob B' });
    await bob.ask('JOIN #a');
    await anna.ask('TOPIC #a :Lunch', 'MODE #a +m', 'MODE #a -m', 'PRIVMSG #a :ciao', 'NICK anne');
    await bob.ask('PART #a :bye', 'JOIN #a');
    await anna.ask('KICK #a bob :out');
    await bob.ask('JOIN #a');
    bob.send('QUIT :gone');
    await bob.closed();
    await anna.expect(/ QUIT /);
    const items = await askBatch(anna, 'CHATHISTORY LATEST #a * 50');
    assert.deepEqual(items.map(({ verb, params }) => [verb, ...params].join(' ')).filter((line) => !line.startsWith('MODE #a +o')), [
      'JOIN #a * Real anna', 'JOIN #a * Bob B', 'TOPIC #a Lunch', 'MODE #a +m', 'MODE #a -m', 'PRIVMSG #a ciao', 'NICK anne',
      'PART #a bye', 'JOIN #a * Bob B', 'KICK #a bob out', 'JOIN #a * Bob B', 'QUIT Quit: gone',
    ]);
    assert.ok(items.every(({ tags }) => tags.has('time')));
  });

  it('says nothing of that to those without it', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await anna.ask('TOPIC #lobby :Lunch');
    await say(anna, '#lobby', 'ciao');
    assert.deepEqual((await askBatch(anna, 'CHATHISTORY LATEST #lobby * 50')).map(({ verb }) => verb), ['PRIVMSG']);
  });

  // https://ircv3.net/specs/client-tags/react and https://ircv3.net/specs/extensions/chathistory#draftchathistory-context-tag
  it('shows reactions right behind their message, and not those that were taken back; typing never', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const bob = await server.join('bob', { capabilities });
    const id = await say(anna, '#lobby', 'lunch?');
    await say(anna, '#lobby', 'anybody?');
    await bob.ask(
      `@+draft/react=yes;+draft/reply=${id} TAGMSG #lobby`,
      `@+draft/react=no;+draft/reply=${id} TAGMSG #lobby`,
      `@+draft/unreact=no;+draft/reply=${id} TAGMSG #lobby`,
      '@+typing=active TAGMSG #lobby',
    );
    const items = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 2');
    assert.deepEqual(items.map(({ verb, tags, params }) => [verb, tags.get('+draft/react') ?? params[1]]), [['PRIVMSG', 'lunch?'], ['TAGMSG', 'yes'], ['PRIVMSG', 'anybody?']]);
    assert.equal(items[1]?.tags.get('+draft/reply'), id);
    assert.ok(items[1].tags.has('draft/chathistory-context'));
  });

  it('keeps a reaction once, without what else came with it, and none that is too long to be one', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const id = await say(anna, '#lobby', 'lunch?');
    const react = (tags: string): string => `@+draft/reply=${id};${tags} TAGMSG #lobby`;
    await anna.ask(react('+draft/react=yes;+other=x'), react('+react=yes'), react(`+draft/react=${'y'.repeat(65)}`), react('+draft/react=no'));
    const [, ...reactions] = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 1');
    assert.deepEqual(reactions.map(({ tags }) => [tags.get('+draft/react'), tags.get('+other')]), [['yes', undefined], ['no', undefined]]);
  });
});

describe('a page of the history', () => {
  // https://ircv3.net/specs/extensions/multiline
  it('costs nobody their connection, however many lines its messages have', async () => {
    const server = await TestServer.start({ sendq: 65_536, commandBurst: 10_000 });
    const anna = await server.join('anna', { capabilities: historian });
    const lines = Array.from({ length: 100 }, () => '@batch=1 PRIVMSG #lobby x');
    for (let message = 0; message < 30; message++) await anna.ask('BATCH +1 draft/multiline #lobby', ...lines, 'BATCH -1');
    const found = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 100');
    assert.ok(found.length >= 100);
    assert.equal(anna.isClosed, false);
  });
});

describe('the tags of a message', () => {
  // https://ircv3.net/specs/client-tags/reply, https://ircv3.net/specs/client-tags/typing, https://ircv3.net/specs/client-tags/channel-context
  it('are kept, but typing', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await say(anna, '#lobby', 'ciao', '+draft/reply=x;+draft/channel-context=#a;+typing=done;+other=a\\sb');
    const [message] = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 1');
    assert.deepEqual([...(message?.tags ?? [])].filter(([key]) => key.startsWith('+')), [['+draft/reply', 'x'], ['+draft/channel-context', '#a'], ['+other', 'a b']]);
  });
});
