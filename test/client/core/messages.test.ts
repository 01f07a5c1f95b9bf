import assert from 'node:assert/strict';
import fc from 'fast-check';
import { setLanguage } from '../../../src/client/i18n';
import { Opened } from './helpers';

describe('what the server sends', () => {
  const opened = new Opened();
  afterEach(() => opened.closeAll());

  it('every message reaches every client: others are told in words', async () => {
    const { client, peer } = await opened.online();
    peer.send(
      ':dave!d@h JOIN #lobby', ':dave!d@h PRIVMSG #lobby :hi Anna!', ':dave!d@h NICK david', ':david!d@h PART #lobby :tea',
      ':bob!b@h KICK #lobby carol :loud', ':bob!b@h QUIT :gone', ':bea!b@h JOIN #lobby * :Bea', ':bea!b@h QUIT',
    );
    await peer.fence();
    assert.deepEqual(client.told.slice(1), [
      'dave joined', '<dave> hi Anna!', 'dave is now david', 'david left: tea', 'bob removed carol: loud', 'bob left: gone', 'bea joined', 'bea left',
    ]);
    const message = client.session.activeRoom?.items.find((item) => item.kind === 'message');
    assert.ok(message?.kind === 'message' && message.mention);
  });

  it('members stand by rank, then by name, with all their prefixes', async () => {
    const { client, peer } = await opened.online();
    peer.send(':test MODE #lobby +vo carol carol', ':test MODE #lobby -o bob', ':bob!b@h AWAY :lunch', ':zoe!z@h JOIN #lobby');
    await peer.fence();
    assert.deepEqual(client.session.activeRoom?.members, [
      { nick: 'carol', prefix: '@+', away: false },
      { nick: 'bob', prefix: '+', away: true },
      { nick: 'anna', prefix: '', away: false },
      { nick: 'zoe', prefix: '', away: false },
    ]);
  });

  it('HTML stays text, and formatting codes go', async () => {
    const { client, peer } = await opened.online();
    peer.send(':bob!b@h PRIVMSG #lobby :<b>bold</b> \x02really\x02 \x0304,01red\x03 &amp;', ':bob!b@h TOPIC #lobby :<i>\x1dtea\x1d</i>');
    await peer.fence();
    assert.ok(client.told.includes('<bob> <b>bold</b> really red &amp;'));
    assert.equal(client.session.activeRoom?.topic, '<i>tea</i>');
  });

  it('a private message opens a conversation and counts as unread', async () => {
    const { client, peer } = await opened.online();
    peer.send(':bob!b@h PRIVMSG anna :psst');
    await peer.fence();
    const conversation = client.session.rooms[1];
    assert.deepEqual([conversation?.name, conversation?.isChannel, conversation?.unread, conversation?.mentions], ['bob', false, 1, 1]);
    client.session.activate('bob');
    assert.equal(conversation?.unread, 0);
  });

  it('the time is the server\'s', async () => {
    const { client, peer } = await opened.online();
    peer.send('@time=2021-02-03T04:05:06.789Z :bob!b@h PRIVMSG #lobby :old');
    const item = await client.message('old');
    assert.equal(item.time.toISOString(), '2021-02-03T04:05:06.789Z');
  });

  it('CTCP is answered, but only so often', async () => {
    const { client, peer } = await opened.online();
    for (let count = 0; count < 20; count++) peer.send(':bob!b@h PRIVMSG anna :\x01VERSION\x01');
    await peer.fence();
    assert.equal(peer.lines.filter((line) => line.includes('VERSION')).length, 3);
    assert.equal(client.session.phase.name, 'online');
  });

  it('a kick is told and the room stays in view', async () => {
    const { client, peer } = await opened.online();
    peer.send(':bob!b@h KICK #lobby anna :enough');
    await peer.fence();
    assert.equal(client.told.at(-1), 'bob removed you from #lobby: enough');
    assert.equal(client.session.activeRoom?.name, '#lobby');
  });

  it('our own new name is told to the window', async () => {
    const { client } = await opened.online();
    client.session.submit('/nick bea');
    assert.equal((await client.next('phase')).phase.name, 'online');
    assert.ok(client.session.phase.name === 'online' && client.session.phase.nick === 'bea');
    assert.equal(client.told.at(-1), 'You are now bea');
  });

  it('a flood is taken in turns: the loop goes on, and a room keeps its newest items', async () => {
    const { client, peer } = await opened.online();
    const total = 40_000;
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    peer.send(Array.from({ length: total }, (_, index) => `:bob!b@h PRIVMSG #lobby :${index}`).join('\r\n'));
    await client.message(String(total - 1));
    clearInterval(timer);
    assert.ok(turns > 2, `the loop turned ${turns} times`);
    assert.ok((client.session.activeRoom?.items.length ?? 0) <= 5200);
    assert.equal(client.told.at(-1), `<bob> ${total - 1}`);
  });

  it('hostile servers fill nothing without a bound', async () => {
    const { client, peer } = await opened.online();
    for (let index = 0; index < 1000; index++) peer.send(`:p${index}!u@h PRIVMSG anna :hi`, `:test BATCH +${index} netjoin`);
    await peer.fence();
    assert.ok(client.session.rooms.length <= 300);
  });

  it('a line without an end, and one that is too long, do no harm', async () => {
    const { client, peer } = await opened.online();
    peer.socket.write(`:bob!b@h PRIVMSG #lobby :${'x'.repeat(1_000_000)}\r\n`);
    peer.send(':bob!b@h PRIVMSG #lobby :after');
    await client.message('after');
  });

  it('bytes that are not UTF-8 are shown as Latin-1', async () => {
    const { client, peer } = await opened.online();
    peer.socket.write(Buffer.from(':bob!b@h PRIVMSG #lobby :caff\xe8\r\n', 'latin1'));
    await client.message('caffè');
  });

  it('garbage never throws', async () => {
    const { client, peer } = await opened.online();
    const verbs = fc.constantFrom(
      '001', '005', '301', '305', '306', '311', '317', '322', '331', '332', '341', '352', '353', '366', '372', '376', '401', '404', '421', '432',
      '433', '451', '999', 'JOIN', 'PART', 'QUIT', 'NICK', 'KICK', 'TOPIC', 'MODE', 'AWAY', 'PRIVMSG', 'NOTICE', 'PONG', 'CAP', 'BATCH', 'INVITE',
      'FAIL', 'WARN', 'NOTE', 'XYZ',
    );
    const word = fc.oneof(fc.constantFrom('anna', 'bob', '#lobby', '*', '', '@#lobby', '+ov', 'ACK', 'NAK', 'LS', 'NEW', 'DEL', '\x01ACTION', 'PREFIX=(', '+1', '-1'), fc.string({ maxLength: 20 }));
    const lines = fc.record({ tags: fc.string({ maxLength: 20 }), source: word, verb: verbs, params: fc.array(word, { maxLength: 6 }) })
      .map(({ tags, source, verb, params }) => `${tags === '' ? '' : `@${tags.replaceAll(' ', '')} `}:${source} ${verb} ${params.join(' ')}`.replace(/[\r\n]/g, ''));
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(lines, fc.string()), { minLength: 20, maxLength: 60 }), async (garbage) => {
      const harmless = garbage.filter((line) => !/SHUTDOWN|ERROR/i.test(line));
      peer.send(...harmless);
      await peer.fence();
      assert.equal(client.session.phase.name, 'online');
      client.session.rooms.forEach((room) => room.members.forEach(({ nick }) => assert.equal(typeof nick, 'string')));
    }), { numRuns: 60 });
  });
});

describe('the answers to /whois and /who', () => {
  const opened = new Opened();
  afterEach(async () => {
    setLanguage('en', {});
    await opened.closeAll();
  });

  for (const [language, expected] of [
    ['en', ['bob is Bob B. (b@h)', 'bob is on test: A server', 'bob is an operator of the server', 'bob has been quiet for 3 minutes', 'bob is in @#lobby #tea', 'carol is Carol (c@h), away']],
    ['it', ['bob è Bob B. (b@h)', 'bob è su test: A server', 'bob è un operatore del server', 'bob non scrive da 3 minuti', 'bob è in @#lobby #tea', 'carol è Carol (c@h), assente']],
  ] as const) {
    it(`are in the language that was chosen: ${language}`, async () => {
      setLanguage(language, {});
      const server = await opened.server();
      const client = opened.client();
      const arriving = server.nextPeer();
      client.session.connect(server.address, 'anna');
      const peer = await arriving;
      await client.next('item-added');
      await peer.fence();
      const before = client.told.length;
      peer.send(
        ':test 311 anna bob b h * :Bob B.', ':test 312 anna bob test :A server', ':test 313 anna bob :is an operator',
        ':test 317 anna bob 185 1700000000 :seconds idle', ':test 319 anna bob :@#lobby #tea ', ':test 352 anna * c h test carol G :0 Carol',
      );
      await peer.fence();
      assert.deepEqual(client.told.slice(before), expected);
    });
  }
});
