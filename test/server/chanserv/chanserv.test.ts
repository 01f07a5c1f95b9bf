import assert from 'node:assert/strict';
import { joinAsOwner, makeAccount } from '../../helpers/accounts';
import type { IrcClient } from '../../helpers/irc-client';
import { numericsOf, source, TestServer } from '../../helpers/server';

/** What ChanServ answers, without the envelope. */
async function ask(client: IrcClient, nick: string, line: string): Promise<string[]> {
  const lines = await client.ask(`PRIVMSG ChanServ :${line}`);
  const prefix = `:ChanServ!services@ritrovo.chat NOTICE ${nick} :`;
  return lines.filter((text) => text.startsWith(prefix)).map((text) => text.slice(prefix.length));
}

/** A server with anna, who owns #garden, and bob, who has an account and is in it. */
async function garden(): Promise<{ server: TestServer; anna: IrcClient; bob: IrcClient }> {
  const server = await TestServer.start({ commandBurst: 10_000 });
  for (const name of ['anna', 'bob']) await makeAccount(server, name);
  const anna = await joinAsOwner(server, 'anna');
  const bob = await joinAsOwner(server, 'bob');
  await anna.ask('JOIN #garden');
  await ask(anna, 'anna', 'REGISTER #garden');
  await bob.ask('JOIN #garden');
  await anna.fence();
  return { server, anna, bob };
}

describe('ChanServ', () => {
  describe('REGISTER', () => {
    it('makes a room its operator’s, who becomes its founder', async () => {
      const server = await TestServer.start();
      await makeAccount(server, 'anna');
      const anna = await joinAsOwner(server, 'anna');
      await anna.ask('JOIN #garden');
      const lines = await anna.ask('PRIVMSG ChanServ :register #GARDEN');
      assert.equal(lines[0], ':ritrovo.chat MODE #garden +q anna');
      assert.match(lines[1] ?? '', /#garden is yours now/);
      assert.deepEqual(numericsOf(await anna.ask('NAMES #garden'), '353'), ['= #garden :~anna']);
      assert.match((await ask(anna, 'anna', 'INFO #garden'))[0] ?? '', /^#garden belongs to anna since /);
    });

    it('is refused without an account, without a room, to those who are no operators, for the shared room, twice, and past the limit', async () => {
      const server = await TestServer.start({ maxRoomsOwned: 1 });
      for (const name of ['anna', 'bob']) await makeAccount(server, name);
      const anna = await joinAsOwner(server, 'anna');
      const bob = await joinAsOwner(server, 'bob');
      const carla = await server.join('carla');
      await anna.ask('JOIN #a,#b');
      await bob.ask('JOIN #a');
      await carla.ask('JOIN #c');
      assert.match((await ask(carla, 'carla', 'REGISTER #c'))[0] ?? '', /^Log in first/);
      assert.match((await ask(anna, 'anna', 'REGISTER #nowhere'))[0] ?? '', /^There is no room/);
      assert.match((await ask(bob, 'bob', 'REGISTER #a'))[0] ?? '', /not an operator/);
      assert.match((await ask(anna, 'anna', 'REGISTER #lobby'))[0] ?? '', /belongs to the server/);
      await ask(anna, 'anna', 'REGISTER #a');
      assert.match((await ask(anna, 'anna', 'REGISTER #a'))[0] ?? '', /belongs to anna already/);
      assert.match((await ask(anna, 'anna', 'REGISTER #b'))[0] ?? '', /^You own 1 rooms, which is the most/);
    });
  });

  it('keeps topic, modes, bans and ranks of a room while it is empty and over a restart', async () => {
    const { server, anna, bob } = await garden();
    await anna.ask('TOPIC #garden :roses', 'MODE #garden +mklf-t sesame 9 #lobby', 'MODE #garden +beI bad good $a:dora', 'PRIVMSG ChanServ :AMODE #garden +o bob');
    await anna.ask('PART #garden');
    await bob.ask('PART #garden');
    assert.equal(numericsOf(await bob.ask('MODE #garden'), '324')[0], '#garden +mnfkl #lobby * :9');
    const next = await server.restart();
    const back = await joinAsOwner(next, 'bob');
    const lines = await back.ask('JOIN #garden', 'MODE #garden', 'MODE #garden b', 'MODE #garden e', 'MODE #garden I');
    assert.equal(lines[1], ':ritrovo.chat MODE #garden +o bob');
    assert.deepEqual(numericsOf(lines, '332'), ['#garden :roses']);
    assert.equal(numericsOf(lines, '324')[0], '#garden +mnfkl #lobby sesame :9');
    for (const [code, mask] of [['367', 'bad!*@*'], ['348', 'good!*@*'], ['346', '$a:dora']] as const) {
      assert.match(numericsOf(lines, code)[0] ?? '', new RegExp(`^#garden ${mask.replace(/[*$]/g, '\\$&')} ${source('anna')} `));
    }
    assert.deepEqual(numericsOf(await (await joinAsOwner(next, 'anna')).ask('JOIN #garden'), '353'), ['= #garden :@bob ~anna']);
  });

  it('gives the first who comes into an empty room nothing that is not theirs', async () => {
    const { server, anna, bob } = await garden();
    await anna.ask('PART #garden');
    await bob.ask('PART #garden');
    const carla = await server.join('carla');
    assert.deepEqual(numericsOf(await carla.ask('JOIN #garden'), '353'), ['= #garden :carla']);
  });

  it('gives a rank as soon as somebody logs in', async () => {
    const { server } = await garden();
    await makeAccount(server, 'carla');
    const anna = server.user('anna');
    const carla = await server.connect();
    await carla.ask('CAP REQ :sasl', 'NICK visitor', 'USER test 0 * :C', 'CAP END', 'JOIN #garden');
    server.server.rooms.find('#garden')?.ownership?.trusted.set('carla', { account: 'carla', rank: 4 });
    const lines = await carla.ask('PRIVMSG NickServ :IDENTIFY carla correct-horse');
    assert.ok(lines.includes(':ritrovo.chat MODE #garden +o visitor'), lines.join('\n'));
    assert.equal(anna.account, 'anna');
  });

  describe('AMODE', () => {
    it('gives an account a rank that stays, lists them and takes it away', async () => {
      const { anna, bob } = await garden();
      const lines = await anna.ask('PRIVMSG ChanServ :AMODE #garden +o BOB');
      assert.ok(lines.includes(':ritrovo.chat MODE #garden +o bob'));
      assert.deepEqual(await ask(bob, 'bob', 'AMODE #garden'), ['+q anna', '+o bob']);
      await bob.ask('PART #garden');
      assert.ok((await bob.ask('JOIN #garden')).includes(':ritrovo.chat MODE #garden +o bob'));
      assert.ok((await anna.ask('PRIVMSG ChanServ :AMODE #garden +v bob')).includes(':ritrovo.chat MODE #garden -o bob'));
      assert.ok((await anna.ask('PRIVMSG ChanServ :AMODE #garden - bob')).includes(':ritrovo.chat MODE #garden -v bob'));
      assert.deepEqual(await ask(anna, 'anna', 'AMODE #garden'), ['+q anna']);
    });

    it('is for those whose account has the rank, in order', async () => {
      const { server, anna, bob } = await garden();
      for (const name of ['carla', 'dora']) await makeAccount(server, name);
      assert.match((await ask(bob, 'bob', 'AMODE #garden +v carla'))[0] ?? '', /too low/);
      await ask(anna, 'anna', 'AMODE #garden +o bob');
      assert.match((await ask(bob, 'bob', 'AMODE #garden +a carla'))[0] ?? '', /too low/);
      assert.match((await ask(bob, 'bob', 'AMODE #garden +h carla'))[0] ?? '', /has the rank \+h/);
      await ask(anna, 'anna', 'AMODE #garden +a dora');
      assert.match((await ask(bob, 'bob', 'AMODE #garden - dora'))[0] ?? '', /too low/);
      assert.match((await ask(anna, 'anna', 'AMODE #garden +o nobody'))[0] ?? '', /no account nobody/);
      assert.match((await ask(anna, 'anna', 'AMODE #garden +q carla'))[0] ?? '', /^The ranks are \+a \+o \+h \+v$/);
      assert.match((await ask(anna, 'anna', 'AMODE #garden +o anna'))[0] ?? '', /TRANSFER/);
      assert.match((await ask(anna, 'anna', 'AMODE #garden - nobody'))[0] ?? '', /has no rank/);
      assert.match((await ask(anna, 'anna', 'AMODE #garden +o'))[0] ?? '', /^Whose\?/);
    });
  });

  it('OP, DEOP, VOICE and the like give and take a rank at once', async () => {
    const { anna, bob } = await garden();
    for (const [give, take, letter] of [['PROTECT', 'DEPROTECT', 'a'], ['OP', 'DEOP', 'o'], ['HALFOP', 'DEHALFOP', 'h'], ['VOICE', 'DEVOICE', 'v']]) {
      assert.ok((await anna.ask(`CS ${String(give)} #garden bob`)).includes(`:ritrovo.chat MODE #garden +${String(letter)} bob`));
      assert.ok((await anna.ask(`CHANSERV ${String(take)} #garden bob`)).includes(`:ritrovo.chat MODE #garden -${String(letter)} bob`));
    }
    assert.deepEqual(await ask(anna, 'anna', 'DEOP #garden bob'), ['It is so already']);
    assert.match((await ask(bob, 'bob', 'OP #garden'))[0] ?? '', /too low/);
    assert.match((await ask(anna, 'anna', 'OP #garden nobody'))[0] ?? '', /is not in/);
  });

  it('gives a founder their rank back', async () => {
    const { anna, server } = await garden();
    await anna.ask('MODE #garden -q anna');
    assert.equal(server.server.rooms.find('#garden')?.rankOf(server.user('anna')), 4);
    assert.ok((await anna.ask('PART #garden', 'JOIN #garden')).includes(':ritrovo.chat MODE #garden +q anna'));
  });

  describe('TRANSFER', () => {
    it('gives a room to another account when they accept it', async () => {
      const { anna, bob } = await garden();
      assert.match((await ask(bob, 'bob', 'TRANSFER ACCEPT #garden'))[0] ?? '', /was not offered to you/);
      assert.match((await ask(bob, 'bob', 'TRANSFER #garden bob'))[0] ?? '', /belongs to anna/);
      assert.match((await ask(anna, 'anna', 'TRANSFER #garden nobody'))[0] ?? '', /no account nobody/);
      assert.match((await ask(anna, 'anna', 'TRANSFER #garden bob'))[0] ?? '', /is offered to bob/);
      const lines = await bob.ask('PRIVMSG ChanServ :TRANSFER ACCEPT #garden');
      assert.ok(lines.includes(':ritrovo.chat MODE #garden -q anna'));
      assert.ok(lines.includes(':ritrovo.chat MODE #garden +q bob'));
      assert.deepEqual(await ask(bob, 'bob', 'LIST'), ['You own 1 of at most 20 rooms:', '#garden']);
      assert.deepEqual(await ask(anna, 'anna', 'LIST'), ['You own no room']);
    });

    it('offers nothing any more when the room was given up since, and is somebody else’s', async () => {
      const { server, anna, bob } = await garden();
      await makeAccount(server, 'carla');
      const carla = await joinAsOwner(server, 'carla');
      await carla.ask('JOIN #garden');
      await anna.ask('MODE #garden +o carla');
      assert.match((await ask(anna, 'anna', 'TRANSFER #garden bob'))[0] ?? '', /is offered to bob/);
      await ask(anna, 'anna', 'DROP #garden #garden');
      assert.match((await ask(carla, 'carla', 'REGISTER #garden'))[0] ?? '', /is yours now/);
      assert.match((await ask(bob, 'bob', 'TRANSFER ACCEPT #garden'))[0] ?? '', /was not offered to you/);
    });

    it('is done at once by an operator of the server', async () => {
      const { server, bob } = await garden();
      server.makeOperator('bob');
      assert.match((await ask(bob, 'bob', 'TRANSFER #garden bob'))[0] ?? '', /belongs to bob now/);
    });
  });

  it('DROP gives a room up when its name is said twice, for its founder only', async () => {
    const { server, anna, bob } = await garden();
    assert.match((await ask(bob, 'bob', 'DROP #garden #garden'))[0] ?? '', /belongs to anna/);
    assert.match((await ask(anna, 'anna', 'DROP #garden'))[0] ?? '', /say: DROP #garden #garden/);
    assert.match((await ask(anna, 'anna', 'DROP #garden #garden'))[0] ?? '', /not registered any more/);
    await anna.ask('PART #garden');
    await bob.ask('PART #garden');
    assert.equal(server.server.rooms.find('#garden'), undefined);
    const next = await server.restart();
    assert.equal(next.server.rooms.find('#garden'), undefined);
  });

  it('lets nobody inherit the rooms and ranks of an account that was deleted', async () => {
    const { server, anna } = await garden();
    await ask(anna, 'anna', 'AMODE #garden +o bob');
    server.server.accounts.drop(server.server.accounts.find('bob') ?? assert.fail());
    assert.equal(server.server.rooms.find('#garden')?.ownership?.trusted.size, 0);
    server.server.accounts.drop(server.server.accounts.find('anna') ?? assert.fail());
    assert.equal(server.server.rooms.find('#garden')?.ownership, undefined);
  });

  it('renames an owned room with all that is kept of it', async () => {
    const { server, anna } = await garden();
    await anna.ask('TOPIC #garden :roses', 'MODE #garden +b bad', 'RENAME #garden #park');
    const next = await server.restart();
    const room = next.server.rooms.find('#park') ?? assert.fail();
    assert.deepEqual([room.topic?.text, room.lists.b.size, room.ownership?.founder], ['roses', 1, 'anna']);
    assert.equal(next.server.rooms.find('#garden'), undefined);
  });

  it('HELP lists every command and explains each', async () => {
    const server = await TestServer.start({ commandBurst: 10_000 });
    const anna = await server.join('anna');
    const rows = await ask(anna, 'anna', 'HELP');
    for (const row of rows.slice(1)) {
      const verb = row.split(' ')[0]?.replace(':', '') ?? '';
      const [usage = '', text = ''] = await ask(anna, 'anna', `HELP ${verb}`);
      assert.ok(usage.startsWith(`/msg ChanServ ${verb}`) && row.endsWith(text), verb);
    }
    assert.ok(rows.length > 10);
    assert.match((await ask(anna, 'anna', 'HELP FLY'))[0] ?? '', /no such command/);
    assert.match((await ask(anna, 'anna', 'FLY'))[0] ?? '', /no such command/);
    assert.match((await ask(anna, 'anna', 'REGISTER'))[0] ?? '', /^Something is missing/);
    assert.match((await ask(anna, 'anna', 'INFO #nowhere'))[0] ?? '', /is not registered/);
  });
});

describe('the shared room', () => {
  it('obeys the operators of the server, and keeps what they set over a restart', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    assert.deepEqual(await bob.askVerbs('MODE #lobby +t', 'KICK #lobby anna'), ['482', '482']);
    server.makeOperator('anna');
    await anna.ask('TOPIC #lobby :Welcome', 'MODE #lobby +tb *!*@192.0.2.*', 'MODE #lobby +v bob');
    await bob.fence();
    assert.deepEqual(await bob.askVerbs('TOPIC #lobby :x'), ['482']);
    assert.deepEqual(await anna.ask('KICK #lobby bob'), [`:${source('anna')} KICK #lobby bob :anna`]);
    const next = await server.restart();
    const carla = await next.join('carla');
    const lines = await carla.ask('MODE #lobby', 'TOPIC #lobby', 'MODE #lobby b');
    assert.deepEqual([numericsOf(lines, '324')[0], numericsOf(lines, '332')[0], numericsOf(lines, '367').length], ['#lobby :+nt', '#lobby :Welcome', 1]);
  });
});
