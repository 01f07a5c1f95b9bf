import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

const capabilities = ['draft/channel-rename', 'standard-replies'];

// https://ircv3.net/specs/extensions/channel-rename
describe('RENAME', () => {
  it('gives a room another name; those who know of it are told so, with modes, topic and ranks as they were', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    await anna.ask('JOIN #boaring', 'TOPIC #boaring :roses', 'MODE #boaring +m');
    await bob.ask('JOIN #boaring');
    await anna.fence();
    const told = [`:${source('anna')} RENAME #boaring #boring :Typo fix`];
    assert.deepEqual(await anna.ask('RENAME #boaring #boring :Typo fix'), told);
    assert.deepEqual(await bob.fence(), told);
    assert.deepEqual(numericsOf(await bob.ask('MODE #boring'), '324'), ['#boring :+mnt']);
    assert.deepEqual(numericsOf(await bob.ask('NAMES #boring'), '353'), ['= #boring :@anna bob']);
    assert.deepEqual(await bob.askVerbs('TOPIC #boaring'), ['403']);
    assert.deepEqual(await anna.ask('RENAME #boring #BORING'), [`:${source('anna')} RENAME #boring #BORING :`]);
  });

  // https://ircv3.net/specs/extensions/channel-rename#fallback
  it('shows the others that one room is left and another joined, unless only the case changes', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #foo', 'TOPIC #foo :roses');
    await bob.ask('JOIN #foo');
    await anna.fence();
    const shown = (nick: string): string[] => [
      `:${source(nick)} PART #foo :better`, `:${source(nick)} JOIN #bar`, `:ritrovo.chat 332 ${nick} #bar :roses`,
    ];
    assert.deepEqual((await anna.ask('RENAME #foo #bar :better')).slice(0, 3), shown('anna'));
    const lines = await bob.fence();
    assert.deepEqual(lines.slice(0, 3), shown('bob'));
    assert.deepEqual(numericsOf(lines, '353'), ['= #bar :@anna bob']);
    assert.equal(numericsOf(lines, '366').length, 1);
    assert.deepEqual(await anna.ask('RENAME #bar #BAR'), []);
    assert.deepEqual(await bob.fence(), []);
  });

  it('is refused with 403, 442, 482 and FAIL', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a,#b');
    await anna.fence();
    assert.deepEqual(await bob.askVerbs('RENAME #nowhere #x', 'RENAME #a #x'), ['403', '482']);
    assert.deepEqual(await anna.askVerbs('RENAME #b #x'), ['442']);
    assert.deepEqual(await anna.ask('RENAME #a #b', 'RENAME #a b', 'RENAME #a #a'), [
      ':ritrovo.chat FAIL RENAME CHANNEL_NAME_IN_USE #a #b :There is a room of this name already',
      ':ritrovo.chat FAIL RENAME CANNOT_RENAME #a b :A room cannot have this name: it starts with #, has no spaces or commas, and is none that is set aside',
    ]);
    server.makeOperator('anna');
    assert.match((await anna.ask('RENAME #lobby #hall'))[0] ?? '', /^:ritrovo\.chat FAIL RENAME CANNOT_RENAME #lobby #hall :/);
  });

  it('takes what was said and what was read along', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: [...capabilities, 'batch', 'server-time', 'message-tags', 'draft/chathistory', 'draft/read-marker'] });
    server.logIn('anna');
    await anna.ask('JOIN #foo', 'PRIVMSG #foo :before', 'MARKREAD #foo timestamp=2026-01-01T00:00:00.000Z', 'RENAME #foo #bar');
    const lines = await anna.ask('CHATHISTORY LATEST #bar * 10', 'MARKREAD #bar');
    assert.ok(lines.some((line) => line.endsWith(' PRIVMSG #bar before') || line.endsWith(' PRIVMSG #bar :before')), lines.join('\n'));
    assert.ok(lines.at(-1)?.includes('MARKREAD #bar timestamp=2026-01-01T00:00:00.000Z'), lines.at(-1));
  });

  it('takes along what somebody without an account has read', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['draft/read-marker'] });
    await anna.ask('JOIN #foo', 'MARKREAD #foo timestamp=2024-01-01T00:00:00.000Z', 'RENAME #foo #bar');
    assert.deepEqual(await anna.ask('MARKREAD #bar'), [':ritrovo.chat MARKREAD #bar timestamp=2024-01-01T00:00:00.000Z']);
  });
});
