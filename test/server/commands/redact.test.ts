import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import { source, temporaryFolder, TestServer } from '../../helpers/server';
import { until } from '../../helpers/until';

// https://ircv3.net/specs/extensions/message-redaction
describe('REDACT', () => {
  it('deletes a message of one’s own, tells those who asked, and nobody else', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    const carla = await server.join('carla');
    for (const client of [anna, bob]) await client.fence();
    const id = await say(anna, '#lobby', 'oops');
    await carla.fence();
    await bob.fence();
    const [echo] = await anna.ask(`REDACT #lobby ${id} :wrong room`);
    assert.match(echo ?? '', new RegExp(`^@time=\\S+;msgid=(?!${id})\\S+ :${source('anna')} REDACT #lobby ${id} :wrong room$`));
    assert.deepEqual(await bob.fence(), [echo]);
    assert.deepEqual(await carla.fence(), []);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #lobby * 10')), []);
  });

  it('takes the text out of the file, its versions, reactions and the index of the search included', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data });
    const anna = await server.join('anna', { capabilities: historian });
    const id = await say(anna, '#lobby', 'zanzibarcode one');
    await say(anna, '#lobby', 'another line');
    await anna.ask(`@draft/target-msgid=${id};draft/edit-text=zanzibarcode\\stwo EDIT #lobby`, `@+draft/react=zanzibarcode;+draft/reply=${id} TAGMSG #lobby`);
    assert.deepEqual(textsOf(await askBatch(anna, 'SEARCH text=zanzibarcode')), ['zanzibarcode two']);
    await anna.ask(`REDACT #lobby ${id}`);
    assert.deepEqual(textsOf(await askBatch(anna, 'SEARCH text=zanzibarcode')), []);
    const traces = (): string[] => ['ritrovo.db', 'ritrovo.db-wal'].filter((name) => readFileSync(path.join(data, name)).includes('anzibarcod'));
    await until('the text to leave the files', () => traces().length === 0);
    assert.ok(readFileSync(path.join(data, 'ritrovo.db')).includes('another line'));
  });

  it('of others is for the operators of the room and of the server', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: historian });
    await anna.ask('JOIN #a');
    for (const client of [bob, carla]) await client.ask('JOIN #a');
    const id = await say(bob, '#a', 'spam');
    assert.match((await carla.ask(`REDACT #a ${id}`)).at(-1) ?? '', new RegExp(` FAIL REDACT REDACT_FORBIDDEN #a ${id} :`));
    await anna.ask(`REDACT #a ${id}`);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST #a * 10')), []);
  });

  it('works between two people, for the author alone', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    const id = await say(anna, 'bob', 'oops');
    await bob.fence();
    assert.match((await bob.ask(`REDACT anna ${id}`)).at(-1) ?? '', / FAIL REDACT REDACT_FORBIDDEN anna /);
    await anna.ask(`REDACT bob ${id}`);
    assert.match((await bob.fence()).at(-1) ?? '', new RegExp(` REDACT bob ${id}$`));
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST anna * 10')), []);
  });

  it('does not reach those who take messages of people with an account only', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    const id = await say(anna, 'bob', 'oops');
    await bob.ask('MODE bob +R');
    assert.match((await anna.ask(`REDACT bob ${id} :buy this`)).join(), new RegExp(` FAIL REDACT REDACT_FORBIDDEN bob ${id} :They take messages of people with an account only`));
    assert.deepEqual(await bob.fence(), []);
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST anna * 10')), ['oops']);
  });

  it('takes back a reaction by its id', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: [...historian, 'draft/event-playback'] });
    const id = await say(anna, '#lobby', 'lunch?');
    const [echo = ''] = await anna.ask(`@+draft/react=yes;+draft/reply=${id} TAGMSG #lobby`);
    await anna.ask(`REDACT #lobby ${/msgid=(\w+)/.exec(echo)?.[1] ?? ''}`);
    assert.deepEqual((await askBatch(anna, 'CHATHISTORY LATEST #lobby * 2')).map(({ verb }) => verb), ['PRIVMSG', 'REDACT']);
  });

  it('does not tell a stranger whether there is such a message', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask('JOIN #a');
    const id = await say(anna, '#a', 'inside');
    const answers = await bob.ask(`REDACT #a ${id}`, 'REDACT #nowhere abc', `REDACT #lobby ${id}`, 'REDACT #lobby abc', 'REDACT #lobby ?');
    assert.deepEqual(answers.map((line) => / FAIL REDACT (\w+ \S+)/.exec(line)?.[1]).filter((failure) => failure !== undefined), [
      'INVALID_TARGET #a', 'INVALID_TARGET #nowhere', 'UNKNOWN_MSGID #lobby', 'UNKNOWN_MSGID #lobby', 'UNKNOWN_MSGID #lobby',
    ]);
    assert.deepEqual(textsOf(await askBatch(anna, 'CHATHISTORY LATEST #a * 10')), ['inside']);
  });
});
