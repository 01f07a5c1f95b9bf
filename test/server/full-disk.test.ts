import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { hashPassword } from '../../src/server/accounts/password';
import { SqliteFile } from '../../src/server/store/sqlite';
import { password } from '../helpers/accounts';
import { historian, say } from '../helpers/history';
import { IrcClient } from '../helpers/irc-client';
import { operatorPassword } from '../helpers/operators';
import { temporaryFolder } from '../helpers/server';
import { ServerProcess } from '../helpers/server-process';

/** All that shows what others do. */
const everything = [...historian, 'account-notify', 'extended-join', 'draft/account-registration', 'draft/channel-rename', 'draft/metadata-2', 'draft/persistence'];

/** A real server whose disk can be full: no file may grow past a limit, so that every write of the database fails. */
class FullableServer {
  private constructor(
    private readonly data: string,
    private readonly process: ServerProcess,
    private readonly port: number,
  ) {}

  static async start(): Promise<FullableServer> {
    const data = temporaryFolder();
    const operator = `root:${await hashPassword(operatorPassword)}`;
    const process = ServerProcess.start('--data', data, '--host', '127.0.0.1', '--port', '0', '--operators', operator, '--command-burst', '1000', '--command-rate', '1000');
    return new FullableServer(data, process, await process.listening());
  }

  fill(): void {
    this.limit('0');
  }

  makeRoom(): void {
    this.limit('unlimited');
  }

  /** Ends the server on the spot. @returns what is in its file */
  async killed(): Promise<SqliteFile> {
    this.process.signal('SIGKILL');
    await this.process.exit();
    return new SqliteFile(path.join(this.data, 'ritrovo.db'));
  }

  async join(nick: string): Promise<IrcClient> {
    const client = await IrcClient.connect(this.port);
    client.send('CAP LS 302', `CAP REQ :${everything.join(' ')}`, `NICK ${nick}`, `USER test 0 * :${nick}`, 'CAP END');
    await client.expect(/ 366 /);
    await client.fence();
    return client;
  }

  private limit(bytes: string): void {
    const { status, stderr } = spawnSync('prlimit', ['--pid', String(this.process.pid), `--fsize=${bytes}:unlimited`]);
    assert.equal(status, 0, String(stderr));
  }
}

interface People {
  readonly anna: IrcClient;
  readonly root: IrcClient;
  readonly newcomer: IrcClient;
  /** The ids of what anna has said. */
  readonly said: string;
  readonly reacted: string;
}

interface Case {
  readonly who?: 'root' | 'newcomer';
  readonly lines: (people: People) => readonly string[];
  /** What the answer is while the disk is full, */
  readonly refused: RegExp;
  /** and what it is when there is room again. */
  readonly done: RegExp;
}

const service = (line: string, refused: RegExp, done: RegExp): Case => ({ lines: () => [line], refused, done });
const byNickServ = /NickServ!\S+ NOTICE \S+ :The server cannot store this, because its disk/;
const byChanServ = /ChanServ!\S+ NOTICE \S+ :The server cannot store this, because its disk/;
const failed = (verb: string): RegExp => new RegExp(`FAIL ${verb} TEMPORARILY_UNAVAILABLE .*:The server cannot store this, because its disk`);

/** Every verb that stores something. In this order each can be done after the one before. */
const cases: Readonly<Record<string, Case>> = {
  'PRIVMSG to a room': { lines: () => ['@label=x PRIVMSG #lobby :to the room'], refused: /^@label=x\S* :\S+ FAIL PRIVMSG TEMPORARILY_UNAVAILABLE #lobby :/, done: /label=x.* PRIVMSG #lobby :to the room/ },
  'PRIVMSG to a person': { lines: () => ['PRIVMSG bob :to bob'], refused: failed('PRIVMSG'), done: / PRIVMSG bob :to bob/ },
  'NOTICE to a room': { lines: () => ['NOTICE #lobby :noticed'], refused: failed('NOTICE'), done: / NOTICE #lobby :noticed/ },
  'several lines': {
    lines: () => ['@label=y BATCH +1 draft/multiline #lobby', '@batch=1 PRIVMSG #lobby :line one', '@batch=1 PRIVMSG #lobby :line two', 'BATCH -1'],
    refused: /^@label=y\S* :\S+ FAIL PRIVMSG TEMPORARILY_UNAVAILABLE #lobby :/, done: /PRIVMSG #lobby :line two/,
  },
  'a reaction': { lines: ({ said }) => [`@+draft/react=👍;+draft/reply=${said} TAGMSG #lobby`], refused: failed('TAGMSG'), done: /TAGMSG #lobby/ },
  'a reaction taken back': { lines: ({ reacted }) => [`@+draft/unreact=🎉;+draft/reply=${reacted} TAGMSG #lobby`], refused: failed('TAGMSG'), done: /TAGMSG #lobby/ },
  'EDIT': { lines: ({ said }) => [`@draft/target-msgid=${said};draft/edit-text=another EDIT #lobby`], refused: /FAIL EDIT TEMPORARILY_UNAVAILABLE #lobby \w+ :/, done: /edit-text=another.* EDIT #lobby/ },
  'MARKREAD': { lines: () => ['MARKREAD #lobby timestamp=2026-01-02T03:04:05.678Z'], refused: /FAIL MARKREAD INTERNAL_ERROR #lobby :/, done: /MARKREAD #lobby timestamp=2026-01-02/ },
  'TOPIC': { lines: () => ['TOPIC #owned :another topic'], refused: failed('TOPIC'), done: /TOPIC #owned :another topic/ },
  'MODE, a flag': { lines: () => ['MODE #owned +m'], refused: failed('MODE'), done: /MODE #owned \+m/ },
  'MODE, a ban': { lines: () => ['MODE #owned +b *!*@192.0.2.1'], refused: failed('MODE'), done: /MODE #owned \+b/ },
  'MODE, a key': { lines: () => ['MODE #owned +k secret'], refused: failed('MODE'), done: /MODE #owned \+k/ },
  'AMODE': service('CS AMODE #owned +v root', byChanServ, /has the rank \+v/),
  'RENAME': { lines: () => ['RENAME #owned #renamed'], refused: failed('RENAME'), done: /RENAME #owned #renamed/ },
  'CS REGISTER': service('CS REGISTER #free', byChanServ, /#free is yours now/),
  'CS TRANSFER': { who: 'root', lines: () => ['CS TRANSFER #free root'], refused: byChanServ, done: /#free belongs to root now/ },
  'CS DROP': { who: 'root', lines: () => ['CS DROP #free #free'], refused: byChanServ, done: /not registered any more/ },
  'METADATA SET': { lines: () => ['METADATA * SET homepage :https://example.org'], refused: failed('METADATA'), done: / 761 .*example/ },
  'METADATA CLEAR': { lines: () => ['METADATA * CLEAR'], refused: failed('METADATA'), done: / 761 / },
  'PERSISTENCE': { lines: () => ['PERSISTENCE SET ON'], refused: failed('PERSISTENCE'), done: /PERSISTENCE STATUS ON ON/ },
  'NS SET PASSWORD': service(`NS SET PASSWORD ${password} ${password}-2`, byNickServ, /password is changed/),
  'NS SET PASSWORD, by a message': service(`PRIVMSG NickServ :SET PASSWORD ${password}-2 ${password}-3`, byNickServ, /password is changed/),
  'REGISTER': { who: 'newcomer', lines: () => [`REGISTER * * ${password}`], refused: failed('REGISTER'), done: /REGISTER SUCCESS/ },
  'NS DROP': { who: 'newcomer', lines: () => [`NS DROP ${password}`], refused: byNickServ, done: /nobody’s now/ },
  'NS RELEASE': { who: 'root', lines: () => ['NS RELEASE newcomer'], refused: byNickServ, done: /can be registered again/ },
  'NS REGISTER': { who: 'newcomer', lines: () => [`NS REGISTER ${password}`], refused: byNickServ, done: /is yours now/ },
  'KLINE': { who: 'root', lines: () => ['KLINE spammer!*@* :no'], refused: failed('KLINE'), done: /BANNED/ },
  'UNKLINE': { who: 'root', lines: () => ['UNKLINE spammer!*@*'], refused: failed('UNKLINE'), done: /UNBANNED/ },
  'DLINE': { who: 'root', lines: () => ['DLINE 192.0.2.7 :no'], refused: failed('DLINE'), done: /BANNED/ },
  'UNDLINE': { who: 'root', lines: () => ['UNDLINE 192.0.2.7'], refused: failed('UNDLINE'), done: /UNBANNED/ },
  'REDACT': { lines: ({ said }) => [`REDACT #lobby ${said} :gone`], refused: /FAIL REDACT TEMPORARILY_UNAVAILABLE #lobby \w+ :/, done: /REDACT #lobby \w+ :?gone/ },
};

describe('a full disk', function () {
  this.timeout(60_000);

  before(function () {
    if (process.platform !== 'linux' || spawnSync('prlimit', ['--version']).status !== 0) this.skip();
  });

  it('has each verb that stores something refused, shown to nobody and without consequence; with room again all of them work', async () => {
    const server = await FullableServer.start();
    const { anna, bob, root, newcomer } = await people(server);
    const said = await say(anna, '#lobby', 'said before');
    const reacted = await say(anna, '#lobby', 'liked before');
    await anna.ask(`@+draft/react=🎉;+draft/reply=${reacted} TAGMSG #lobby`);
    const all = { anna, root, newcomer, said, reacted };
    await Promise.all([bob.fence(), root.fence(), newcomer.fence()]);
    const clients = { anna, root, newcomer };

    for (const [what, { who = 'anna', lines, refused, done }] of Object.entries(cases)) {
      const client = clients[who];
      server.fill();
      const refusal = await client.ask(...lines(all));
      assert.ok(refusal.some((line) => refused.test(line)), `${what}:\n${refusal.join('\n')}`);
      assert.ok(!refusal.some((line) => done.test(line)), `${what} shows success:\n${refusal.join('\n')}`);
      assert.deepEqual(await bob.fence(), [], what);
      server.makeRoom();
      const answer = await client.ask(...lines(all));
      assert.ok(answer.some((line) => done.test(line)), `${what}, with room again:\n${answer.join('\n')}`);
      await bob.fence();
    }
  });

  it('leaves all as it was for those who ask, and so it stands in the file after kill -9', async () => {
    const server = await FullableServer.start();
    const { anna, bob, root, newcomer } = await people(server);
    const said = await say(anna, '#lobby', 'said before');
    const reacted = await say(anna, '#lobby', 'liked before');
    await anna.ask(`@+draft/react=🎉;+draft/reply=${reacted} TAGMSG #lobby`, 'TOPIC #owned :before', 'MODE #owned +b bad!*@*', 'MARKREAD #lobby timestamp=2026-01-01T00:00:00.000Z');
    const ask = async (): Promise<string[]> => (await anna.ask(...questions)).map((line) => line.replace(/batch=\w+|BATCH [+-]\w+|time=[^;\s]+/g, ''));
    const before = await ask();
    assert.ok(before.some((line) => line.endsWith(':said before')) && before.some((line) => line.includes('bad!*@*')), before.join('\n'));

    server.fill();
    const all = { anna, root, newcomer, said, reacted };
    for (const { who = 'anna', lines } of Object.values(cases)) await all[who].ask(...lines(all));
    assert.deepEqual(await ask(), before);
    assert.ok((await root.ask('STATS k')).every((line) => !line.includes('spammer')));
    // What nobody was promised goes on.
    await bob.ask('PART #owned', 'JOIN #owned', 'JOIN #another', 'NICK robert', 'AWAY :lunch');
    assert.deepEqual((await anna.fence()).flatMap((line) => / (PART|JOIN|NICK) /.exec(line)?.[1] ?? []), ['PART', 'JOIN', 'NICK']);
    await bob.ask('@+typing=active TAGMSG #lobby');
    assert.ok((await anna.fence()).some((line) => line.includes('+typing=active')));

    const file = await server.killed();
    const texts = file.prepare('SELECT text FROM messages ORDER BY id').raw().all().flat();
    assert.deepEqual(texts, ['said before', 'liked before']);
    assert.deepEqual(file.prepare('SELECT key FROM accounts ORDER BY key').raw().all().flat(), ['anna', 'root']);
    assert.deepEqual(file.prepare("SELECT name, topic, flags FROM rooms WHERE founder <> ''").raw().all(), [['#owned', 'before', 'nt']]);
    file.close();
  });

  it('has all that many people say in one moment either shown and kept, or refused and lost, also as it becomes full and empty again', async () => {
    const server = await FullableServer.start();
    const nicks = ['anna', 'bob', 'carla', 'dora'];
    const people = await Promise.all(nicks.map((nick) => server.join(nick)));
    await Promise.all(people.map((person) => person.fence()));
    for (let round = 0; round < 30; round++) {
      people.forEach((person, at) => person.send(...[1, 2, 3].map((count) => `PRIVMSG #lobby :${nicks[at] ?? ''} ${round} ${count}`)));
      if (round % 3 === 1) server.fill();
      if (round % 3 === 2) server.makeRoom();
    }
    // What the others have sent may come behind one's own fence, and is there before the next one.
    const first = await Promise.all(people.map((person) => person.fence()));
    const seen = await Promise.all(people.map(async (person, at) => [...(first[at] ?? []), ...(await person.fence())]));
    const texts = seen.map((lines) => lines.flatMap((line) => / PRIVMSG #lobby :(.*)$/.exec(line)?.[1] ?? []));
    const refusals = seen.flat().filter((line) => line.includes('FAIL PRIVMSG'));
    for (const other of texts) assert.deepEqual(other, texts[0]);
    assert.equal(refusals.length + (texts[0]?.length ?? 0), 30 * nicks.length * 3);
    const file = await server.killed();
    assert.deepEqual(file.prepare('SELECT text FROM messages ORDER BY id').raw().all().flat(), texts[0]);
    file.close();
  });
});

/** What is asked for, so that what the server remembers can be compared with the file. */
const questions = [
  'TOPIC #owned', 'MODE #owned', 'MODE #owned b', 'CS AMODE #owned', 'CS INFO #owned', 'CS LIST', 'METADATA * LIST', 'PERSISTENCE GET', 'MARKREAD #lobby', 'NS CERT LIST',
  'CHATHISTORY LATEST #lobby * 50', 'CHATHISTORY LATEST bob * 50',
];

async function people(server: FullableServer): Promise<Record<'anna' | 'bob' | 'root' | 'newcomer', IrcClient>> {
  const anna = await server.join('anna');
  await anna.ask(`REGISTER * * ${password}`, 'JOIN #owned', 'CS REGISTER #owned', 'JOIN #free', 'METADATA * SET colour :blue');
  const bob = await server.join('bob');
  await bob.ask('JOIN #owned', 'JOIN #free', 'METADATA * SUB homepage colour');
  const root = await server.join('root');
  await root.ask(`OPER root ${operatorPassword}`, `REGISTER * * ${password}`);
  const newcomer = await server.join('newcomer');
  return { anna, bob, root, newcomer };
}
