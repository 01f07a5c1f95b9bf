import assert from 'node:assert/strict';
import { source, TestServer } from '../helpers/server';

const capabilities = ['labeled-response', 'batch', 'echo-message'];

// https://ircv3.net/specs/extensions/labeled-response
describe('a labeled command', () => {
  it('without an answer is answered with ACK', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    assert.deepEqual(await anna.ask('@label=a1 PONG x'), ['@label=a1 :ritrovo.chat ACK']);
  });

  it('with one line of answer has the label on it', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    assert.deepEqual(await anna.ask('@label=a1 PING x'), ['@label=a1 :ritrovo.chat PONG ritrovo.chat :x']);
    assert.deepEqual(await anna.ask('@label=a2 PRIVMSG #lobby :x'), [`@label=a2 :${source('anna')} PRIVMSG #lobby :x`]);
    assert.deepEqual(await anna.ask('@label=a3 FLY'), ['@label=a3 :ritrovo.chat 421 anna FLY :There is no such command; HELP lists them']);
  });

  it('with several lines has a batch around them', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const lines = await anna.ask('@label=a\\:1 JOIN #a');
    const reference = /^@label=a\\:1 :ritrovo\.chat BATCH \+(\S+) labeled-response$/.exec((lines[0] ?? '').replace(' :labeled', ' labeled'))?.[1] ?? '?';
    assert.deepEqual(lines.slice(1), [
      `@batch=${reference} :${source('anna')} JOIN #a`,
      `@batch=${reference} :ritrovo.chat 353 anna = #a :@anna`,
      `@batch=${reference} :ritrovo.chat 366 anna #a :End of NAMES`,
      `:ritrovo.chat BATCH -${reference}`,
    ]);
  });

  it('has batches of different names', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const names = (await anna.ask('@label=a INFO', '@label=b INFO')).map((line) => / BATCH \+(\S+)/.exec(line)?.[1]).filter((name) => name !== undefined);
    assert.equal(new Set(names).size, 2);
  });

  it('to oneself labels the echo only', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const lines = await anna.ask('@label=a PRIVMSG anna :x');
    assert.deepEqual(lines.toSorted(), [`:${source('anna')} PRIVMSG anna :x`, `@label=a :${source('anna')} PRIVMSG anna :x`]);
  });

  it('shows the label to nobody else', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    await anna.ask('@label=a PRIVMSG #lobby :x');
    assert.deepEqual(await bob.fence(), [`:${source('anna')} PRIVMSG #lobby :x`]);
  });

  it('is answered without a label where that is empty or too long: a label is never cut', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities });
    const longest = 'ä'.repeat(32);
    assert.deepEqual(await anna.ask(`@label=${longest} PING x`), [`@label=${longest} :ritrovo.chat PONG ritrovo.chat :x`]);
    for (const label of ['', `${longest}x`]) assert.deepEqual(await anna.ask(`@label=${label} PING x`), [':ritrovo.chat PONG ritrovo.chat :x']);
  });

  it('is answered without a label where the client did not ask for labels', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['message-tags'] });
    assert.deepEqual(await anna.ask('@label=a PING x'), [':ritrovo.chat PONG ritrovo.chat :x']);
  });
});

// https://ircv3.net/specs/extensions/server-time
describe('server-time', () => {
  it('stands on every answer and event for those who asked for it, in UTC with milliseconds', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: ['server-time'] });
    const before = Date.now();
    const lines = [...(await anna.ask('INFO', 'PRIVMSG #lobby :x', 'TOPIC #lobby :y', 'NICK annika')), ...(await bob.fence())];
    for (const line of lines) {
      const time = /^@time=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) :/.exec(line)?.[1];
      assert.ok(time !== undefined, line);
      assert.ok(Math.abs(Date.parse(time) - before) < 10_000);
    }
    assert.ok(lines.length > 6);
  });
});
