import assert from 'node:assert/strict';
import { updateIsupport } from '../../../src/shared/isupport';
import { userModes } from '../../../src/server/user';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, TestServer } from '../../helpers/server';

async function tokensOf(client: IrcClient): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const { params } of await client.askMessages('ISUPPORT')) updateIsupport(known, params.slice(1, -1));
  return known;
}

/** A server with tight limits, anna with a room of her own, and bob in it; both with what the server says of itself. */
async function setUp(): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient; tokens: Map<string, string> }> {
  const server = await TestServer.start({ maxRooms: 3, maxList: 2, maxMonitor: 3, name: 'My Office', commandBurst: 10_000 });
  const { anna, bob } = await server.joinAll(['anna', 'bob']);
  await anna.ask('JOIN #a');
  await bob.ask('JOIN #a');
  await anna.fence();
  return { server, anna, bob, tokens: await tokensOf(anna) };
}

const fits = 'a'.repeat(500);

/** Each token with a trial of what it says. Source: https://modern.ircdocs.horse/#rplisupport-parameters */
const trials: Readonly<Record<string, (value: string, all: Awaited<ReturnType<typeof setUp>>) => Promise<void>>> = {
  ACCOUNTEXTBAN: async (value, { server, anna, bob }) => {
    server.logIn('bob', 'Robert');
    await anna.ask(`MODE #a +b $${value}:ROBERT`);
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x'), ['404']);
  },
  AWAYLEN: async (value, { anna, bob }) => {
    await bob.ask(`AWAY :${fits}`);
    assert.equal(numericsOf(await anna.ask('WHOIS bob'), '301')[0], `bob :${fits.slice(0, Number(value))}`);
  },
  BOT: async (value, { anna, bob }) => {
    await bob.ask(`MODE bob +${value}`);
    assert.match(numericsOf(await anna.ask('WHO bob'), '352')[0] ?? '', new RegExp(` bob H${value} :`));
  },
  CASEMAPPING: async (value, { anna }) => {
    assert.equal(value, 'ascii');
    assert.deepEqual(numericsOf(await anna.ask('ISON BOB'), '303'), [':bob']);
  },
  CHANLIMIT: async (value, { anna }) => {
    const [prefix, limit] = value.split(':');
    assert.equal(prefix, '#');
    const answers = await anna.askVerbs(...Array.from({ length: Number(limit) }, (_, index) => `JOIN #x${String(index)}`));
    assert.equal(answers.filter((verb) => verb === 'JOIN').length, Number(limit) - 2);
    assert.ok(answers.includes('405'));
  },
  CHANMODES: async (value, { server, anna }) => {
    const [lists = '', always = '', whenSet = '', flags = ''] = value.split(',');
    for (const letter of lists) assert.equal((await anna.ask(`MODE #a +${letter} x`))[0], `:${source('anna')} MODE #a +${letter} x!*@*`);
    for (const letter of always) {
      assert.equal((await anna.ask(`MODE #a +${letter} key`))[0], `:${source('anna')} MODE #a +${letter} key`);
      assert.equal((await anna.ask(`MODE #a -${letter} key`))[0], `:${source('anna')} MODE #a -${letter} *`);
    }
    for (const letter of whenSet) {
      const parameter = letter === 'f' ? '#lobby' : '7';
      assert.equal((await anna.ask(`MODE #a +${letter} ${parameter}`))[0], `:${source('anna')} MODE #a +${letter} ${parameter}`);
      assert.equal((await anna.ask(`MODE #a -${letter}`))[0], `:${source('anna')} MODE #a -${letter}`);
    }
    for (const letter of flags) {
      const sign = server.server.rooms.find('#a')?.flags.has(letter as 'n') === true ? '-' : '+';
      assert.equal((await anna.ask(`MODE #a ${sign}${letter}`))[0], `:${source('anna')} MODE #a ${sign}${letter}`);
    }
  },
  CHANNELLEN: async (value, { anna }) => {
    assert.deepEqual(await anna.askVerbs(`JOIN #${'x'.repeat(Number(value))}`), ['403']);
    assert.ok((await anna.askVerbs(`JOIN #${'x'.repeat(Number(value) - 1)}`)).includes('JOIN'));
  },
  // https://ircv3.net/specs/extensions/chathistory#isupport-tokens
  CHATHISTORY: async (value, { server }) => {
    const carla = await server.join('carla', { capabilities: historian });
    const limit = Number(value);
    for (let sent = 0; sent <= limit; sent += 100) await carla.ask(...Array.from({ length: 100 }, (_, index) => `PRIVMSG #lobby :${String(sent + index)}`));
    assert.equal((await askBatch(carla, `CHATHISTORY LATEST #lobby * ${String(limit)}`)).length, limit);
    assert.equal((await askBatch(carla, `CHATHISTORY LATEST #lobby * ${String(limit + 1)}`)).length, limit);
  },
  CHANTYPES: async (value, { anna }) => {
    assert.equal(value, '#');
    assert.deepEqual(await anna.askVerbs('JOIN &a'), ['403']);
  },
  ELIST: async (value, { anna }) => {
    assert.deepEqual(Array.from(value).sort(), ['C', 'M', 'N', 'T', 'U']);
    assert.equal(numericsOf(await anna.ask('LIST >1,C<60,*a*'), '322').length, 1);
  },
  EXCEPTS: async (value, { anna, bob }) => {
    await anna.ask('MODE #a +b bob', `MODE #a +${value} bob`);
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x'), []);
  },
  EXTBAN: async (value, { anna, bob }) => {
    const [prefix = '', kinds = ''] = value.split(',');
    for (const kind of kinds) assert.equal((await anna.askVerbs(`MODE #a +b ${prefix}${kind}:z`, `MODE #a -b ${prefix}${kind}:z`)).join(), 'MODE,MODE');
    assert.deepEqual(await anna.askVerbs(`MODE #a +b ${prefix}z:x`), ['696']);
    await anna.ask(`MODE #a +b ${prefix}m:bob`);
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x', 'PART #a'), ['404', 'PART']);
    assert.ok((await bob.askVerbs('JOIN #a')).includes('JOIN'));
  },
  FORWARD: async (value, { server, anna }) => {
    await anna.ask('PART #lobby', `MODE #a +i${value} #lobby`);
    const carla = await server.join('carla');
    await carla.ask('PART #lobby');
    const lines = await carla.ask('JOIN #a');
    assert.match(numericsOf(lines, '470')[0] ?? '', /^#a #lobby :/);
    assert.ok(lines.includes(`:${source('carla')} JOIN #lobby`));
  },
  INVEX: async (value, { anna, server }) => {
    await anna.ask(`MODE #a +i${value} carla`);
    const carla = await server.join('carla');
    assert.ok((await carla.askVerbs('JOIN #a')).includes('JOIN'));
  },
  KICKLEN: async (value, { anna }) => {
    assert.deepEqual(await anna.ask(`KICK #a bob :${fits.slice(0, 400)}`), [`:${source('anna')} KICK #a bob :${fits.slice(0, Number(value))}`]);
  },
  MAXLIST: async (value, { anna }) => {
    for (const pair of value.split(',')) {
      const [letter = '', limit = ''] = pair.split(':');
      for (let index = 0; index < Number(limit); index++) assert.deepEqual(await anna.askVerbs(`MODE #a +${letter} n${String(index)}`), ['MODE']);
      assert.deepEqual(await anna.askVerbs(`MODE #a +${letter} more`), ['478']);
    }
  },
  MODES: async (value, { anna }) => {
    const count = Number(value);
    const nicks = Array.from({ length: count - 1 }, () => 'nobody');
    assert.equal((await anna.askVerbs(`MODE #a +${'v'.repeat(count)} ${nicks.join(' ')} bob`)).at(-1), 'MODE');
  },
  MONITOR: async (value, { anna }) => {
    assert.deepEqual(await anna.askVerbs(`MONITOR + ${Array.from({ length: Number(value) }, (_, index) => `m${String(index)}`).join(',')}`), ['731']);
    assert.deepEqual(await anna.askVerbs('MONITOR + more'), ['734']);
  },
  // https://ircv3.net/specs/extensions/chathistory#isupport-tokens
  MSGREFTYPES: async (value, { server }) => {
    const carla = await server.join('carla', { capabilities: historian });
    await say(carla, '#lobby', 'one');
    const id = await say(carla, '#lobby', 'two');
    const answers: Readonly<Record<string, readonly [string, readonly string[]]>> = {
      msgid: [`BEFORE #lobby msgid=${id} 10`, ['one']],
      timestamp: ['AFTER #lobby timestamp=1970-01-01T00:00:00.000Z 10', ['one', 'two']],
    };
    assert.deepEqual(value.split(',').sort(), Object.keys(answers));
    for (const [question, texts] of Object.values(answers)) assert.deepEqual(textsOf(await askBatch(carla, `CHATHISTORY ${question}`)), texts);
    assert.match((await carla.ask(`CHATHISTORY BEFORE #lobby sequence=${id} 10`))[0] ?? '', / FAIL CHATHISTORY INVALID_MSGREFTYPE /);
  },
  NAMELEN: async (value, { anna, bob }) => {
    await bob.ask(`SETNAME :${fits}`);
    assert.equal(numericsOf(await anna.ask('WHOIS bob'), '311')[0], `bob test 127.0.0.1 * :${fits.slice(0, Number(value))}`);
  },
  NETWORK: async (value, { anna }) => {
    assert.equal(value, 'My Office');
    assert.match(numericsOf(await anna.ask('WHOIS bob'), '312')[0] ?? '', / :My Office$/);
  },
  NICKLEN: async (value, { anna }) => {
    assert.deepEqual(await anna.askVerbs(`NICK ${'x'.repeat(Number(value) + 1)}`, `NICK ${'x'.repeat(Number(value))}`), ['432', 'NICK']);
  },
  PREFIX: async (value, { server, anna }) => {
    const [, modes = '', prefixes = ''] = /^\((\w+)\)(.+)$/.exec(value) ?? [];
    assert.equal(modes.length, prefixes.length);
    server.server.rooms.find('#a')?.setRank(server.user('anna'), 16, true);
    for (const [index, mode] of Array.from(modes).entries()) {
      await anna.ask(`MODE #a +${mode} bob`);
      assert.match(numericsOf(await anna.ask('NAMES #a'), '353')[0] ?? '', new RegExp(`\\${prefixes[index] ?? ''}bob`));
      await anna.ask(`MODE #a -${mode} bob`);
    }
  },
  SAFELIST: async (_, { anna }) => {
    assert.equal((await anna.askVerbs('LIST')).at(-1), '323');
  },
  STATUSMSG: async (value, { server, anna, bob }) => {
    server.server.rooms.find('#a')?.setRank(server.user('anna'), 16, true);
    for (const prefix of value) {
      await bob.ask(`PRIVMSG ${prefix}#a :to ${prefix}`);
      assert.deepEqual(await anna.fence(), [`:${source('bob')} PRIVMSG ${prefix}#a :to ${prefix}`]);
    }
    await anna.ask('PRIVMSG @#a :among us');
    assert.deepEqual(await bob.fence(), []);
  },
  TARGMAX: async (value, { anna }) => {
    const limits = new Map(value.split(',').map((pair) => pair.split(':') as [string, string]));
    const many = (count: number): string => Array.from({ length: count }, (_, index) => `n${String(index)}`).join(',');
    assert.equal((await anna.askVerbs(`PRIVMSG ${many(10)} :x`)).filter((verb) => verb === '401').length, Number(limits.get('PRIVMSG')));
    assert.equal((await anna.askVerbs(`KICK #a ${many(20)}`)).filter((verb) => verb === '441').length, Number(limits.get('KICK')));
    assert.equal((await anna.askVerbs(`NAMES ${many(20)}`)).filter((verb) => verb === '366').length, Number(limits.get('NAMES')));
    assert.equal((await anna.askVerbs('WHOIS anna,bob')).filter((verb) => verb === '311').length, Number(limits.get('WHOIS')));
  },
  TOPICLEN: async (value, { anna }) => {
    await anna.ask(`TOPIC #a :${fits.slice(0, 400)}`);
    assert.equal(numericsOf(await anna.ask('TOPIC #a'), '332')[0], `#a :${fits.slice(0, Number(value))}`);
  },
  USERLEN: async (value, { server, anna }) => {
    const guest = await server.connect();
    await guest.ask('NICK carla', `USER ${'u'.repeat(40)} 0 * :C`);
    assert.equal(numericsOf(await anna.ask('WHOIS carla'), '311')[0], `carla ${'u'.repeat(Number(value))} 127.0.0.1 * :C`);
  },
  UTF8ONLY: async (_, { anna }) => {
    anna.sendBytes(Buffer.from('PRIVMSG bob :\xff\r\n', 'latin1'));
    assert.match((await anna.fence())[0] ?? '', /not valid UTF-8/);
  },
  WHOX: async (_, { anna }) => {
    assert.deepEqual(numericsOf(await anna.ask('WHO bob %tn,42'), '354'), ['42 :bob']);
  },
};

/** Whether the last parameter of a line has a colon before it says nothing. */
const withoutColons = (text: string): string => text.replace(/ :(?=\S+$)/, ' ');

describe('ISUPPORT', () => {
  it('has a trial here for every token but those of features that have tests of their own', async () => {
    const { server, tokens } = await setUp();
    const others = server.server.isupport;
    assert.deepEqual([...tokens.keys()].filter((token) => !(token in trials) && !others.has(token)), []);
    for (const [token, value] of others) assert.equal(tokens.get(token), value);
  });

  for (const [token, trial] of Object.entries(trials)) {
    it(`says what is true: ${token}`, async () => {
      const all = await setUp();
      await trial(all.tokens.get(token) ?? assert.fail(`no ${token}`), all);
    });
  }

  // https://modern.ircdocs.horse/#rplmyinfo-004
  it('says the same as 004', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    const lines = await guest.ask('NICK anna', 'USER a 0 * :A');
    const [, , users = '', rooms = '', withParameter = ''] = withoutColons(numericsOf(lines, '004')[0] ?? '').split(' ');
    const tokens = await tokensOf(guest);
    const [lists = '', always = '', whenSet = '', flags = ''] = (tokens.get('CHANMODES') ?? '').split(',');
    const ranks = /^\((\w+)\)/.exec(tokens.get('PREFIX') ?? '')?.[1] ?? '';
    const sorted = (text: string): string => Array.from(text).sort().join('');
    assert.equal(sorted(users), sorted(userModes.join('')));
    assert.equal(sorted(rooms), sorted(lists + always + whenSet + flags + ranks));
    assert.equal(sorted(withParameter), sorted(lists + always + whenSet + ranks));
  });

  it('says all of it, however long the names of the server and of the person are', async () => {
    const icon = `https://example.org/${'x'.repeat(230)}`;
    const server = await TestServer.start({ name: 'W '.repeat(32), icon });
    const anna = await server.join('𠀀'.repeat(32));
    const lines = await anna.ask('ISUPPORT');
    for (const line of lines) assert.ok(line.endsWith(' :are supported by this server') && Buffer.byteLength(line) <= 510, line);
    const tokens = await tokensOf(anna);
    assert.deepEqual([tokens.get('NETWORK'), tokens.get('draft/ICON'), tokens.get('USERLEN')], ['W '.repeat(32), icon, '16']);
  });
});
