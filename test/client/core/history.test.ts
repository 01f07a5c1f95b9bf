import assert from 'node:assert/strict';
import type { Watched } from './helpers';
import { Opened, words } from './helpers';
import { historyCapabilities, KeptHistory } from './history-server';

/** The texts of the messages in a room, in order. */
function texts(client: Watched, room = '#lobby'): string[] {
  const found = client.session.rooms.find(({ name }) => name === room);
  return (found?.items ?? []).flatMap((item) => (item.kind === 'message' ? [item.text] : []));
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

describe('the history', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  function kept(count: number, limit?: number): KeptHistory {
    const history = new KeptHistory(limit);
    for (const text of numbers(1, count)) history.say('#lobby', 'bob', text);
    return history;
  }

  it('what was said before stands above when one comes for the first time, and is not unread', async () => {
    const { client } = await opened.online(kept(3).script());
    await client.next('items-prepended');
    assert.deepEqual(texts(client), ['1', '2', '3']);
    assert.equal(words(client.session.activeRoom?.items.at(-1) ?? assert.fail()), 'You joined #lobby');
    assert.equal(client.session.activeRoom?.unread, 0);
  });

  it('older ones are loaded page by page, without a double, until there are none', async () => {
    const history = kept(25, 10);
    const { client } = await opened.online(history.script());
    await client.next('items-prepended');
    assert.deepEqual(texts(client), numbers(16, 25));
    assert.ok(client.session.activeRoom?.hasOlder);
    for (const from of [6, 1]) {
      client.session.loadOlder('#lobby');
      client.session.loadOlder('#lobby');
      await client.next('items-prepended');
      assert.deepEqual(texts(client), numbers(from, 25));
    }
    client.session.loadOlder('#lobby');
    await client.next('room-changed', () => client.session.activeRoom?.hasOlder === false);
    assert.deepEqual(texts(client), numbers(1, 25));
  });

  /** A view that never fills, since all of it folds into one line: at each occasion it asks for older ones. @returns how often it asked */
  function neverFull(client: Watched, most = 1000): () => number {
    let asked = 0;
    client.session.on((event) => {
      const room = client.session.activeRoom;
      if ((event.type !== 'room-changed' && event.type !== 'items-prepended') || room?.hasOlder !== true || room.loadingOlder) return;
      // Without an end the test would not end either.
      if (asked++ < most) client.session.loadOlder(room.name);
    });
    return () => asked;
  }

  it('a view that never fills gets each page once, however often it asks', async () => {
    const history = new KeptHistory(10);
    for (let number = 1; number <= 120; number++) history.keep('#lobby', `:guest${number}!u@h ${number % 2 === 0 ? 'QUIT :bye' : 'JOIN #lobby'}`);
    const { client } = await opened.online(history.script());
    await client.next('items-prepended');
    neverFull(client);
    client.session.loadOlder('#lobby');
    await client.next('room-changed', () => client.session.activeRoom?.hasOlder === false);
    const pages = history.asked.filter((line) => line.startsWith('BEFORE'));
    assert.deepEqual(pages, [...new Set(pages)]);
    assert.equal(pages.length, 12);
    assert.equal(client.session.activeRoom?.items.length, 121);
  });

  it('a page that is refused is not asked for again at once, but after a pause', async () => {
    const history = kept(30, 10);
    const { client, peer } = await opened.online(history.script());
    await client.next('items-prepended');
    history.refuses = true;
    const asked = neverFull(client);
    client.session.loadOlder('#lobby');
    await peer.line(/CHATHISTORY BEFORE/);
    for (let round = 0; round < 5; round++) await peer.fence();
    assert.equal(asked(), 0);
    await peer.line(/CHATHISTORY BEFORE/);
    assert.equal(asked(), 1);
    assert.equal(history.asked.filter((line) => line.startsWith('BEFORE')).length, 2);
  });

  it('a server that gives the same page again and again is asked no further', async () => {
    const history = kept(10, 10);
    const { client, peer } = await opened.online(history.script());
    await client.next('items-prepended');
    history.repeats = true;
    neverFull(client);
    client.session.loadOlder('#lobby');
    await client.next('room-changed', () => client.session.activeRoom?.hasOlder === false);
    await peer.fence();
    assert.equal(history.asked.filter((line) => line.startsWith('BEFORE')).length, 1);
    assert.deepEqual(texts(client), numbers(1, 10));
  });

  it('older messages that come when another part of the past is in view already are not put into it', async () => {
    const history = kept(40, 10);
    const { client, peer } = await opened.online(history.script());
    await client.next('items-prepended');
    client.session.openAround('#lobby', 'm12');
    client.session.loadOlder('#lobby');
    await peer.line(/CHATHISTORY BEFORE/);
    await peer.fence();
    assert.deepEqual(texts(client), numbers(7, 16));
    assert.equal(client.session.activeRoom?.loadingOlder, false);
  });

  it('of two messages that are opened one after the other the last is shown', async () => {
    const history = kept(40, 10);
    const { client, peer } = await opened.online(history.script());
    await client.next('items-prepended');
    client.session.openAround('#lobby', 'm5');
    client.session.openAround('#lobby', 'm30');
    await client.next('items-reset');
    await peer.fence();
    assert.deepEqual(texts(client), numbers(25, 34));
    assert.equal(client.events.filter(({ type }) => type === 'items-reset').length, 1);
  });

  it('answers quote what stands in the same page, and what is loaded later', async () => {
    const history = new KeptHistory(3);
    history.say('#lobby', 'bob', 'far up');
    history.say('#lobby', 'bob', 'first');
    history.keep('#lobby', ':carol!u@h PRIVMSG #lobby :to first', '+reply=m2');
    history.keep('#lobby', ':carol!u@h PRIVMSG #lobby :to far up', '+reply=m1');
    const { client } = await opened.online(history.script());
    await client.next('items-prepended');
    const quoted = (): unknown[] => (client.session.activeRoom?.items ?? []).flatMap((item) => (item.kind === 'message' && item.replyTo !== undefined ? [item.replyTo.text] : []));
    assert.deepEqual(quoted(), ['first', undefined]);
    client.session.loadOlder('#lobby');
    await client.next('item-changed');
    assert.deepEqual(quoted(), ['first', 'far up']);
  });

  for (const missed of [5, 37, 100]) {
    it(`${missed} messages that were missed are filled in after a reconnection, without a gap or a double`, async () => {
      const history = kept(4, 10);
      const { server, client, peer } = await opened.online(history.script(), { stayByDefault: true, backoff: [10] });
      await client.next('items-prepended');
      peer.send(history.say('#lobby', 'bob', '5'));
      await client.message('5');
      const arriving = server.nextPeer();
      peer.socket.destroy();
      for (const text of numbers(6, 5 + missed)) history.say('#lobby', 'bob', text);
      const again = await arriving;
      await client.phase('online');
      // Somebody writes while what was missed is being fetched.
      again.send(history.say('#lobby', 'bob', String(6 + missed)));
      await client.message(String(6 + missed));
      await client.next('items-reset', () => texts(client).length === 6 + missed);
      assert.deepEqual(texts(client), numbers(1, 6 + missed));
      const { items, firstUnread } = client.session.activeRoom ?? assert.fail();
      assert.equal(words(items.find(({ id }) => id === firstUnread) ?? assert.fail()), '<bob> 6');
    });
  }

  it('when more was missed than can be filled in, the newest are shown and the rest is loaded by scrolling up', async () => {
    const history = kept(5, 5);
    const { server, client, peer } = await opened.online(history.script(), { stayByDefault: true, backoff: [10] });
    await client.next('items-prepended');
    const arriving = server.nextPeer();
    peer.socket.destroy();
    for (const text of numbers(6, 200)) history.say('#lobby', 'bob', text);
    await arriving;
    await client.next('items-reset', () => texts(client)[0] === '196');
    assert.deepEqual(texts(client), numbers(196, 200));
    client.session.loadOlder('#lobby');
    await client.next('items-prepended');
    assert.deepEqual(texts(client), numbers(191, 200));
  });

  it('a message far in the past is opened in its context, and scrolling down comes back to now', async () => {
    const history = kept(40, 10);
    const { client } = await opened.online(history.script());
    await client.next('items-prepended');
    client.session.openAround('#lobby', 'm12');
    const reset = await client.next('items-reset');
    assert.deepEqual(texts(client), numbers(7, 16));
    const item = client.session.activeRoom?.items.find(({ id }) => id === reset.focus);
    assert.equal(item === undefined ? undefined : words(item), '<bob> 12');
    assert.ok(client.session.activeRoom?.hasNewer);
    client.session.loadOlder('#lobby');
    await client.next('items-prepended');
    assert.deepEqual(texts(client), numbers(1, 16));
    const room = client.session.activeRoom;
    while (room.hasNewer) {
      client.session.loadNewer('#lobby');
      await client.next('room-changed', () => !room.loadingOlder);
    }
    assert.deepEqual(texts(client), numbers(1, 40));
  });

  it('what comes while the past is in view is there when one comes back', async () => {
    const history = kept(40, 10);
    const { client, peer } = await opened.online(history.script());
    await client.next('items-prepended');
    client.session.openAround('#lobby', 'm5');
    await client.next('items-reset');
    peer.send(history.say('#lobby', 'bob', '41'));
    await client.next('room-changed', () => client.session.activeRoom?.unread === 1);
    assert.ok(!texts(client).includes('41'));
    client.session.showLatest('#lobby');
    assert.equal((await client.next('items-reset')).focus, 'end');
    assert.equal(texts(client).at(-1), '41');
  });

  it('a message that is gone is told', async () => {
    const { client } = await opened.online(kept(3).script());
    client.session.openAround('#lobby', 'nothing');
    assert.equal((await client.next('not-found')).msgid, 'nothing');
  });

  it('joins, reactions, edits and deletions in it are understood, and change no members', async () => {
    const history = new KeptHistory();
    history.say('#lobby', 'bob', 'one');
    history.say('#lobby', 'bob', 'two');
    history.say('#lobby', 'bob', 'three');
    history.keep('#lobby', ':ghost!u@h JOIN #lobby');
    history.keep('#lobby', ':ghost!u@h QUIT :bye');
    history.keep('#lobby', ':carol!u@h TAGMSG #lobby', '+reply=m1;+draft/react=👍');
    history.keep('#lobby', ':bob!u@h REDACT #lobby m2 :oops');
    history.keep('#lobby', ':bob!u@h EDIT #lobby', 'draft/target-msgid=m3;draft/edit-text=drei');
    const { client, peer } = await opened.online(history.script());
    await client.next('items-prepended');
    await peer.fence();
    const [one, two, three] = (client.session.activeRoom?.items ?? []).filter((item) => item.kind === 'message');
    assert.deepEqual(one?.reactions, [{ text: '👍', nicks: ['carol'] }]);
    assert.equal(two?.deleted?.reason, 'oops');
    assert.deepEqual([three?.text, three?.edited?.before], ['drei', ['three']]);
    assert.ok(client.told.includes('ghost joined') && client.told.includes('ghost left: bye'));
    assert.ok(client.session.activeRoom?.members.every(({ nick }) => nick !== 'ghost'));
    assert.equal(client.session.phase.name, 'online');
  });

  it('our own comings, goings and names in it are not told beside “You joined”; those of others are', async () => {
    const history = new KeptHistory();
    for (const line of [
      ':anna!u@h JOIN #lobby', ':anna!u@h NICK anna2', ':anna2!u@h NICK anna', ':anna!u@h PART #lobby :bye',
      ':bob!u@h JOIN #lobby', ':anna!u@h JOIN #lobby', ':anna!u@h QUIT :Quit: later', ':anna!u@h JOIN #lobby', ':bob!u@h NICK bobby',
    ]) history.keep('#lobby', line);
    const { client } = await opened.online(history.script());
    await client.next('items-prepended');
    assert.deepEqual(client.told, ['bob joined', 'bob is now bobby', 'You joined #lobby']);
    assert.equal(client.events.filter(({ type }) => type === 'phase').length, 2);
  });

  it('after a reconnection our own going is not told, though the server has kept it', async () => {
    const history = kept(1);
    const { server, client, peer } = await opened.online(history.script(), { stayByDefault: true, backoff: [10] });
    await client.next('items-prepended');
    peer.send(history.say('#lobby', 'bob', '2'));
    await client.message('2');
    const arriving = server.nextPeer();
    history.keep('#lobby', ':anna!u@h QUIT :Ping timeout');
    history.say('#lobby', 'bob', '3');
    history.keep('#lobby', ':anna!u@h JOIN #lobby');
    peer.socket.destroy();
    await arriving;
    await client.next('items-reset');
    assert.deepEqual(texts(client), ['1', '2', '3']);
    assert.deepEqual(client.told.filter((text) => text.startsWith('anna ')), []);
  });

  it('conversations that went on while we were away are opened with what was said', async () => {
    const history = kept(1);
    history.keep('carol', ':carol!u@h PRIVMSG anna :are you there?');
    const { client } = await opened.online(history.script());
    await client.next('items-prepended', ({ room }) => room === 'carol');
    assert.deepEqual(texts(client, 'carol'), ['are you there?']);
  });

  it('a refusal, and a server that has no history, leave the rooms as they are', async () => {
    const refusing = await opened.online({
      capabilities: historyCapabilities,
      intercept: ({ verb, params, tags }, to) => {
        if (verb === 'CHATHISTORY') to.send(`@label=${tags.get('label') ?? ''} :test FAIL CHATHISTORY INVALID_TARGET ${params[0] ?? ''} ${params[1] ?? ''} :No history here`);
        return verb === 'CHATHISTORY';
      },
    });
    await refusing.peer.fence();
    assert.equal(refusing.client.session.phase.name, 'online');
    assert.ok(!refusing.client.told.includes('No history here'));
    const without = await opened.online();
    without.client.session.loadOlder('#lobby');
    await without.peer.fence();
    assert.ok(!without.peer.lines.some((line) => line.includes('CHATHISTORY')));
    assert.equal(without.client.session.features.hasHistory, false);
  });
});

describe('what was read', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('is told to the server, and not with every message', async () => {
    const history = new KeptHistory();
    const { peer } = await opened.online(history.script());
    for (const text of numbers(1, 20)) peer.send(history.say('#lobby', 'bob', text));
    const line = await peer.line(/^MARKREAD #lobby /);
    assert.equal(line, `MARKREAD #lobby timestamp=${new Date(history.rooms.get('#lobby')?.at(-1)?.time ?? 0).toISOString()}`);
    assert.equal(peer.lines.filter((one) => one.startsWith('MARKREAD #lobby')).length, 1);
  });

  it('what another window of the account has read is no longer unread here', async () => {
    const history = new KeptHistory();
    const { client, peer } = await opened.online(history.script());
    client.session.setAttention(false);
    const lines = ['one', 'two', 'hi anna'].map((text) => history.say('#lobby', 'bob', text));
    peer.send(...lines);
    await client.message('hi anna');
    assert.deepEqual([client.session.activeRoom?.unread, client.session.activeRoom?.mentions], [3, 1]);
    const time = history.rooms.get('#lobby')?.[1]?.time ?? 0;
    peer.send(`:test MARKREAD #lobby timestamp=${new Date(time).toISOString()}`);
    await peer.fence();
    assert.deepEqual([client.session.activeRoom?.unread, client.session.activeRoom?.mentions], [1, 1]);
    peer.send(':test MARKREAD #lobby timestamp=2030-01-01T00:00:00.000Z');
    await peer.fence();
    assert.deepEqual([client.session.activeRoom?.unread, client.session.activeRoom?.mentions], [0, 0]);
  });

  it('the marker says where one left off when the room is joined: what came since is unread', async () => {
    const history = new KeptHistory();
    for (const text of numbers(1, 5)) history.say('#lobby', 'bob', text);
    const server = await opened.server(history.script({ room: undefined }));
    const client = opened.client({ room: '#tea' });
    client.session.setAttention(false);
    server.script = history.script({
      room: undefined,
      intercept: ({ verb, params: [room] }, peer) => {
        if (verb === 'JOIN' && room === '#lobby') peer.send(`:anna!u@h JOIN #lobby`, `:test MARKREAD #lobby timestamp=${new Date(history.rooms.get('#lobby')?.[2]?.time ?? 0).toISOString()}`, ':test 366 anna #lobby :End');
        return verb === 'JOIN' && room === '#lobby';
      },
    });
    client.session.connect(server.address, 'anna');
    await client.next('item-added', ({ item }) => words(item) === 'You joined #tea');
    client.session.submit('/quote JOIN #lobby');
    await client.next('items-prepended', ({ room }) => room === '#lobby');
    const lobby = client.session.rooms.find(({ name }) => name === '#lobby');
    assert.equal(lobby?.unread, 2);
    const first = lobby.items.find(({ id }) => id === lobby.firstUnread);
    assert.equal(first === undefined ? undefined : words(first), '<bob> 4');
  });
});
