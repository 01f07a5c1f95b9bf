import assert from 'node:assert/strict';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import { TestServer } from '../../helpers/server';

// https://github.com/ircv3/ircv3-specifications/pull/496
describe('SEARCH', () => {
  async function found(lines: readonly (readonly [nick: 'anna' | 'bob', target: string, text: string])[], ...attributes: readonly string[]): Promise<string[][]> {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a');
    for (const [nick, target, text] of lines) await say(nick === 'anna' ? anna : bob, target, text);
    const answers: string[][] = [];
    for (const text of attributes) answers.push(textsOf(await askBatch(anna, `SEARCH ${text}`)));
    return answers;
  }

  it('answers with a batch, empty where nothing is found', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    await say(anna, '#lobby', 'ciao');
    const lines = await anna.ask('@label=a SEARCH text=ciao');
    assert.match(lines[0] ?? '', /^@label=a :ritrovo\.chat BATCH \+\w+ search$/);
    assert.match(lines[1] ?? '', /^@batch=\w+;time=\S+;msgid=\w+ :anna!test@127\.0\.0\.1 PRIVMSG #lobby :ciao$/);
    assert.equal(lines.length, 3);
    assert.deepEqual(await anna.askVerbs('SEARCH text=nothing'), ['BATCH', 'BATCH']);
  });

  it('finds all words of a text, the last as a beginning, without regard to case and accents', async () => {
    assert.deepEqual(
      await found([['anna', '#lobby', 'Perché no? Fast food'], ['anna', '#lobby', 'breakfast at noon']], 'text=perche', 'text=fas', 'text=FAST\\sperché', 'text=food\\snoon', 'text="no\\sOR\\s-x*'),
      [['Perché no? Fast food'], ['Perché no? Fast food'], ['Perché no? Fast food'], [], []],
    );
  });

  it('takes a last word of one or two letters for a whole word', async () => {
    assert.deepEqual(await found([['anna', '#lobby', 'go on'], ['anna', '#lobby', 'gone']], 'text=go', 'text=gon'), [['go on'], ['gone']]);
  });

  it('looks at one part of the history a turn, however many people search', async () => {
    const server = await TestServer.start({ commandBurst: 10_000 });
    const nicks = ['anna', 'bob', 'carla', 'dora'] as const;
    const people = await server.joinAll(nicks);
    for (let count = 0; count < 500; count++) people.anna.send('PRIVMSG #lobby :fish');
    await people.anna.fence();
    const { database } = server.server;
    const prepare = database.prepare.bind(database);
    const steps = { inTurn: 0, most: 0, all: 0 };
    database.prepare = (sql) => {
      const statement = prepare(sql);
      const all = statement.all.bind(statement);
      if (sql.includes('FROM messages WHERE place')) {
        statement.all = (...values) => {
          steps.all++;
          steps.most = Math.max(steps.most, ++steps.inTurn);
          return all(...values);
        };
      }
      return statement;
    };
    const isWatching = { is: true };
    const watch = (): void => {
      steps.inTurn = 0;
      if (isWatching.is) setImmediate(watch);
    };
    watch();
    await Promise.all(nicks.map((nick) => people[nick].ask('SEARCH from=nobody;in=#lobby')));
    isWatching.is = false;
    assert.ok(steps.all >= 12);
    assert.equal(steps.most, 1);
  });

  it('finds text of scripts without spaces, and signs, anywhere in a message', async () => {
    assert.deepEqual(await found([['anna', '#lobby', '今日は東京に行きます'], ['anna', '#lobby', 'ok 👍 then']], 'text=東京', 'text=👍'), [['今日は東京に行きます'], ['ok 👍 then']]);
  });

  it('takes colours and actions for what they mean', async () => {
    assert.deepEqual(await found([['anna', '#lobby', '\x0304red\x03 alert'], ['anna', '#lobby', '\x01ACTION waves\x01']], 'text=red', 'text=waves', 'text=action'), [
      ['\x0304red\x03 alert'], ['\x01ACTION waves\x01'], [],
    ]);
  });

  it('can be kept to a room, a person, a sender, a time and a number', async () => {
    const lines = [['anna', '#lobby', 'fish one'], ['anna', '#a', 'fish two'], ['bob', '#lobby', 'fish three'], ['bob', 'anna', 'fish four']] as const;
    assert.deepEqual(await found(lines, 'text=fish', 'text=fish;in=#a', 'text=fish;in=bob', 'from=bob', 'text=fish;limit=2', 'after=2000-01-01T00:00:00.000Z;limit=2', 'before=2000-01-01T00:00:00.000Z'), [
      ['fish one', 'fish two', 'fish three', 'fish four'], ['fish two'], ['fish four'], ['fish three', 'fish four'], ['fish three', 'fish four'], ['fish one', 'fish two'], [],
    ]);
  });

  it('finds nothing in what one may not read', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    await anna.ask('JOIN #a');
    await say(anna, '#a', 'needle');
    await say(anna, 'bob', 'needle too');
    await bob.fence();
    assert.deepEqual(textsOf(await askBatch(carla, 'SEARCH text=needle')), []);
    assert.deepEqual(textsOf(await askBatch(carla, 'SEARCH text=needle;in=#a')), []);
    assert.deepEqual(textsOf(await askBatch(carla, 'SEARCH from=anna')), []);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH text=needle')), ['needle too']);
  });

  for (const [attributes, wrong] of [['', '*'], ['text=x;colour=red', 'colour'], ['after=yesterday;before=now', 'after,before'], ['text=x;limit=0', 'limit']] as const) {
    it(`${attributes === '' ? 'nothing' : attributes} is refused`, async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna', { capabilities: ['standard-replies'] });
      const lines = await anna.ask(`SEARCH ${attributes}`);
      assert.ok(lines[0]?.startsWith(`:ritrovo.chat FAIL SEARCH INVALID_PARAMS ${wrong} :`), lines[0]);
      assert.equal(lines.length, 1);
    });
  }
});
