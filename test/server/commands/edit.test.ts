import assert from 'node:assert/strict';
import { enroll } from '../../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import { source, TestServer } from '../../helpers/server';

const editOf = (id: string, text: string, target = '#lobby'): string => `@draft/target-msgid=${id};draft/edit-text=${text} EDIT ${target}`;

// https://github.com/ircv3/ircv3-specifications/pull/425
describe('EDIT', () => {
  it('gives a message another text, and tells those who asked', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    const carla = await server.join('carla');
    const id = await say(anna, '#lobby', 'anex ample');
    await bob.fence();
    await carla.fence();
    const [echo] = await anna.ask(editOf(id, 'an\\sexample'));
    assert.match(echo ?? '', new RegExp(`^@time=\\S+;msgid=(?!${id})\\w+;draft/target-msgid=${id};draft/edit-text=an\\\\sexample :${source('anna')} EDIT #lobby$`));
    assert.deepEqual(await bob.fence(), [echo]);
    assert.deepEqual(await carla.fence(), []);
  });

  it('shows in the history as the latest text, and as an edit to those who asked', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const id = await say(anna, '#lobby', 'one');
    await say(anna, '#lobby', 'next');
    await anna.ask(editOf(id, 'two'), editOf(id, 'three'));
    const items = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 10');
    assert.deepEqual(items.map(({ verb, tags, params }) => [verb, tags.get('draft/edit-text') ?? params[1]]), [['PRIVMSG', 'three'], ['EDIT', 'three'], ['PRIVMSG', 'next']]);
    assert.equal(items[0]?.tags.get('msgid'), id);
    assert.equal(items[1]?.tags.get('draft/target-msgid'), id);
    assert.ok(items[1].tags.has('draft/chathistory-context'));
    const bob = await server.join('bob', { capabilities: ['draft/chathistory', 'batch'] });
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #lobby * 10')), ['three', 'next']);
    assert.deepEqual(server.server.history?.store.versions(parseInt(id, 36)).map(({ text }) => text), ['one', 'two', 'three']);
  });

  it('does not reach those who take messages of people with an account only', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    const id = await say(anna, 'bob', 'one');
    await bob.ask('MODE bob +R');
    assert.deepEqual(await anna.ask(editOf(id, 'two', 'bob')).then((lines) => lines.map((line) => line.replace(/^@\S+ /, ''))), [
      `:ritrovo.chat FAIL EDIT EDIT_FORBIDDEN bob ${id} :They take messages of people with an account only; log in first`,
    ]);
    assert.deepEqual(await bob.fence(), []);
    enroll(server, 'anna');
    server.logIn('anna');
    await anna.ask(editOf(id, 'two', 'bob'));
    assert.match((await bob.fence()).join(), / EDIT bob$/);
  });

  it('is found by the new words and no more by the old ones', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const id = await say(anna, '#lobby', 'apples');
    assert.deepEqual(textsOf(await askBatch(anna, 'SEARCH text=apples')), ['apples']);
    await anna.ask(editOf(id, 'pears'));
    assert.deepEqual(textsOf(await askBatch(anna, 'SEARCH text=apples')), []);
    assert.deepEqual(textsOf(await askBatch(anna, 'SEARCH text=pears')), ['pears']);
  });

  it('may make a message several lines', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const id = await say(anna, '#lobby', 'one');
    await anna.ask(editOf(id, 'one\\ntwo'));
    const items = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 10');
    assert.deepEqual(items.map(({ verb }) => verb), ['BATCH', 'PRIVMSG', 'PRIVMSG', 'EDIT']);
  });

  it('is for the author alone, operators included', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    const id = await say(bob, '#a', 'mine');
    assert.match((await anna.ask(editOf(id, 'yours', '#a'))).at(-1) ?? '', new RegExp(` FAIL EDIT EDIT_FORBIDDEN #a ${id} :`));
    assert.match((await bob.ask(editOf(id, 'elsewhere', '#lobby'))).at(-1) ?? '', / FAIL EDIT EDIT_FORBIDDEN #lobby /);
    assert.match((await bob.ask(editOf('abc', 'x', '#a'))).at(-1) ?? '', / FAIL EDIT EDIT_FORBIDDEN #a abc /);
  });

  it('is not for whoever takes the name of the author', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const id = await say(anna, '#lobby', 'mine');
    anna.send('QUIT');
    await anna.closed();
    const other = await server.join('anna', { capabilities: historian });
    assert.match((await other.ask(editOf(id, 'forged'))).at(-1) ?? '', / FAIL EDIT EDIT_FORBIDDEN /);
  });

  it('is refused without a message, without a text, and with too long a one', async () => {
    const server = await TestServer.start({ maxMultilineBytes: 512 });
    const anna = await server.join('anna', { capabilities: historian });
    const id = await say(anna, '#lobby', 'one');
    const answers = await anna.ask('EDIT #lobby', `@draft/target-msgid=${id} EDIT #lobby`, editOf(id, '\\s'), editOf(id, 'x'.repeat(600)));
    assert.deepEqual(answers.map((line) => / FAIL EDIT (\w+) #lobby/.exec(line)?.[1]), Array.from({ length: 4 }, () => 'INVALID_EDIT'));
  });

  it('answers in one line whatever the tags hold', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: historian });
    const answers = await anna.ask(...['a\\nb', '\\r', ':a', '\\s', '\\\\'].map((id) => `@draft/target-msgid=${id};draft/edit-text=x EDIT #lobby`));
    assert.deepEqual(answers.map((line) => / FAIL EDIT EDIT_FORBIDDEN #lobby (\S+) :/.exec(line)?.[1]), ['*', '*', '*', '*', '\\']);
  });
});
