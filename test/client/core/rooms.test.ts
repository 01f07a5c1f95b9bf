import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';
import type { Message } from '../../../src/client/core/events';
import { Cable } from './cable';
import { Opened, words, type Watched } from './helpers';
import { KeptHistory } from './history-server';

function messageOf(client: Watched, text: string): Message {
  const item = client.session.activeRoom?.items.find((one) => one.kind === 'message' && one.text === text);
  return item?.kind === 'message' ? item : assert.fail(`${text} is not there`);
}

describe('rooms and conversations', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('what is unread is counted by room, and the first of it is marked', async () => {
    const { client, peer } = await opened.online();
    client.session.submit('/join tea');
    await client.next('active-room', ({ room }) => room === '#tea');
    peer.send(':bob!b@h PRIVMSG #lobby :one', ':bob!b@h PRIVMSG #lobby :anna?', ':bob!b@h PRIVMSG #tea :seen', ':bob!b@h NOTICE #lobby :three');
    await peer.fence();
    const [lobby, tea] = client.session.rooms;
    assert.deepEqual([lobby?.unread, lobby?.mentions, tea?.unread], [3, 1, 0]);
    client.session.activate('#lobby');
    assert.deepEqual([lobby?.unread, lobby?.mentions], [0, 0]);
    const first = lobby?.items.find(({ id }) => id === lobby.firstUnread);
    assert.equal(first === undefined ? undefined : words(first), '<bob> one', 'the marker stays while the room is open');
    client.session.activate('#tea');
    assert.equal(lobby?.firstUnread, undefined);
  });

  it('what comes while nobody looks is unread in the open room too', async () => {
    const { client, peer } = await opened.online();
    client.session.setAttention(false);
    peer.send(':bob!b@h PRIVMSG #lobby :one', ':bob!b@h PRIVMSG #lobby :two');
    await client.message('two');
    const room = client.session.activeRoom ?? assert.fail();
    assert.equal(room.unread, 2);
    client.session.setAttention(true);
    assert.equal(room.unread, 0);
    assert.equal(words(room.items.find(({ id }) => id === room.firstUnread) ?? assert.fail()), '<bob> one');
    client.session.markRead('#lobby');
    assert.equal(room.firstUnread, undefined);
  });

  it('one is told of mentions and private messages, of all, or of nothing: as set', async () => {
    const { client, peer } = await opened.online({}, { notifications: () => 'mentions' });
    client.session.setAttention(false);
    const told = async (): Promise<string[]> => {
      const before = client.events.length;
      peer.send(':bob!b@h PRIVMSG #lobby :hello', ':bob!b@h PRIVMSG #lobby :hi anna', ':bob!b@h PRIVMSG anna :psst');
      await peer.fence();
      return client.events.slice(before).flatMap((event) => (event.type === 'notification' ? [`${event.room} ${event.reason}`] : []));
    };
    assert.deepEqual(await told(), ['#lobby mention', 'bob private']);
    client.session.setNotificationLevel('#lobby', 'all');
    client.session.setNotificationLevel('bob', 'none');
    assert.deepEqual(await told(), ['#lobby message', '#lobby mention']);
    assert.equal(client.session.rooms[0]?.notificationLevel, 'all');
    client.session.setNotificationLevel('#lobby', undefined);
    client.session.setAttention(true);
    assert.deepEqual(await told(), [], 'what is in view is not told');
  });

  it('the rooms that one was in are joined again, and what came since is unread', async () => {
    const history = new KeptHistory();
    for (const text of ['one', 'two', 'three']) history.say('#tea', 'bob', text);
    const read: string[] = [];
    const server = await opened.server(history.script());
    const client = opened.client({
      roomMemory: {
        levelOf: () => undefined,
        readUpTo: (_at, room) => (room === '#tea' ? new Date(history.rooms.get('#tea')?.[0]?.time ?? 0) : undefined),
        setRead: (at, room, time) => read.push(`${at} ${room} ${time.toISOString()}`),
        roomsOf: (at) => (at === `127.0.0.1:${server.address.port}` ? ['#lobby', '#tea'] : []),
        setRooms: () => undefined,
      },
    });
    client.session.connect(server.address, 'anna');
    await client.next('items-prepended', ({ room }) => room === '#tea');
    assert.deepEqual(server.peers[0]?.lines.filter((line) => line.startsWith('JOIN')), ['JOIN #tea']);
    const [, tea] = client.session.rooms;
    assert.deepEqual([client.session.activeRoom?.name, tea?.name, tea?.unread], ['#lobby', '#tea', 2]);
    client.session.activate('#tea');
    await client.session.quit();
    assert.deepEqual(read, [`127.0.0.1:${server.address.port} #tea ${new Date(history.rooms.get('#tea')?.[2]?.time ?? 0).toISOString()}`]);
  });

  it('how a room was set is known when it is opened again', async () => {
    const asked: string[] = [];
    const { client, server } = await opened.online({}, {
      roomMemory: {
        levelOf: (at, room) => {
          asked.push(`${at} ${room}`);
          return 'none';
        },
        readUpTo: () => undefined, setRead: () => undefined, roomsOf: () => [], setRooms: () => undefined,
      },
    });
    assert.equal(client.session.activeRoom?.notificationLevel, 'none');
    assert.deepEqual(asked, [`127.0.0.1:${server.address.port} #lobby`]);
  });

  for (const monitor of ['MONITOR=100', '']) {
    it(`shows whether the other one of a conversation is there (${monitor === '' ? 'ISON' : 'MONITOR'})`, async () => {
      const { client, peer } = await opened.online({
        intercept: ({ verb, params }, to) => {
          if (verb === 'NICK' && !to.registered) to.welcomeTokens = monitor;
          if (verb === 'MONITOR' && params[0] === '+') to.send(`:test 731 anna :${params[1] ?? ''}`);
          if (verb === 'ISON') to.send(':test 303 anna :');
          return false;
        },
      });
      client.session.submit('/query zoe');
      await client.next('room-changed', ({ room }) => room === 'zoe' && client.session.activeRoom?.presence === 'gone');
      peer.send(':test 730 anna :zoe!z@h');
      await peer.fence();
      assert.equal(client.session.activeRoom?.presence, 'here');
      peer.send(':zoe!z@h AWAY :lunch');
      await peer.fence();
      assert.equal(client.session.rooms[1]?.presence, 'away');
    });
  }

  it('accounts, bots and who is away are known of members', async () => {
    const { client, peer } = await opened.online({
      intercept: ({ verb, params }, to) => {
        if (verb === 'NICK' && !to.registered) to.welcomeTokens = 'WHOX BOT=B';
        if (verb !== 'WHO') return false;
        const token = params[1]?.split(',')[1] ?? '';
        to.send(`:test 354 anna ${token} #lobby bob G@B bobby`, `:test 354 anna ${token} #lobby carol H 0`, ':test 315 anna #lobby :End');
        return true;
      },
    });
    await peer.line(/^WHO #lobby/);
    peer.send(':carol!c@h ACCOUNT caz', ':dan!d@h JOIN #lobby danny :Dan');
    await peer.fence();
    const of = (nick: string): unknown => client.session.activeRoom?.members.find((member) => member.nick === nick);
    assert.deepEqual(of('bob'), { nick: 'bob', prefix: '@+', away: true, account: 'bobby', bot: true });
    assert.deepEqual(of('carol'), { nick: 'carol', prefix: '', away: false, account: 'caz' });
    assert.deepEqual(of('dan'), { nick: 'dan', prefix: '', away: false, account: 'danny' });
    assert.ok(client.told.every((text) => !text.includes('bobby')), 'what the program asks is not shown');
  });

  it('a room that is called otherwise is the same room', async () => {
    const { client, peer } = await opened.online();
    const room = client.session.activeRoom;
    peer.send(':bob!b@h RENAME #lobby #kitchen :we cook', ':bob!b@h PRIVMSG #kitchen :soup?');
    await client.message('soup?');
    assert.equal(client.session.activeRoom, room);
    assert.deepEqual([room?.name, client.session.rooms.length, room?.members.length], ['#kitchen', 1, 3]);
    assert.ok(client.told.includes('The room #lobby is called #kitchen now: we cook'));
  });

  it('another host of ours makes lines shorter', async () => {
    const { client, peer } = await opened.online({ capabilities: 'message-tags' });
    const longest = async (text: string): Promise<number> => {
      const before = peer.lines.length;
      client.session.submit(`${'x'.repeat(1000)} ${text}`);
      await peer.line(new RegExp(`${text}$`));
      return Math.max(...peer.lines.slice(before).filter((line) => line.startsWith('PRIVMSG')).map((line) => line.length));
    };
    const usual = await longest('one');
    peer.send(`:anna!u@h CHGHOST user ${'h'.repeat(40)}`);
    await peer.fence();
    assert.equal(await longest('two'), usual - 'user'.length - 40 + 'u'.length + 'h'.length);
    peer.send(`:test 396 anna ${'h'.repeat(50)} :is now your visible host`);
    await peer.fence();
    assert.equal(await longest('three'), usual - 'user'.length - 50 + 'u'.length + 'h'.length);
  });

  it('what happened is told in words and in parts', async () => {
    const { client, peer } = await opened.online();
    peer.send(':dave!d@h JOIN #lobby', ':bob!b@h MODE #lobby +m', ':dave!d@h PART #lobby :tea');
    await peer.fence();
    const happenings = client.session.activeRoom?.items.flatMap((item) => (item.kind === 'event' && item.happening !== undefined ? [item.happening] : []));
    assert.deepEqual(happenings, [
      { what: 'you-joined', room: '#lobby', again: false }, { what: 'joined', nick: 'dave' }, { what: 'moderated', by: 'bob', on: true },
      { what: 'left', nick: 'dave', reason: 'tea', quit: false },
    ]);
    assert.equal(client.session.activeRoom?.mayWrite, false);
  });
});

describe('a classroom', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('hands are shown in the order in which they were raised, and lowered by their owner or an operator', async () => {
    const { client, peer } = await opened.online();
    const hand = (nick: string, tags: string): void => peer.send(`@${tags} :${nick}!u@h TAGMSG #lobby`);
    hand('carol', 'time=2026-01-01T10:00:02.000Z;+ritrovo/hand=up');
    hand('bob', 'time=2026-01-01T10:00:01.000Z;+ritrovo/hand=up');
    hand('anna', 'time=2026-01-01T10:00:03.000Z;+ritrovo/hand=up');
    hand('carol', '+ritrovo/hand=up');
    hand('nobody', '+ritrovo/hand=up');
    await peer.fence();
    const raised = (): string[] => client.session.activeRoom?.hands.map(({ nick }) => nick) ?? [];
    assert.deepEqual(raised(), ['bob', 'carol', 'anna']);
    hand('carol', '+ritrovo/hand=down;+ritrovo/hand-of=anna');
    await peer.fence();
    assert.deepEqual(raised(), ['bob', 'anna'], 'who is no operator lowers only their own');
    hand('bob', '+ritrovo/hand=down;+ritrovo/hand-of=anna');
    peer.send(':bob!u@h PART #lobby');
    await peer.fence();
    assert.deepEqual(raised(), []);
  });

  it('hands that were raised in the same millisecond stand in one order, in whatever order they are told', async () => {
    const { client, peer } = await opened.online();
    const told = async (...nicks: readonly string[]): Promise<string[]> => {
      for (const nick of nicks) peer.send(`@time=2026-01-01T10:00:01.000Z;+ritrovo/hand=up :${nick}!u@h TAGMSG #lobby`);
      await peer.fence();
      const order = client.session.activeRoom?.hands.map(({ nick }) => nick) ?? [];
      for (const nick of nicks) peer.send(`@+ritrovo/hand=down :${nick}!u@h TAGMSG #lobby`);
      return order;
    };
    assert.deepEqual(await told('bob', 'carol', 'anna'), ['anna', 'bob', 'carol']);
    assert.deepEqual(await told('carol', 'anna', 'bob'), ['anna', 'bob', 'carol']);
  });

  it('an announcement of an operator stays on top until it is closed', async () => {
    const { client, peer } = await opened.online();
    peer.send('@+ritrovo/announce=on :carol!c@h PRIVMSG #lobby :I am important', '@+ritrovo/announce=on :bob!b@h PRIVMSG #lobby :Lunch at noon');
    await client.message('Lunch at noon');
    assert.equal(client.session.activeRoom?.announcement?.text, 'Lunch at noon');
    assert.equal(messageOf(client, 'Lunch at noon').announcement, true);
    assert.equal(messageOf(client, 'I am important').announcement, undefined);
    peer.send('@+ritrovo/announce=off :carol!c@h TAGMSG #lobby');
    await peer.fence();
    assert.ok(client.session.rooms[0]?.announcement);
    peer.send('@+ritrovo/announce=off :bob!b@h TAGMSG #lobby');
    await peer.fence();
    assert.equal(client.session.rooms[0].announcement, undefined);
  });
});

describe('two windows on the real server', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  async function two(config: Parameters<typeof TestServer.start>[0] = {}): Promise<{ server: TestServer; anna: Watched; bob: Watched }> {
    const server = await TestServer.start(config);
    const address = { host: '127.0.0.1', port: server.port, rooms: ['#tea'] };
    const anna = opened.client();
    const bob = opened.client();
    for (const [client, nick] of [[anna, 'anna'], [bob, 'bob']] as const) {
      client.session.connect(address, nick);
      await client.next('active-room', ({ room }) => room === '#tea');
    }
    await anna.next('item-added', ({ item }) => words(item) === 'bob joined');
    return { server, anna, bob };
  }

  it('answer, react, edit, delete and type', async () => {
    const { anna, bob } = await two();
    anna.session.submit('shall we eat?');
    const asked = await bob.message('shall we eat?');
    const msgid = (asked.kind === 'message' ? asked.msgid : undefined) ?? assert.fail('no msgid');
    bob.session.submit('yes', { replyTo: msgid });
    const answer = await anna.message('yes');
    assert.deepEqual(answer.kind === 'message' ? answer.replyTo : undefined, { msgid, nick: 'anna', text: 'shall we eat?' });
    bob.session.react('#tea', msgid, '🎉');
    await anna.next('item-changed');
    assert.deepEqual(messageOf(anna, 'shall we eat?').reactions, [{ text: '🎉', nicks: ['bob'] }]);
    bob.session.unreact('#tea', msgid, '🎉');
    await anna.next('item-changed', ({ item }) => item.kind === 'message' && item.reactions.length === 0);
    anna.session.edit('#tea', msgid, 'shall we eat\nnow?');
    await bob.next('item-changed', ({ item }) => item.kind === 'message' && item.edited !== undefined);
    assert.equal(messageOf(bob, 'shall we eat\nnow?').edited?.before[0], 'shall we eat?');
    bob.session.redact('#tea', msgid);
    await bob.next('action-refused');
    anna.session.redact('#tea', msgid, 'never mind');
    await bob.next('item-changed', ({ item }) => item.kind === 'message' && item.deleted?.reason === 'never mind');
    anna.session.setTyping('#tea', 'active');
    assert.deepEqual((await bob.next('typing')).nicks, ['anna']);
  });

  it('a connection that breaks comes back with what was said meanwhile, without a gap or a double', async () => {
    const { server, bob } = await two({ commandBurst: 1000 });
    const cable = await Cable.to(server.port);
    const carol = opened.client({ stayByDefault: true, backoff: [10] });
    carol.session.connect({ host: '127.0.0.1', port: cable.port, rooms: ['#tea'] }, 'carol');
    await carol.next('active-room', ({ room }) => room === '#tea');
    bob.session.submit('before');
    await carol.message('before');
    cable.cut();
    await bob.next('item-added', ({ item }) => words(item).startsWith('carol left'));
    const missed = Array.from({ length: 250 }, (_, index) => `missed ${index}`);
    bob.session.submit(missed.join('\n'));
    await bob.message('missed 249');
    cable.mend();
    await carol.phase('online');
    bob.session.submit('after');
    const texts = (): string[] => carol.session.activeRoom?.items.flatMap((item) => (item.kind === 'message' ? [item.text] : [])) ?? [];
    while (texts().length < 252) await carol.next('items-reset');
    assert.deepEqual(texts(), ['before', ...missed, 'after']);
    cable.close();
  });

  it('send several lines as one message', async () => {
    const { anna, bob } = await two();
    anna.session.submit('one\n  two\n\nthree', { whole: true });
    const item = await bob.message('one\n  two\n\nthree');
    assert.ok(item.kind === 'message' && item.multiline === true);
    assert.equal((await anna.message('one\n  two\n\nthree')).kind, 'message');
    assert.deepEqual(anna.session.activeRoom?.outgoing, []);
  });

  it('find what was said, on the server and in one room', async () => {
    const { server, anna } = await two();
    anna.session.submit('Perché no?');
    await anna.message('Perché no?');
    const late = opened.client();
    late.session.connect({ host: '127.0.0.1', port: server.port, rooms: ['#tea'] }, 'cleo');
    await late.next('items-prepended', ({ room }) => room === '#tea');
    const search = late.session.search('perché', undefined);
    const local = await late.next('search-results');
    assert.deepEqual([local.search, local.hits.map(({ room, message }) => `${room} ${message.text}`), local.done], [search, ['#tea Perché no?'], false]);
    const remote = await late.next('search-results', ({ done }) => done);
    assert.deepEqual([remote.hits, remote.failed], [[], undefined], 'what is there already does not come again');
  });

  it('an operator announces, quiets the room, and lowers hands', async () => {
    const { server, anna, bob } = await two();
    assert.ok(anna.session.activeRoom?.isOperator, 'who makes a room is its operator');
    anna.session.announce('#tea', 'Test\nat ten');
    await bob.next('room-changed', () => bob.session.activeRoom?.announcement?.text === 'Test at ten');
    anna.session.closeAnnouncement('#tea');
    await bob.next('room-changed', () => bob.session.activeRoom?.announcement === undefined);
    anna.session.setModerated('#tea', true);
    await bob.next('room-changed', () => bob.session.activeRoom?.moderated === true);
    assert.deepEqual([bob.session.activeRoom?.mayWrite, anna.session.activeRoom.mayWrite], [false, true]);
    anna.session.setModerated('#tea', false);
    await bob.next('room-changed', () => bob.session.activeRoom?.moderated === false);
    bob.session.raiseHand('#tea');
    const late = opened.client();
    late.session.connect({ host: '127.0.0.1', port: server.port, rooms: ['#tea'] }, 'late');
    await late.next('room-changed', () => late.session.activeRoom?.hands[0]?.nick === 'bob');
    const since = (client: Watched): number => Math.round((client.session.activeRoom?.hands[0]?.since.getTime() ?? 0) / 1000);
    assert.ok(Math.abs(since(late) - since(bob)) <= 1, 'who comes later sees it, in its place');
    await anna.next('room-changed', () => anna.session.activeRoom?.hands[0]?.nick === 'bob');
    anna.session.lowerHand('#tea', 'bob');
    await bob.next('room-changed', () => bob.session.activeRoom?.hands.length === 0);
  });
});
