import assert from 'node:assert/strict';
import { password } from '../../helpers/accounts';
import { askBatch, historian } from '../../helpers/history';
import type { IrcClient } from '../../helpers/irc-client';
import { source, TestServer } from '../../helpers/server';

const capabilities = historian.filter((name) => name !== 'server-time');
const hello = ['@batch=1 PRIVMSG #lobby hello', '@batch=1 PRIVMSG #lobby :', '@batch=1 PRIVMSG #lobby :how is ', '@batch=1;draft/multiline-concat PRIVMSG #lobby :everyone?'];

/** Sends a batch, and returns the code of the failure it is answered with. */
async function failureOf(client: IrcClient, ...lines: readonly string[]): Promise<string[]> {
  const answers = await client.ask('BATCH +1 draft/multiline #lobby', ...lines, 'BATCH -1');
  return answers.map((line) => / FAIL BATCH (\S+(?: [^ :]\S*)*)/.exec(line)?.[1]).filter((code) => code !== undefined);
}

// https://ircv3.net/specs/extensions/multiline
describe('BATCH', () => {
  it('sends several lines as one message: a batch for those who asked, lines for the others', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    const carla = await server.join('carla', { capabilities: ['message-tags'] });
    const dario = await server.join('dario');
    for (const client of [anna, bob, carla]) await client.fence();
    const lines = await anna.ask('@label=7;+draft/reply=x BATCH +1 draft/multiline #LOBBY', ...hello.map((line) => line.replace('#lobby', '#LOBBY')), 'BATCH -1');
    const [, id = '?', reference = '?'] = /msgid=(\w+);.* BATCH \+(\w+) /.exec(lines[0] ?? '') ?? [];
    assert.deepEqual(lines, [
      `@label=7;msgid=${id};+draft/reply=x :${source('anna')} BATCH +${reference} draft/multiline #lobby`,
      `@batch=${reference} :${source('anna')} PRIVMSG #lobby :hello`,
      `@batch=${reference} :${source('anna')} PRIVMSG #lobby :`,
      `@batch=${reference} :${source('anna')} PRIVMSG #lobby :how is `,
      `@batch=${reference};draft/multiline-concat :${source('anna')} PRIVMSG #lobby :everyone?`,
      `:${source('anna')} BATCH -${reference}`,
    ]);
    const withoutReference = (all: readonly string[]): string[] => all.map((line) => line.replace(/batch=\w+|BATCH ([+-])\w+/, '?$1').replace('label=7;', ''));
    assert.deepEqual(withoutReference(await bob.fence()), withoutReference(lines));
    assert.deepEqual(await carla.fence(), [
      `@msgid=${id};+draft/reply=x :${source('anna')} PRIVMSG #lobby :hello`, `:${source('anna')} PRIVMSG #lobby :how is `, `:${source('anna')} PRIVMSG #lobby :everyone?`,
    ]);
    assert.deepEqual(await dario.fence(), ['hello', 'how is ', 'everyone?'].map((text) => `:${source('anna')} PRIVMSG #lobby :${text}`));
  });

  it('is heard at once, however many lines it has', async () => {
    const server = await TestServer.start({ commandBurst: 10, commandRate: 5 });
    const anna = await server.join('anna', { capabilities });
    // More than the patience of a test would wait for, at this rate.
    const lines = Array.from({ length: 100 }, (_, index) => `@batch=1 PRIVMSG #lobby :${String(index)}`);
    anna.send('BATCH +1 draft/multiline #lobby', ...lines, 'BATCH -1');
    await anna.expect(/ PRIVMSG #lobby :99$/);
    await anna.expect(/ BATCH -/);
  });

  it('to a service is one command, however many lines it has, and the answer to all of it bears the label', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const lines = await anna.ask('@label=7 BATCH +1 draft/multiline NickServ', '@batch=1 PRIVMSG NickServ :REGISTER', `@batch=1 PRIVMSG NickServ :${password}`, 'BATCH -1');
    assert.match(lines[0] ?? '', /^@label=7 :ritrovo\.chat BATCH \+\w+ labeled-response$/);
    assert.match(lines[1] ?? '', new RegExp(`^@batch=\\w+;msgid=\\w+ :${source('anna')} BATCH \\+\\w+ draft/multiline NickServ$`));
    assert.match(lines.at(-2) ?? '', /^@batch=\w+ :NickServ!\S+ NOTICE anna :anna is yours now/);
    assert.match(lines.at(-1) ?? '', /^:ritrovo\.chat BATCH -\w+$/);
    assert.equal(server.server.names.find('anna')?.account, 'anna');
  });

  it('is one message of the history, with its composition', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    await anna.ask('BATCH +1 draft/multiline #lobby', ...hello, 'BATCH -1', 'PRIVMSG #lobby :after');
    const items = await askBatch(anna, 'CHATHISTORY LATEST #lobby * 2');
    assert.deepEqual(items.map(({ verb, params, tags }) => [verb, params.at(-1), tags.has('draft/multiline-concat')]), [
      ['BATCH', '#lobby', false], ['PRIVMSG', 'hello', false], ['PRIVMSG', '', false], ['PRIVMSG', 'how is ', false], ['PRIVMSG', 'everyone?', true], ['PRIVMSG', 'after', false],
    ]);
    const bob = await server.join('bob', { capabilities: ['batch'] });
    assert.deepEqual((await askBatch(bob, 'CHATHISTORY LATEST #lobby * 2')).map(({ params }) => params[1]), ['hello', 'how is ', 'everyone?', 'after']);
    assert.equal((await askBatch(anna, 'SEARCH text=everyone')).length, 5);
  });

  it('goes to one person as well, and may be made of NOTICE', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    await anna.ask('BATCH +x draft/multiline bob', '@batch=x NOTICE bob :one', '@batch=x NOTICE bob :two', 'BATCH -x');
    assert.deepEqual((await bob.fence()).filter((line) => line.includes(' NOTICE ')).map((line) => line.split(' :').at(-1)), ['one', 'two']);
  });

  it('has its limits in the value of the capability, and keeps them', async () => {
    const server = await TestServer.start({ maxMultilineBytes: 600, maxMultilineLines: 3 });
    const anna = await server.join('anna', { capabilities });
    assert.match((await anna.ask('CAP LS 302')).join(' '), / draft\/multiline=max-bytes=600,max-lines=3(?: |$)/);
    const long = `@batch=1 PRIVMSG #lobby :${'x'.repeat(300)}`;
    assert.deepEqual(await failureOf(anna, long, long), ['MULTILINE_MAX_BYTES 600']);
    assert.deepEqual(await failureOf(anna, ...Array.from({ length: 5 }, () => '@batch=1 PRIVMSG #lobby :x')), ['MULTILINE_MAX_LINES 3']);
    const exact = `@batch=1 PRIVMSG #lobby :${'x'.repeat(299)}`;
    assert.deepEqual(await failureOf(anna, long, exact), []);
  });

  for (const [what, lines, failure] of [
    ['a line for somebody else', ['@batch=1 PRIVMSG #other :x'], 'MULTILINE_INVALID_TARGET #lobby #other'],
    ['a blank line that goes on another', ['@batch=1 PRIVMSG #lobby :x', '@batch=1;draft/multiline-concat PRIVMSG #lobby :'], 'MULTILINE_INVALID'],
    ['blank lines only', ['@batch=1 PRIVMSG #lobby :', '@batch=1 PRIVMSG #lobby :'], 'MULTILINE_INVALID'],
    ['nothing', [], 'MULTILINE_INVALID'],
    ['PRIVMSG and NOTICE', ['@batch=1 PRIVMSG #lobby :x', '@batch=1 NOTICE #lobby :y'], 'MULTILINE_INVALID'],
    ['a TAGMSG', ['@batch=1 TAGMSG #lobby'], 'MULTILINE_INVALID'],
  ] as const) {
    it(`is refused with ${what}; nothing of it is sent`, async () => {
      const server = await TestServer.start();
      const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
      await bob.fence();
      assert.deepEqual(await failureOf(anna, ...lines), [failure]);
      assert.deepEqual(await bob.fence(), []);
    });
  }

  it('is refused where it has another type or form, was never opened, or stands in another', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const wrong = ['BATCH 1', 'BATCH +1 netsplit', 'BATCH -1', 'BATCH -2', '@batch=9 PRIVMSG #lobby :x', '@batch=1 BATCH +2 draft/multiline #lobby'];
    const answers = await anna.ask(...wrong);
    assert.equal(answers.filter((line) => line.includes(' FAIL BATCH MULTILINE_INVALID ')).length, wrong.length - 1);
    const bob = await server.join('bob', { capabilities: ['standard-replies'] });
    assert.match((await bob.ask('BATCH +1 draft/multiline #lobby')).at(-1) ?? '', / FAIL BATCH MULTILINE_INVALID /);
  });

  it('has the failure answered with its label', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const answers = await anna.ask('@label=z BATCH +1 draft/multiline #lobby', '@batch=1 PRIVMSG #other :x', 'BATCH -1');
    assert.match(answers[0] ?? '', /^@label=z :ritrovo\.chat FAIL BATCH MULTILINE_INVALID_TARGET /);
    assert.equal(answers.length, 1);
  });

  it('is told where it may not go', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    assert.deepEqual(await anna.askVerbs('BATCH +1 draft/multiline #nowhere', '@batch=1 PRIVMSG #nowhere :x', 'BATCH -1'), ['403']);
  });

  // https://ircv3.net/specs/extensions/client-batch#errors
  it('gives up a batch that is silent for too long, once, and the next one goes well', async () => {
    const server = await TestServer.start({ multilineTimeout: 1 });
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    await anna.ask('BATCH +1 draft/multiline #lobby', '@batch=1 PRIVMSG #lobby :never');
    assert.match(await anna.expect(/ TIMEOUT /), /^:ritrovo\.chat FAIL BATCH TIMEOUT 1 :/);
    assert.deepEqual(await anna.ask('@batch=1 PRIVMSG #lobby :late', 'BATCH -1'), []);
    assert.deepEqual(await bob.fence(), []);
    await anna.ask('BATCH +2 draft/multiline #lobby', '@batch=2 PRIVMSG #lobby :now', 'BATCH -2');
    assert.match(await bob.expect(/ PRIVMSG /), / PRIVMSG #lobby :now$/);
  });
});
