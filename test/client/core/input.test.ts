import assert from 'node:assert/strict';
import { parse } from '../../../src/shared/message';
import { Opened, words } from './helpers';

const noEcho = 'message-tags server-time';

describe('what is typed', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('Return and the button both send: the text goes to the room, and is shown when its echo comes', async () => {
    const { client, peer } = await opened.online();
    client.session.submit('ciao a tutti');
    assert.notEqual(client.told.at(-1), '<anna> ciao a tutti');
    const item = await client.message('ciao a tutti');
    assert.ok(item.kind === 'message' && item.own && item.style === 'text');
    assert.ok(peer.lines.some((line) => /^@label=\d+ PRIVMSG #lobby :ciao a tutti$/.test(line)));
    assert.equal(client.told.filter((text) => text === '<anna> ciao a tutti').length, 1);
  });

  it('empty text is not sent', async () => {
    const { client, peer } = await opened.online();
    for (const text of ['', '   ', '\n\n', '\0']) client.session.submit(text);
    await peer.fence();
    assert.ok(!peer.lines.some((line) => line.includes('PRIVMSG')));
  });

  it('a text longer than a line may be is split at word boundaries, so that others get each line whole', async () => {
    const { client, peer } = await opened.online({ capabilities: noEcho });
    const text = Array.from({ length: 300 }, (_, index) => `wörter${index}`).join(' ');
    client.session.submit(text);
    await peer.line(/wörter299$/);
    const sent = peer.lines.filter((line) => line.startsWith('PRIVMSG'));
    assert.ok(sent.length > 1);
    for (const line of sent) assert.ok(Buffer.byteLength(`:anna!u@h ${line}\r\n`) <= 512);
    assert.equal(sent.map((line) => parse(line)?.params[1]).join(' '), text);
  });

  it('pasted line breaks become several messages', async () => {
    const { client, peer } = await opened.online({ capabilities: noEcho });
    client.session.submit('one\r\n\r\n/two\nquit\n');
    await peer.fence();
    assert.deepEqual(peer.lines.filter((line) => line.startsWith('PRIVMSG')).map((line) => parse(line)?.params[1]), ['one', '/two', 'quit']);
  });

  it('//text sends /text', async () => {
    const { client } = await opened.online();
    client.session.submit('//etc/hosts');
    await client.message('/etc/hosts');
  });

  it('/me is an action', async () => {
    const { client, peer } = await opened.online();
    client.session.submit('/me waves');
    const item = await client.message('waves');
    assert.ok(item.kind === 'message' && item.style === 'action');
    assert.ok(peer.lines.some((line) => line.includes('PRIVMSG #lobby :\x01ACTION waves\x01')));
  });

  it('an unknown command is given back, and the commands that exist are told', async () => {
    const { client } = await opened.online();
    client.session.submit('/fly away');
    const returned = await client.next('text-returned');
    assert.equal(returned.text, '/fly away');
    assert.equal(returned.room, '#lobby');
    assert.match(client.told.at(-1) ?? '', /There is no command \/fly\. There are: .*\/join.*\/\/fly/);
  });

  it('/join goes to a room and shows it; /part leaves it', async () => {
    const { client, peer } = await opened.online();
    client.session.submit('/join tea');
    assert.equal((await client.next('active-room')).room, '#tea');
    assert.deepEqual(client.session.rooms.map(({ name }) => name), ['#lobby', '#tea']);
    client.session.submit('/part bye all');
    await peer.line(/^PART #tea :bye all$/);
    peer.send(':anna!u@h PART #tea');
    assert.equal((await client.next('active-room')).room, '#lobby');
  });

  it('the other commands send what they say', async () => {
    const { client, peer } = await opened.online({ capabilities: noEcho });
    const commands: [string, string][] = [
      ['/topic tea at five', 'TOPIC #lobby :tea at five'],
      ['/away', 'AWAY :away'],
      ['/back', 'AWAY'],
      ['/whois bob', 'WHOIS bob'],
      ['/who', 'WHO #lobby'],
      ['/invite dave', 'INVITE dave #lobby'],
      ['/kick bob too loud', 'KICK #lobby bob :too loud'],
      ['/mode +m', 'MODE #lobby +m'],
      ['/notice bob hello there', 'NOTICE bob :hello there'],
      ['/msg bob hello there', 'PRIVMSG bob :hello there'],
      ['/list', 'LIST'],
      ['/nick bea', 'NICK bea'],
      ['/quote VERSION :x', 'VERSION :x'],
    ];
    for (const [typed] of commands) client.session.submit(typed);
    await peer.fence();
    for (const [typed, line] of commands) assert.ok(peer.lines.includes(line), `${typed} sends ${line}`);
  });

  it('a command with too little, or what the wire has no form for, is given back with how it is written', async () => {
    const { client } = await opened.online();
    client.session.submit('/msg bob');
    assert.match((await client.next('text-returned')).why, /\/msg NAME TEXT/);
    client.session.submit('/msg :bob hello');
    assert.equal((await client.next('text-returned')).text, '/msg :bob hello');
    client.session.submit('/nick 1 2');
    assert.match((await client.next('text-returned')).why, /A name has/);
  });

  it('/help lists every command', async () => {
    const { client } = await opened.online();
    client.session.submit('/help');
    for (const name of ['/join', '/part', '/me', '/quit', '/topic', 'quit:']) {
      assert.ok(client.told.some((text) => text.startsWith(name)), name);
    }
  });
});

describe('what was typed is never lost', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('text typed while there is no connection is given back with the reason', async () => {
    const { client, peer } = await opened.online();
    peer.socket.destroy();
    await client.phase('lost');
    client.session.submit('still there?');
    const returned = await client.next('text-returned');
    assert.equal(returned.text, 'still there?');
    assert.match(returned.why, /Not sent/);
  });

  it('texts that were written but never echoed are given back when the connection is lost, as they were typed', async () => {
    const { client, peer } = await opened.online({ intercept: ({ verb }) => verb === 'PRIVMSG' });
    const long = Array.from({ length: 200 }, (_, index) => `word${index}`).join(' ');
    client.session.submit(long);
    client.session.submit('//slash');
    client.session.submit('/me waves');
    await peer.fence();
    peer.socket.destroy();
    assert.equal((await client.next('text-returned')).text, `${long}\n//slash\n/me waves`);
  });

  for (const capabilities of ['echo-message labeled-response batch message-tags', 'echo-message', undefined]) {
    it(`a text that the server refuses is given back with its words (${capabilities ?? 'no capabilities'})`, async () => {
      const { client, peer } = await opened.online({ capabilities, intercept: ({ verb }) => verb === 'PRIVMSG' });
      client.session.submit('may I?');
      const line = await peer.line(/PRIVMSG/);
      const label = /^@(label=\d+) /.exec(line)?.[1];
      peer.send(`${label === undefined ? '' : `@${label} `}:test 404 anna #lobby :This room is moderated`);
      const returned = await client.next('text-returned');
      assert.equal(returned.text, 'may I?');
      assert.equal(returned.room, '#lobby');
      assert.equal(returned.why, 'This room is moderated');
    });
  }

  it('an echo without a label takes the oldest text of its room', async () => {
    const { client, peer } = await opened.online({ capabilities: 'echo-message', intercept: ({ verb }) => verb === 'PRIVMSG' });
    client.session.submit('one');
    client.session.submit('two');
    await peer.line(/PRIVMSG #lobby :two/);
    peer.send(':anna!u@h PRIVMSG #lobby :one');
    await client.message('one');
    peer.socket.destroy();
    assert.equal((await client.next('text-returned')).text, 'two');
    assert.ok(client.told.some((text) => text === '<anna> one'));
  });

  it('nothing is given back when everything was echoed', async () => {
    const { client, peer } = await opened.online();
    client.session.submit('one');
    await client.message('one');
    peer.socket.destroy();
    await client.phase('lost');
    assert.ok(!client.events.some(({ type }) => type === 'text-returned'));
    assert.ok(client.session.activeRoom?.items.map(words).includes('<anna> one'));
  });
});
