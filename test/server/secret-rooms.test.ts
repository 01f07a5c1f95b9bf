import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../helpers/accounts';
import { historian, say } from '../helpers/history';
import type { IrcClient } from '../helpers/irc-client';
import { TestServer } from '../helpers/server';

const capabilities = [...historian, 'draft/metadata-2', 'draft/channel-rename', 'draft/event-playback', 'multi-prefix', 'invite-notify'];

/** Every line that names a room, as an outsider may send it; `$` stands for the room, `{id}` for the id of a message in the secret one. */
const questions = [
  'TOPIC $', 'TOPIC $ :mine', 'TOPIC $ :', 'PART $', 'PART $ :bye', 'PART #lobby,$ :bye', 'INVITE anna $', 'INVITE nobody $', 'INVITE bob $', 'KICK $ anna :out', 'KICK $ nobody', 'KICK $ bob',
  'PRIVMSG $ :hello', 'NOTICE $ :hello', '@+typing=active TAGMSG $', '@+draft/react=x;+draft/reply={id} TAGMSG $', 'PRIVMSG @$ :hello', 'PRIVMSG ~$ :hello', 'PRIVMSG $ :\x01VERSION\x01',
  'MODE $', 'MODE $ b', 'MODE $ +b', 'MODE $ e', 'MODE $ I', 'MODE $ +o bob', 'MODE $ -s', 'MODE $ +k key', 'MODE $ +vv anna nobody',
  'NAMES $', 'NAMES #lobby,$', 'WHO $', 'WHO $ %cnf', 'WHO $ o', 'LIST $', 'LIST #lobby,$', 'LIST *', 'LIST >0', 'LIST C<9,T<9', 'WHOIS anna', 'WHOIS $', 'WHOWAS $', 'ISON $', 'USERHOST $', 'MONITOR + $',
  'CHATHISTORY LATEST $ * 10', 'CHATHISTORY AROUND $ msgid={id} 10', 'CHATHISTORY BEFORE $ timestamp=2100-01-01T00:00:00.000Z 10',
  'CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 100',
  'SEARCH in=$', 'SEARCH in=$;text=hidden', 'SEARCH text=hidden', 'MARKREAD $', 'MARKREAD $ timestamp=2020-01-01T00:00:00.000Z',
  'REDACT $ {id} :gone', 'REDACT #lobby {id}', '@draft/target-msgid={id};draft/edit-text=other EDIT $', '@draft/target-msgid={id};draft/edit-text=other EDIT #lobby',
  'RENAME $ #other', 'RENAME $ $', 'METADATA $ LIST', 'METADATA $ GET url', 'METADATA $ SET url :x', 'METADATA $ CLEAR', 'METADATA $ SYNC',
  'MODE #mine +f $', 'MODE #sent', 'KNOCK $', 'JOIN $x', 'PRIVMSG $,#lobby :both', 'PRIVMSG ChanServ :REGISTER $', 'PRIVMSG ChanServ :INFO $', 'PRIVMSG ChanServ :DROP $ $', 'PRIVMSG ChanServ :DROP $',
  'PRIVMSG ChanServ :TRANSFER $ carla', 'PRIVMSG ChanServ :TRANSFER ACCEPT $', 'PRIVMSG ChanServ :AMODE $', 'PRIVMSG ChanServ :AMODE $ +o carla', 'PRIVMSG ChanServ :OP $', 'PRIVMSG ChanServ :DEVOICE $ anna',
  'PRIVMSG NickServ :INFO $', 'STATS $', 'HELP $', 'AUDIT $', 'KILL $',
] as const;

/** What is different of two answers to the same question: times, ids, references, and the room. */
function comparable(lines: readonly string[], room: string): string[] {
  return lines.map((line) =>
    line
      .replaceAll(room, '$')
      .replace(/^@\S+ /, (tags) => tags.replace(/(time|msgid|batch)=[^; ]+/g, '$1='))
      .replace(/ BATCH ([+-])\w+/, ' BATCH $1')
      .replace(/(seconds? idle|timestamp=\S+Z|TARGETS #lobby \S+)/, '')
      .replace(/ 317 (\S+) (\S+) .*/, ' 317 '),
  );
}

/** A room of each kind: its modes, on top of +s. */
const kinds = {
  open: [], outside: ['-nt'], invited: ['+i'], keyed: ['+k key'], accounts: ['+R'], full: ['+l 1'], banning: ['+b bob'], moderated: ['+mM'], sending: ['+if #lobby2'], everything: ['+ikRl key 1', '+b bob'],
} as const;
type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds) as Kind[];
const secret = (kind: Kind): string => `#hidden-${kind}`;
/** A name of the same length that nobody uses. */
const absent = (kind: Kind): string => `#absent-${kind}`;

/** anna's secret rooms, in which she spoke; bob is outside, and has a room of his own. */
async function secretRooms(): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient; id: string }> {
  const server = await TestServer.start({ commandBurst: 100_000, commandRate: 100_000 });
  for (const name of ['anna', 'carla']) await makeAccount(server, name);
  const anna = await joinAsOwner(server, 'anna', capabilities);
  const bob = await server.join('bob', { capabilities });
  await anna.ask('JOIN #lobby2', 'JOIN #sent', ...kindNames.flatMap((kind) => [`JOIN ${secret(kind)}`, `TOPIC ${secret(kind)} :hidden topic`, `METADATA ${secret(kind)} SET url :https://example.org`]));
  const id = await say(anna, secret('open'), 'hidden words');
  for (const kind of ['open', 'keyed'] as const) await anna.ask(`PRIVMSG ChanServ :REGISTER ${secret(kind)}`);
  await anna.ask(`MODE #sent +if ${secret('open')}`);
  await anna.ask(...kindNames.flatMap((kind) => ['+s', ...kinds[kind]].map((mode) => `MODE ${secret(kind)} ${mode}`)));
  await bob.ask('JOIN #mine', 'PRIVMSG #lobby :hello');
  return { server, anna, bob, id };
}

/** The answer to each of several questions. */
async function askEach(client: IrcClient, groups: readonly (readonly string[])[]): Promise<string[][]> {
  const all = await client.ask(...groups.flatMap((lines) => [...lines, 'PING between']));
  const answers: string[][] = [[]];
  for (const line of all) {
    if (/ PONG \S+ :?between$/.test(line)) answers.push([]);
    else answers.at(-1)?.push(line);
  }
  return answers.slice(0, -1);
}

/** What is sent about a room, question by question. */
function about(room: string, id: string): string[][] {
  const multiline = [`BATCH +1 draft/multiline ${room}`, `@batch=1 PRIVMSG ${room} :one`, `@batch=1 PRIVMSG ${room} :two`, 'BATCH -1'];
  return [...questions.map((question) => ['JOIN #lobby', question.replaceAll('$', room).replaceAll('{id}', id), `PART ${room}x`]), multiline];
}

// https://modern.ircdocs.horse/#secret-channel-mode
describe('A secret room', () => {
  it('answers outsiders as a room that is not there, whatever they ask', async () => {
    const { anna, bob, id } = await secretRooms();
    await anna.fence();
    for (const kind of kindNames) {
      const [there, notThere] = [await askEach(bob, about(secret(kind), id)), await askEach(bob, about(absent(kind), id))];
      for (const [index, question] of [...questions, 'BATCH'].entries()) {
        assert.deepEqual(comparable(there[index] ?? [], secret(kind)), comparable(notThere[index] ?? [], absent(kind)), `${kind}: ${question}`);
        assert.ok(!there[index]?.join('\n').includes('hidden topic'), question);
      }
    }
    assert.deepEqual((await anna.fence()).filter((line) => line.includes('#hidden')), [], 'nothing came in');
  });

  it('is not told by its own spelling', async () => {
    const { bob, id } = await secretRooms();
    const answers = await askEach(bob, about('#HIDDEN-invited', id));
    for (const [index, question] of questions.entries()) assert.ok(!answers[index]?.join('\n').includes('#hidden-invited'), question);
  });

  it('that cannot be joined gives the same answer whatever closes it, and sends nobody on', async () => {
    const { bob } = await secretRooms();
    const closed = (['invited', 'keyed', 'accounts', 'full', 'banning', 'sending', 'everything'] as const).map(secret);
    const answers = await askEach(bob, closed.flatMap((room) => [[`JOIN ${room.toUpperCase()}`], [`JOIN ${room} wrong`]]));
    const told = new Set(answers.map((lines, index) => comparable(lines, (index % 2 === 0 ? closed[index / 2]?.toUpperCase() : closed[(index - 1) / 2]) ?? '').join('\n')));
    assert.equal(told.size, 1, [...told].join('\n'));
    assert.match([...told].join(), / 403 bob \$ :There is no room of this name that is open to you/);
  });

  it('lets in those who may come, and is there for them', async () => {
    const { anna, bob } = await secretRooms();
    assert.ok((await bob.askVerbs('JOIN #hidden-keyed key')).includes('JOIN'));
    assert.deepEqual(await bob.askVerbs('TOPIC #hidden-keyed', 'KICK #hidden-keyed anna', 'RENAME #hidden-keyed #other'), ['332', '333', '482', '482']);
    await bob.ask('PART #hidden-keyed');
    await anna.ask('INVITE bob #hidden-keyed');
    await bob.fence();
    assert.ok((await bob.askVerbs('JOIN #hidden-keyed')).includes('JOIN'));
  });

  it('does not let another room take its name, in the words for names that nobody can have', async () => {
    const { bob } = await secretRooms();
    const [taken, wrong] = [await bob.ask('RENAME #mine #hidden-open'), await bob.ask('RENAME #mine hidden-open')];
    assert.match(taken[0] ?? '', / FAIL RENAME CANNOT_RENAME #mine #hidden-open :/);
    assert.deepEqual(comparable(taken, '#hidden-open'), comparable(wrong, 'hidden-open'));
  });

  it('can be transferred to somebody outside, who was told of it', async () => {
    const { server, anna } = await secretRooms();
    const carla = await joinAsOwner(server, 'carla');
    await anna.ask('PRIVMSG ChanServ :TRANSFER #hidden-open carla');
    assert.match((await carla.ask('PRIVMSG ChanServ :TRANSFER ACCEPT #hidden-open')).at(-1) ?? '', /#hidden-open belongs to carla now/);
  });

  it('does not tell by a read marker that it was renamed', async () => {
    const { server, anna } = await secretRooms();
    const carla = await joinAsOwner(server, 'carla', capabilities);
    const marker = 'timestamp=2024-01-02T00:00:00.000Z';
    for (const client of [anna, carla]) await client.ask(`MARKREAD #hidden-open ${marker}`);
    await anna.ask('RENAME #hidden-open #hidden-elsewhere');
    const markersOf = async (client: IrcClient): Promise<(string | undefined)[]> =>
      (await client.ask('MARKREAD #hidden-open', 'MARKREAD #hidden-elsewhere')).map((line) => line.split(' ').at(-1));
    assert.deepEqual(await markersOf(carla), [marker, '*']);
    assert.deepEqual(await markersOf(anna), ['*', marker]);
  });
});
