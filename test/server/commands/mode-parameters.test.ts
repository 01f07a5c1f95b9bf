import assert from 'node:assert/strict';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, TestServer } from '../../helpers/server';

async function rooms(): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient }> {
  const server = await TestServer.start({ commandBurst: 1000 });
  const { anna, bob } = await server.joinAll(['anna', 'bob']);
  await anna.ask('JOIN #a,#b');
  return { server, anna, bob };
}

describe('MODE +f', () => {
  it('sends those who cannot come in on to another room, with 470', async () => {
    const { anna, bob } = await rooms();
    assert.deepEqual(await anna.ask('MODE #a +if #B'), [`:${source('anna')} MODE #a +if #b`]);
    const lines = await bob.ask('JOIN #a');
    assert.deepEqual(numericsOf(lines, '470'), ['#a #b :This room is open to invited people only; you are sent on to another one']);
    assert.ok(lines.includes(`:${source('bob')} JOIN #b`));
    assert.deepEqual(numericsOf(await bob.ask('JOIN #a'), '473').length, 1);
  });

  it('goes one step, and not into a room that is closed, full or +Q', async () => {
    const { anna, bob } = await rooms();
    await anna.ask('MODE #a +if #b', 'MODE #b +i');
    assert.deepEqual(await bob.askVerbs('JOIN #a'), ['473']);
    await anna.ask('MODE #b -i+Q');
    assert.deepEqual(await bob.askVerbs('JOIN #a'), ['473']);
    await anna.ask('MODE #b -Q', 'PART #b');
    assert.deepEqual(await bob.askVerbs('JOIN #a'), ['473']);
  });

  it('takes a room that exists and whose operator one is', async () => {
    const { anna, bob } = await rooms();
    await bob.ask('JOIN #c');
    assert.deepEqual(await anna.askVerbs('MODE #a +f', 'MODE #a +f #nowhere', 'MODE #a +f #a', 'MODE #a +f #c', 'MODE #a +f #lobby', 'MODE #a -f'), ['696', '696', '696', '482', 'MODE', 'MODE']);
    await anna.ask('MODE #b +Q');
    assert.deepEqual(await anna.askVerbs('MODE #a +f #b'), ['696']);
  });
});

describe('the modes of a room', () => {
  it('R lets in only people with an account: 477 for the others', async () => {
    const { server, anna, bob } = await rooms();
    await anna.ask('MODE #a +R');
    assert.deepEqual(await bob.askVerbs('JOIN #a'), ['477']);
    server.logIn('bob');
    assert.ok((await bob.askVerbs('JOIN #a')).includes('JOIN'));
  });

  it('M lets only people with an account or a rank speak', async () => {
    const { server, anna, bob } = await rooms();
    await bob.ask('JOIN #a');
    await anna.ask('MODE #a +M');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x', 'NOTICE #a :x'), ['404']);
    server.logIn('bob');
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x'), []);
  });

  it('C takes no CTCP but actions', async () => {
    const { anna, bob } = await rooms();
    await bob.ask('JOIN #a');
    await anna.ask('MODE #a +C');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :\x01VERSION\x01', 'NOTICE #a :\x01PING 1\x01', 'PRIVMSG #a :\x01ACTION waves\x01', 'PRIVMSG #a :x'), ['404']);
    assert.equal((await anna.fence()).filter((line) => line.includes('PRIVMSG')).length, 2);
  });

  it('an invitation of an operator opens what i, k, l, R and bans close, once', async () => {
    const { anna, bob } = await rooms();
    await anna.ask('MODE #a +ilRkb 1 key bob', 'INVITE bob #a');
    await bob.fence();
    assert.deepEqual(await bob.ask('INVITE'), [':ritrovo.chat 336 bob :#a', ':ritrovo.chat 337 bob :End of the list of your invitations']);
    assert.ok((await bob.askVerbs('JOIN #a')).includes('JOIN'));
    assert.deepEqual(await bob.askVerbs('INVITE', 'PART #a', 'JOIN #a'), ['337', 'PART', '474']);
    assert.deepEqual(await bob.askVerbs('INVITE anna'), ['461']);
  });
});

// https://modern.ircdocs.horse/#user-modes
describe('the modes of a person', () => {
  it('B marks a bot: in WHO, in WHOIS, and on what it says', async () => {
    const { server, bob } = await rooms();
    const dora = await server.join('dora', { capabilities: ['message-tags'] });
    await bob.fence();
    assert.deepEqual(await bob.ask('MODE bob +B'), [`:${source('bob')} MODE bob +B`]);
    assert.deepEqual(numericsOf(await dora.ask('WHOIS bob'), '335'), ['bob :is a bot']);
    assert.match(numericsOf(await dora.ask('WHO bob'), '352')[0] ?? '', / bob HB :0 /);
    await bob.ask('PRIVMSG dora :beep');
    assert.match((await dora.fence())[0] ?? '', /^@(?:\S*;)?bot[; ]/);
  });

  it('R takes messages only from people with an account', async () => {
    const { server, anna, bob } = await rooms();
    await anna.ask('MODE anna +R');
    assert.deepEqual(await bob.askVerbs('PRIVMSG anna :x', 'NOTICE anna :x'), ['477']);
    assert.deepEqual(await anna.fence(), []);
    server.logIn('bob');
    assert.deepEqual(await bob.askVerbs('PRIVMSG anna :x'), []);
  });

  it('o is laid down, and never taken', async () => {
    const { server, anna } = await rooms();
    assert.deepEqual(await anna.ask('MODE anna +o'), []);
    server.makeOperator('anna');
    assert.deepEqual(numericsOf(await anna.ask('MODE anna'), '221'), [':+o']);
    assert.deepEqual(await anna.ask('MODE anna -o+iw-i'), [`:${source('anna')} MODE anna -o+iw-i`]);
    assert.equal(server.user('anna').operator, undefined);
    assert.deepEqual(await anna.askVerbs('WALLOPS :x'), ['481']);
  });
});
