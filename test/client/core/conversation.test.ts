import assert from 'node:assert/strict';
import type { Message } from '../../../src/client/core/events';
import { parse } from '../../../src/shared/message';
import { Opened, ourCapabilities, type Peer, type Watched } from './helpers';

const rich = `${ourCapabilities} draft/message-edit draft/message-redaction draft/multiline=max-bytes=2000,max-lines=10`;

function lastMessage(client: Watched): Message {
  const item = client.session.activeRoom?.items.findLast(({ kind }) => kind === 'message');
  return item?.kind === 'message' ? item : assert.fail('there is no message');
}

describe('replies and reactions', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  async function withMessage(capabilities = rich): Promise<{ client: Watched; peer: Peer }> {
    const { client, peer } = await opened.online({ capabilities });
    peer.send('@msgid=one;account=bob :bob!b@h PRIVMSG #lobby :shall we eat?');
    await client.message('shall we eat?');
    return { client, peer };
  }

  it('a reply names the message that it answers', async () => {
    const { client, peer } = await withMessage();
    assert.equal(lastMessage(client).account, 'bob');
    client.session.submit('yes, soup', { replyTo: 'one' });
    const line = await peer.line(/PRIVMSG #lobby :yes, soup/);
    assert.equal(parse(line)?.tags.get('+reply'), 'one');
  });

  for (const tag of ['+reply', '+draft/reply']) {
    it(`a reply of somebody else is shown with what it answers (${tag})`, async () => {
      const { client, peer } = await withMessage();
      peer.send(`@msgid=two;${tag}=one :carol!c@h PRIVMSG #lobby :yes`, `@msgid=three;${tag}=gone :carol!c@h PRIVMSG #lobby :and this?`);
      await client.message('and this?');
      const [reply, toNothing] = (client.session.activeRoom?.items ?? []).slice(-2).map((item) => (item.kind === 'message' ? item.replyTo : undefined));
      assert.deepEqual(reply, { msgid: 'one', nick: 'bob', text: 'shall we eat?' });
      assert.deepEqual(toNothing, { msgid: 'gone', nick: undefined, text: undefined });
    });
  }

  it('an answer quotes what it answers as it is now', async () => {
    const { client, peer } = await withMessage();
    peer.send('@msgid=two;+reply=one :carol!c@h PRIVMSG #lobby :yes');
    await client.message('yes');
    peer.send('@draft/target-msgid=one;draft/edit-text=shall\\swe\\sgo? :bob!b@h EDIT #lobby');
    await peer.fence();
    assert.deepEqual(lastMessage(client).replyTo, { msgid: 'one', nick: 'bob', text: 'shall we go?' });
    peer.send(':bob!b@h REDACT #lobby one');
    await peer.fence();
    assert.deepEqual(lastMessage(client).replyTo, { msgid: 'one', nick: 'bob', text: '', deleted: true });
  });

  it('an answer to us counts as a mention', async () => {
    const { client, peer } = await withMessage();
    peer.send('@msgid=mine :anna!u@h PRIVMSG #lobby :soup?', '@msgid=two;+reply=one :carol!c@h PRIVMSG #lobby :no', '@msgid=three;+reply=mine :carol!c@h PRIVMSG #lobby :yes');
    await client.message('yes');
    const mentions = client.session.activeRoom?.items.flatMap((item) => (item.kind === 'message' ? [item.mention] : []));
    assert.deepEqual(mentions, [false, false, false, true]);
  });

  it('reactions are counted by person, and can be taken back', async () => {
    const { client, peer } = await withMessage();
    const react = (nick: string, tag: string): void => peer.send(`@+reply=one;${tag} :${nick}!u@h TAGMSG #lobby`);
    react('carol', '+draft/react=👍');
    react('bob', '+draft/react=👍');
    react('Carol', '+draft/react=👍');
    react('bob', '+draft/react=🎉');
    await peer.fence();
    assert.deepEqual(lastMessage(client).reactions, [{ text: '👍', nicks: ['bob', 'Carol'] }, { text: '🎉', nicks: ['bob'] }]);
    react('bob', '+draft/unreact=🎉');
    react('carol', '+draft/unreact=👍');
    await peer.fence();
    assert.deepEqual(lastMessage(client).reactions, [{ text: '👍', nicks: ['bob'] }]);
    const changed = client.events.filter((event) => event.type === 'item-changed');
    assert.ok(changed.every(({ item }) => item.id === lastMessage(client).id));
  });

  it('our own reaction goes to the server', async () => {
    const { client, peer } = await withMessage();
    assert.ok(client.session.features.canReact);
    client.session.react('#lobby', 'one', '🎉');
    const { tags } = parse(await peer.line(/TAGMSG #lobby/)) ?? assert.fail();
    assert.deepEqual([tags.get('+reply'), tags.get('+draft/react')], ['one', '🎉']);
    client.session.unreact('#lobby', 'one', '🎉');
    assert.equal(parse(await peer.line(/unreact/))?.tags.get('+draft/unreact'), '🎉');
  });

  it('a server that denies a tag, or has no tags, is not asked for it', async () => {
    const { client, peer } = await withMessage('echo-message server-time');
    assert.deepEqual([client.session.features.canReact, client.session.features.canTell, client.session.features.canEdit], [false, false, false]);
    client.session.react('#lobby', 'one', '🎉');
    client.session.setTyping('#lobby', 'active');
    client.session.edit('#lobby', 'one', 'x');
    await peer.fence();
    assert.ok(!peer.lines.some((line) => /TAGMSG|EDIT/.test(line)));
  });

  it('CLIENTTAGDENY is obeyed', async () => {
    const { client, peer } = await withMessage();
    peer.send(':test 005 anna CLIENTTAGDENY=*,-reply,-typing :are supported by this server');
    await peer.fence();
    const { canReply, canReact, canTell, hasClassroom } = client.session.features;
    assert.deepEqual([canReply, canReact, canTell, hasClassroom], [true, false, true, false]);
  });

  it('what somebody else sends fills nothing without a bound', async () => {
    const { client, peer } = await withMessage();
    for (let index = 0; index < 2000; index++) peer.send(`@+reply=one;+draft/react=r${index % 200} :p${index}!u@h TAGMSG #lobby`);
    peer.send(`@+reply=one;+draft/react=${'x'.repeat(500)} :bob!u@h TAGMSG #lobby`);
    await peer.fence();
    assert.equal(lastMessage(client).reactions.length, 50);
    assert.ok(lastMessage(client).reactions.every(({ text }) => text.length < 10));
  });
});

describe('edits and deletions', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('an edited message says so and keeps what it said before', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    peer.send('@msgid=one :bob!b@h PRIVMSG #lobby :teh end');
    await client.message('teh end');
    peer.send('@time=2026-01-01T00:00:00.000Z;draft/target-msgid=one;draft/edit-text=the\\s\x02end :bob!b@h EDIT #lobby');
    await peer.fence();
    const { text, formatted, edited } = lastMessage(client);
    assert.deepEqual([text, formatted, edited?.before], ['the end', 'the \x02end', ['teh end']]);
    assert.equal(edited?.time.toISOString(), '2026-01-01T00:00:00.000Z');
  });

  it('a deleted message leaves a trace without its text', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    peer.send('@msgid=one;+reply=zero :bob!b@h PRIVMSG #lobby :secret', '@+reply=one;+draft/react=👍 :carol!c@h TAGMSG #lobby', ':bob!b@h REDACT #lobby one :wrong room', ':bob!b@h REDACT #lobby one', ':bob!b@h REDACT #lobby nothing');
    await peer.fence();
    const message = lastMessage(client);
    assert.deepEqual([message.deleted?.by, message.deleted?.reason], ['bob', 'wrong room']);
    assert.ok(!JSON.stringify(message).includes('secret'));
    assert.deepEqual(message.reactions, []);
  });

  it('are sent as the specifications say, and a refusal is told', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    client.session.edit('#lobby', 'one', 'new; text');
    const { tags, params } = parse(await peer.line(/ EDIT /)) ?? assert.fail();
    assert.deepEqual([tags.get('draft/target-msgid'), tags.get('draft/edit-text'), params], ['one', 'new; text', ['#lobby']]);
    client.session.redact('#lobby', 'one', 'too loud');
    assert.equal(await peer.line(/^REDACT/), 'REDACT #lobby one :too loud');
    peer.send(':test FAIL REDACT REDACT_FORBIDDEN #lobby one :You are not authorised to delete this message');
    const refused = await client.next('action-refused');
    assert.deepEqual([refused.action, refused.room, refused.msgid, refused.why], ['redact', '#lobby', 'one', 'You are not authorised to delete this message']);
  });

  it('an edit that is longer than a line can carry is given back, not lost', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    peer.send('@msgid=one :anna!u@h PRIVMSG #lobby :short');
    await client.message('short');
    const text = 'a; '.repeat(1500);
    client.session.edit('#lobby', 'one', text);
    assert.equal((await client.next('text-returned')).text, text);
    await peer.fence();
    assert.ok(!peer.lines.some((line) => line.includes('EDIT')));
  });
});

describe('typing', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('is told at most every three seconds, and not after the message', async () => {
    const { client, peer } = await opened.online();
    for (let key = 0; key < 50; key++) client.session.setTyping('#lobby', 'active');
    client.session.submit('ciao');
    client.session.setTyping('#lobby', 'done');
    await client.message('ciao');
    await peer.fence();
    assert.deepEqual(peer.lines.filter((line) => line.includes('TAGMSG')), ['@+typing=active TAGMSG #lobby']);
  });

  it('an empty box, another room: they are told that we stopped', async () => {
    const { client, peer } = await opened.online();
    client.session.setTyping('#lobby', 'active');
    client.session.setTyping('#lobby', 'done');
    await peer.line(/\+typing=done TAGMSG #lobby/);
    client.session.setTyping('bob', 'active');
    client.session.setTyping('#lobby', 'active');
    await peer.line(/\+typing=done TAGMSG bob/);
  });

  it('a setting keeps it to ourselves', async () => {
    const { client, peer } = await opened.online({}, { tellTyping: () => false });
    client.session.setTyping('#lobby', 'active');
    await peer.fence();
    assert.ok(!peer.lines.some((line) => line.includes('TAGMSG')));
  });

  it('others who type are named until they send, stop, or leave', async () => {
    const { client, peer } = await opened.online();
    const types = (nick: string, state: string): void => peer.send(`@+typing=${state} :${nick}!u@h TAGMSG #lobby`);
    types('bob', 'active');
    types('carol', 'active');
    types('bob', 'active');
    types('anna', 'active');
    await peer.fence();
    assert.deepEqual(client.session.activeRoom?.typing, ['bob', 'carol']);
    assert.equal(client.events.filter(({ type }) => type === 'typing').length, 2);
    peer.send(':bob!u@h PRIVMSG #lobby :done');
    types('carol', 'done');
    await peer.fence();
    assert.deepEqual(client.session.activeRoom.typing, []);
  });

  it('somebody who says no more of it types no more after six seconds', async () => {
    const { client, peer } = await opened.online();
    peer.send('@+typing=active :bob!u@h TAGMSG #lobby');
    const began = performance.now();
    await client.next('typing', ({ nicks }) => nicks.length === 0);
    assert.ok(performance.now() - began > 5500);
  });
});

describe('messages of several lines', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('come as one, with the line ends where they belong', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    peer.send(
      '@msgid=one;+reply=zero :bob!b@h BATCH +1 draft/multiline #lobby', '@batch=1 :bob!b@h PRIVMSG #lobby hello', '@batch=1 :bob!b@h PRIVMSG #lobby :how is ',
      '@batch=1;draft/multiline-concat :bob!b@h PRIVMSG #lobby :everyone?', '@batch=1 :bob!b@h PRIVMSG #lobby :', '@batch=1 :bob!b@h PRIVMSG #lobby :  bye', 'BATCH -1',
    );
    const item = await client.message('hello\nhow is everyone?\n\n  bye');
    assert.ok(item.kind === 'message' && item.multiline === true && item.msgid === 'one' && item.replyTo?.msgid === 'zero');
  });

  it('are sent as one where the person wants it and the server can', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    const long = Array.from({ length: 100 }, (_, index) => `word${index}`).join('  ');
    client.session.submit(`one\n\n${long}\n`, { whole: true, replyTo: 'zero' });
    await peer.line(/^BATCH -/);
    const lines = peer.lines.map((line) => parse(line) ?? assert.fail());
    const opening = lines.find(({ verb, params }) => verb === 'BATCH' && params[0]?.startsWith('+') === true) ?? assert.fail();
    assert.deepEqual([opening.params.slice(1), opening.tags.get('+reply')], [['draft/multiline', '#lobby'], 'zero']);
    const inside = lines.filter(({ verb }) => verb === 'PRIVMSG');
    assert.ok(inside.every(({ tags }) => `+${tags.get('batch') ?? ''}` === opening.params[0] && !tags.has('label')));
    assert.ok(inside.every(({ params }) => Buffer.byteLength(`:anna!u@h PRIVMSG #lobby :${params[1] ?? ''}\r\n`) <= 512));
    const whole = inside.map(({ tags, params }, index) => `${index === 0 || tags.has('draft/multiline-concat') ? '' : '\n'}${params[1] ?? ''}`).join('');
    assert.equal(whole, `one\n\n${long}`);
  });

  it('that are too many for one message are as few as the server takes', async () => {
    const { client, peer } = await opened.online({ capabilities: rich });
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index}`);
    const text = lines.join('\n');
    assert.equal(client.session.partsOf(text), 3);
    client.session.submit(text, { whole: true });
    for (let part = 0; part < 3; part++) await peer.line(/^BATCH -/);
    const sent = peer.lines.map((line) => parse(line) ?? assert.fail());
    assert.equal(sent.filter(({ verb, params }) => verb === 'BATCH' && params[0]?.startsWith('+') === true).length, 3);
    assert.deepEqual(sent.filter(({ verb }) => verb === 'PRIVMSG').map(({ params }) => params[1]), lines);
  });

  it('that were not echoed are given back as they were typed', async () => {
    const { client, peer } = await opened.online({ capabilities: rich, intercept: ({ verb }) => verb === 'PRIVMSG' });
    client.session.submit('one\n  two', { whole: true });
    await peer.line(/^BATCH -/);
    assert.deepEqual(client.session.activeRoom?.outgoing.map(({ text }) => text), ['one\n  two']);
    peer.socket.destroy();
    assert.equal((await client.next('text-returned')).text, 'one\n  two');
    assert.deepEqual(client.session.rooms[0]?.outgoing, []);
  });
});

describe('a long paste', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('is never more than a few lines ahead of the server, and nothing of it is lost', async () => {
    let sinceAnswer = 0;
    let most = 0;
    const { client } = await opened.online({
      intercept: ({ verb, params }, peer) => {
        if (verb === 'PRIVMSG') most = Math.max(most, ++sinceAnswer);
        if (verb !== 'PING' || !peer.registered) return false;
        // A slow server: it deals with what came before, and then answers.
        setTimeout(() => {
          sinceAnswer = 0;
          peer.send(`:test PONG test :${params[0] ?? ''}`);
        }, 5);
        return true;
      },
    });
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
    client.session.submit(lines.join('\n'));
    await client.message('line 59');
    assert.deepEqual(client.told.slice(-60), lines.map((line) => `<anna> ${line}`));
    assert.ok(most <= 5, `${most} lines at once`);
  });

  for (const capabilities of [rich, 'message-tags server-time']) {
    it(`can be stopped, and what was not sent is given back (${capabilities.includes('echo') ? 'with' : 'without'} echo)`, async () => {
      let answers = true;
      const unanswered: string[] = [];
      const { client, peer } = await opened.online({
        capabilities, intercept: ({ verb, params }, { registered }) => verb === 'PING' && registered && !answers && unanswered.push(params[0] ?? '') > 0,
      });
      await peer.fence();
      answers = false;
      const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
      client.session.submit(lines.join('\n'));
      await peer.line(/line 4$/);
      await peer.fence();
      assert.deepEqual(client.session.activeRoom?.sending, { sent: 5, of: 40 });
      client.session.stopSending('#lobby');
      const { text, why } = await client.next('text-returned');
      assert.equal(text, lines.slice(5).join('\n'));
      assert.match(why, /5 of 40/);
      assert.equal(client.session.activeRoom.sending, undefined);
      answers = true;
      for (const token of unanswered) peer.send(`:test PONG test :${token}`);
      client.session.submit('and now this');
      await peer.line(/and now this$/);
      assert.equal(peer.lines.filter((line) => line.includes('PRIVMSG')).length, 6);
    });
  }

  for (const [what, room, renaming] of [
    ['room', '#lobby', ':bob!b@h RENAME #lobby #hall :bigger'], ['person', 'bob', ':bob!b@h NICK hall'],
  ] as const) {
    it(`whose ${what} has another name comes back from there on, under the new name`, async () => {
      const { client, peer } = await opened.online({ capabilities: rich, intercept: ({ verb }, { registered }) => verb === 'PING' && registered });
      peer.send(':bob!b@h JOIN #lobby', ':bob!b@h PRIVMSG anna :hello');
      await client.message('hello');
      client.session.activate(room);
      const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
      client.session.submit(lines.join('\n'));
      await peer.line(/line 4$/);
      peer.send(renaming);
      const returned = await client.next('text-returned');
      assert.equal(returned.text, lines.slice(5).join('\n'));
      const now = client.session.activeRoom;
      assert.deepEqual([returned.room, now?.name, now?.sending], [what === 'room' ? '#hall' : 'hall', returned.room, undefined]);
    });
  }

  it('of which the connection is lost in the middle is given back from there on, also by a server without echo', async () => {
    const { client, peer } = await opened.online({ capabilities: 'message-tags server-time', intercept: ({ verb }, { registered }) => verb === 'PING' && registered }, { stayByDefault: true, backoff: [60_000] });
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    client.session.submit(lines.join('\n'));
    await peer.line(/line 4$/);
    peer.socket.destroy();
    assert.equal((await client.next('text-returned')).text, lines.slice(5).join('\n'));
    assert.equal(client.session.activeRoom?.sending, undefined);
  });

  it('that is too long is given back whole, with the reason', async () => {
    const { client, peer } = await opened.online();
    const text = Array.from({ length: 1500 }, (_, index) => `line ${index}`).join('\n');
    client.session.submit(text);
    const returned = await client.next('text-returned');
    assert.equal(returned.text, text);
    assert.match(returned.why, /1500 messages/);
    await peer.fence();
    assert.ok(!peer.lines.some((line) => line.includes('PRIVMSG')));
  });
});
