import assert from 'node:assert/strict';
import { joinAsOwner, logInPlain, makeAccount, password } from '../../helpers/accounts';
import type { IrcClient } from '../../helpers/irc-client';
import { makeOperator, startWithOperator } from '../../helpers/operators';
import { numericsOf, source, TestServer } from '../../helpers/server';

interface Scene {
  readonly server: TestServer;
  /** The connection that is still open when another one comes. */
  readonly older: IrcClient;
  /** Somebody who sees all that happens in the rooms of both. */
  readonly bob: IrcClient;
}

/** Anna is the operator of a closed room with a key, in which bob is as well; her connection stays open. */
async function begin(persistence: 'ON' | 'OFF' = 'ON', started?: TestServer): Promise<Scene> {
  const server = started ?? (await TestServer.start());
  await makeAccount(server, 'anna');
  const older = await joinAsOwner(server, 'anna', ['draft/persistence']);
  await older.ask(`PERSISTENCE SET ${persistence}`, 'JOIN #garden', 'MODE anna +iw');
  const bob = await server.join('bob', { capabilities: ['away-notify', 'chghost', 'account-notify'] });
  await bob.ask('JOIN #garden');
  await older.ask('MODE #garden +ik roses', 'PRIVMSG #garden :before');
  await bob.fence();
  return { server, older, bob };
}

/** Whoever had the place is ended with a reason, and the place is as it was, on the new connection. */
async function isTaken({ server, older, bob }: Scene, newer: IrcClient, seen: readonly string[] = []): Promise<void> {
  assert.match((await older.closed()).at(-1) ?? '', /^ERROR :Closing link: You are connected from elsewhere/);
  assert.deepEqual(await bob.fence(), seen);
  assert.match((await newer.ask('NAMES #garden')).join('\n'), / 353 anna = #garden :@anna bob\n/);
  assert.deepEqual(numericsOf(await newer.ask('MODE #garden'), '324'), ['#garden +intk :roses']);
  assert.deepEqual(numericsOf(await newer.ask('MODE anna'), '221'), [':+iw']);
  await bob.ask('PRIVMSG anna :hello', 'PRIVMSG #garden :again');
  assert.deepEqual(await newer.fence(), [`:${source('bob')} PRIVMSG anna :hello`, `:${source('bob')} PRIVMSG #garden :again`]);
  assert.equal(server.server.users.count, 2);
}

async function toEnd(client: IrcClient): Promise<string[]> {
  client.send('CAP END');
  await client.expect(/ 001 anna /);
  return client.fence();
}

describe('with persistence, whoever logs in while an older connection is still open', () => {
  it('has its place by SASL before NICK, and is welcomed into every room', async () => {
    const scene = await begin();
    const newer = await scene.server.connect();
    await newer.ask('CAP LS 302', 'CAP REQ sasl');
    await logInPlain(newer, 'anna');
    await newer.ask('NICK anna', 'USER test 0 * :Owner');
    const told = await toEnd(newer);
    assert.ok(told.includes(':ritrovo.chat MODE anna +iw'));
    assert.deepEqual(told.filter((line) => line.includes(' JOIN ')), [`:${source('anna')} JOIN #lobby`, `:${source('anna')} JOIN #garden`]);
    await isTaken(scene, newer);
  });

  it('has it by NICK before SASL', async () => {
    const scene = await begin();
    const newer = await scene.server.connect();
    assert.ok(!(await newer.askVerbs('CAP LS 302', 'NICK anna', 'USER test 0 * :Owner', 'CAP REQ sasl')).includes('433'));
    await logInPlain(newer, 'anna');
    await toEnd(newer);
    await isTaken(scene, newer);
  });

  it('has it by NICK before anything, although another nick was given when the first one was refused', async () => {
    const scene = await begin();
    const newer = await scene.server.connect();
    assert.deepEqual((await newer.askVerbs('NICK anna')).at(-1), '433');
    await newer.ask('NICK anna_', 'CAP LS 302', 'CAP REQ sasl', 'USER test 0 * :Owner');
    await logInPlain(newer, 'anna');
    await toEnd(newer);
    await isTaken(scene, newer);
    assert.equal(scene.server.server.names.find('anna_'), undefined);
  });

  it('has it by PASS', async () => {
    const scene = await begin();
    const newer = await scene.server.connect();
    newer.send(`PASS anna:${password}`, 'NICK anna', 'USER test 0 * :Owner');
    await newer.expect(/ 001 anna /);
    await newer.fence();
    await isTaken(scene, newer);
  });

  for (const [how, line] of [['IDENTIFY', `NS IDENTIFY anna ${password}`], ['REGAIN', `NS REGAIN anna ${password}`], ['GHOST', `NS GHOST anna ${password}`]] as const) {
    it(`has it by ${how} under another nick, which leaves`, async () => {
      const scene = await begin();
      const newer = await scene.server.join('anna_');
      await newer.ask('JOIN #shed', 'MONITOR + carla');
      await scene.bob.ask('JOIN #shed');
      await scene.bob.fence();
      const told = (await newer.ask(line)).filter((text) => !/ (?:353|366|900) | NOTICE /.test(text));
      assert.deepEqual(told, [
        `:${source('bob')} JOIN #shed`,
        `:${source('anna')} QUIT :Connected from elsewhere`,
        `:${source('anna_')} NICK anna`,
        `:${source('anna')} JOIN #garden`,
        ':ritrovo.chat MODE anna +iw',
      ]);
      await isTaken(scene, newer, [
        `:${source('anna')} JOIN #shed`,
        `:${source('anna_')} QUIT :Logged in as anna`,
        ':ritrovo.chat MODE #shed +o anna',
      ]);
      assert.match((await newer.ask('NAMES #shed')).join('\n'), /:(?:bob @anna|@anna bob)\n/);
      await scene.server.join('carla');
      assert.ok((await newer.fence()).some((text) => text.includes(' 730 anna :carla')));
    });
  }

  it('has it under the name of the account, though it went by another nick', async () => {
    const scene = await begin();
    await scene.older.ask('NICK annika');
    await scene.bob.fence();
    const newer = await joinAsOwner(scene.server, 'anna');
    await isTaken(scene, newer, [`:${source('annika')} NICK anna`]);
  });

  it('reads on in the history, and has what the server keeps of the place after kill -9', async () => {
    const scene = await begin();
    const newer = await joinAsOwner(scene.server, 'anna', ['draft/chathistory', 'batch']);
    assert.match((await newer.ask('CHATHISTORY LATEST #garden * 5')).join('\n'), /PRIVMSG #garden :before/);
    newer.destroy();
    await scene.bob.expect(`:${source('anna')} AWAY :Not connected`);
    assert.equal(scene.server.user('anna').rooms.size, 2);
  });

  it('from another address is shown with it to those who asked for that, and as nothing to the others', async () => {
    const scene = await begin();
    const plain = await scene.server.join('carla');
    const newer = await scene.server.connectFrom('127.0.0.2');
    await newer.ask('CAP REQ sasl', 'NICK anna', 'USER test 0 * :Owner');
    await logInPlain(newer, 'anna');
    await toEnd(newer);
    await scene.older.closed();
    assert.deepEqual((await scene.bob.fence()).filter((line) => !line.includes('carla')), [`:${source('anna')} CHGHOST test 127.0.0.2`]);
    assert.deepEqual(await plain.fence(), []);
  });

  it('gives the password of an operator of the server again', async () => {
    const scene = await begin('ON', await startWithOperator());
    await makeOperator(scene.older);
    const newer = await joinAsOwner(scene.server, 'anna');
    assert.deepEqual(await newer.askVerbs('AUDIT'), ['481']);
    assert.equal(scene.server.server.users.operators, 0);
  });

  it('under a nick of its own is a second connection, which REGAIN brings to the place and NICK to one that is left', async () => {
    const scene = await begin();
    const second = await joinAsOwner(scene.server, 'annika', [], 'anna');
    assert.match((await second.ask('NICK anna')).join(), / 433 annika anna :You have this name on another connection/);
    scene.older.destroy();
    await scene.server.until(() => scene.server.server.presences.count === 1);
    await second.fence();
    assert.ok((await second.ask('NICK anna')).includes(`:${source('annika')} NICK anna`));
    assert.equal(scene.server.server.presences.count, 0);
    assert.match((await second.ask('NAMES #garden')).join(), /:@anna bob/);
  });

  it('does not fight for ever: of two programs that both come back, the newer one is refused after three times', async () => {
    const scene = await begin();
    let holder = scene.older;
    for (let round = 0; round < 3; round++) {
      const newer = await joinAsOwner(scene.server, 'anna');
      assert.match((await holder.closed()).at(-1) ?? '', /^ERROR :/);
      await scene.server.until(() => scene.server.server.clients.size === 2);
      holder = newer;
    }
    const refused = await scene.server.connect();
    await refused.ask('CAP REQ sasl');
    await logInPlain(refused, 'anna');
    assert.match((await refused.ask('NICK anna', 'USER test 0 * :Owner', 'CAP END')).join('\n'), / 433 \* anna :You have this name on another connection.*REGAIN anna/);
    assert.ok((await refused.askVerbs('NICK anna_')).includes('001'));
    assert.ok((await holder.askVerbs('VERSION')).includes('351'));
    await refused.ask('NS REGAIN anna');
    await holder.closed();
    assert.match((await refused.ask('NAMES #garden')).join(), /:@anna bob/);
  });

  it('is refused the nick as before where they never log in, and so is a stranger who does', async () => {
    const scene = await begin();
    await makeAccount(scene.server, 'eva');
    for (const account of [undefined, 'eva']) {
      const stranger = await scene.server.connect();
      await stranger.ask('CAP LS 302', 'CAP REQ sasl');
      if (account !== undefined) await logInPlain(stranger, account);
      assert.ok((await stranger.askVerbs('NICK anna', 'USER x 0 * :X', 'CAP END')).includes('433'), account);
    }
    assert.ok((await scene.older.askVerbs('VERSION')).includes('351'));
  });
});

describe('without persistence', () => {
  it('a second program is refused the nick, so that two never end each other; REGAIN and GHOST keep the place', async () => {
    for (const line of ['NS REGAIN anna', 'NS GHOST anna']) {
      const scene = await begin('OFF');
      const newer = await scene.server.connect();
      await newer.ask('CAP LS 302', 'CAP REQ sasl');
      await logInPlain(newer, 'anna');
      assert.ok((await newer.askVerbs('NICK anna')).includes('433'));
      newer.send('NICK anna_', 'USER test 0 * :Owner', 'CAP END');
      await newer.expect(/ 366 /);
      await newer.fence();
      await scene.bob.fence();
      await newer.ask(line);
      await isTaken(scene, newer, [`:${source('anna_')} QUIT :Logged in as anna`]);
    }
  });
});
