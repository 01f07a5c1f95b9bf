import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#privmsg-message
describe('PRIVMSG', () => {
  it('reaches every member of a room but the sender', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    assert.deepEqual(await anna.ask('PRIVMSG #LOBBY :ciao  a tutti '), []);
    for (const other of [bob, carla]) assert.deepEqual(await other.fence(), [`:${source('anna')} PRIVMSG #lobby :ciao  a tutti `]);
  });

  it('reaches a person, and nobody else', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    assert.deepEqual(await anna.ask('PRIVMSG BOB :psst'), []);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} PRIVMSG bob :psst`]);
    assert.deepEqual(await carla.fence(), []);
  });

  it('reaches several targets, each once', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    await anna.ask('PRIVMSG bob,carla,bob :hey');
    assert.deepEqual(await bob.fence(), [`:${source('anna')} PRIVMSG bob :hey`]);
    assert.deepEqual(await carla.fence(), [`:${source('anna')} PRIVMSG carla :hey`]);
  });

  it('reaches no more targets than TARGMAX says, and says who got nothing', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    assert.deepEqual(await anna.askVerbs('PRIVMSG a,b,c,d :hey'), ['401', '401', '401', '401']);
    const words = ':ritrovo.chat 407 anna bob :At most 4 targets at once; this one and those behind it got nothing';
    assert.deepEqual((await anna.ask('PRIVMSG a,a,b,,c,d,bob,f :hey')).slice(4), [words]);
    assert.deepEqual(await anna.askVerbs('NOTICE a,b,c,d,bob :hey'), []);
    assert.deepEqual(await bob.fence(), []);
  });

  it('reaches oneself', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('PRIVMSG anna :note'), [`:${source('anna')} PRIVMSG anna :note`]);
  });

  it('is answered with 401 for nobody, 403 for no room, 411 without a target and 412 without a text', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('PRIVMSG nobody :x', 'PRIVMSG #nowhere :x', 'PRIVMSG', 'PRIVMSG #lobby', 'PRIVMSG #lobby :'), ['401', '403', '411', '412', '412']);
  });

  it('is answered with the away message of a person', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await bob.ask('AWAY :at lunch');
    assert.deepEqual(numericsOf(await anna.ask('PRIVMSG bob :hey'), '301'), ['bob :at lunch']);
  });

  it('from outside is kept out of a room with +n, and comes through without', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :x'), ['404']);
    await anna.ask('MODE #a -n');
    await bob.ask('PRIVMSG #a :y');
    assert.deepEqual(await anna.fence(), [`:${source('bob')} PRIVMSG #a :y`]);
  });

  it('is cut so that what others receive has 512 bytes at most, at the end of a character', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask(`PRIVMSG #lobby :${'ü'.repeat(240)}`);
    const [line = ''] = await bob.fence();
    assert.ok(Buffer.byteLength(line) <= 510 && Buffer.byteLength(line) >= 509, String(Buffer.byteLength(line)));
    assert.match(line, /:ü+$/);
  });

  // https://ircv3.net/specs/extensions/echo-message
  it('comes back to those who asked for echo-message, with the same id as everywhere', async () => {
    const server = await TestServer.start();
    const capabilities = ['echo-message', 'message-tags', 'server-time'];
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities });
    const [echo] = await anna.ask('PRIVMSG #lobby :ciao');
    const [received] = await bob.fence();
    assert.match(echo ?? '', /^@time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z;msgid=\S+ :anna!test@127\.0\.0\.1 PRIVMSG #lobby :ciao$/);
    assert.equal(echo, received);
  });

  it('to oneself with echo-message comes twice: the echo and the message', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['echo-message'] });
    assert.deepEqual(await anna.ask('PRIVMSG anna :note'), Array.from({ length: 2 }, () => `:${source('anna')} PRIVMSG anna :note`));
  });

  // https://ircv3.net/specs/extensions/message-tags#client-only-tags
  it('carries client-only tags to those who asked for message-tags, and no other tag of the client', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    const bob = await server.join('bob', { capabilities: ['message-tags'] });
    const carla = await server.join('carla');
    await anna.fence();
    await anna.ask('@+draft/reply=abc;msgid=forged;time=forged;+x=a\\:b PRIVMSG #lobby :ciao');
    await bob.expect(/^@msgid=(?!forged)\S+;\+draft\/reply=abc;\+x=a\\:b :anna!test@127\.0\.0\.1 PRIVMSG #lobby :ciao$/);
    await carla.fence();
    await anna.ask('@+x PRIVMSG #lobby :plain');
    assert.deepEqual(await carla.fence(), [`:${source('anna')} PRIVMSG #lobby :plain`]);
  });

  // https://ircv3.net/specs/extensions/message-ids
  it('has an id that no other message has', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: ['message-tags'] });
    await anna.ask(...Array.from({ length: 20 }, (_, index) => `PRIVMSG #lobby :${String(index)}`));
    const ids = (await bob.fence()).map((line) => /msgid=([^; ]+)/.exec(line)?.[1]);
    assert.equal(new Set(ids).size, 20);
    assert.ok(!ids.includes(undefined));
  });

  // https://modern.ircdocs.horse/#statusmsg-parameter
  it('to @#room reaches the members of that rank and above, and is not kept', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla'], { capabilities: ['echo-message'] });
    await anna.ask('JOIN #a');
    for (const client of [bob, carla]) await client.ask('JOIN #a');
    await anna.ask('MODE #a +v carla');
    for (const client of [anna, bob, carla]) await client.fence();
    const line = `:${source('carla')} PRIVMSG @#a :for you`;
    assert.deepEqual(await carla.ask('PRIVMSG @#A :for you'), [line]);
    assert.deepEqual(await anna.fence(), [line]);
    assert.deepEqual(await bob.fence(), []);
    await anna.ask('PRIVMSG +#a :for all who may speak');
    assert.deepEqual(await carla.fence(), [`:${source('anna')} PRIVMSG +#a :for all who may speak`]);
    assert.deepEqual(await anna.ask('CHATHISTORY LATEST #a * 10'), []);
  });

  // https://modern.ircdocs.horse/#channel-modes
  it('with CTCP is kept out of a room with +C, but for /me', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a', 'MODE #a +C');
    await bob.ask('JOIN #a');
    await anna.fence();
    assert.deepEqual(await bob.askVerbs('PRIVMSG #a :\x01VERSION\x01', 'PRIVMSG #a :\x01ACTION waves\x01'), ['404']);
    assert.deepEqual(await anna.fence(), [`:${source('bob')} PRIVMSG #a :\x01ACTION waves\x01`]);
  });

  // https://modern.ircdocs.horse/#user-modes
  it('without an account does not reach somebody with +R', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    for (const user of server.server.users) if (user.nick === 'anna') server.server.users.setMode(user, 'R', true);
    assert.deepEqual(await bob.askVerbs('PRIVMSG anna :x', 'NOTICE anna :x'), ['477']);
    assert.deepEqual(await anna.fence(), []);
    for (const user of server.server.users) if (user.nick === 'bob') user.account = 'bob';
    await bob.ask('PRIVMSG anna :y');
    assert.deepEqual(await anna.fence(), [`:${source('bob')} PRIVMSG anna :y`]);
  });
});
