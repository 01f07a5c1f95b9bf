import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { SqliteFile } from '../../../src/server/store/sqlite';
import { joinAsOwner, logInPlain, makeAccount } from '../../helpers/accounts';
import type { IrcClient } from '../../helpers/irc-client';
import { joinAsOperator, makeOperator, startWithOperator } from '../../helpers/operators';
import { numericsOf, source, temporaryFolder, TestServer } from '../../helpers/server';

const capabilities = ['draft/persistence', 'standard-replies'];

/** A server where anna stays when her connection is lost. */
async function begin(server?: TestServer): Promise<{ server: TestServer; anna: IrcClient }> {
  const started = server ?? (await TestServer.start());
  await makeAccount(started, 'anna');
  const anna = await joinAsOwner(started, 'anna', capabilities);
  assert.deepEqual(await anna.ask('PERSISTENCE SET ON'), [':ritrovo.chat PERSISTENCE STATUS ON ON']);
  return { server: started, anna };
}

/** Cuts a connection and waits until the server has noticed. */
async function cut(server: TestServer, client: IrcClient): Promise<void> {
  const nick = server.server.clients.size;
  client.destroy();
  while (server.server.clients.size >= nick) await new Promise((resolve) => setImmediate(resolve));
}

// https://github.com/ircv3/ircv3-specifications/pull/503
describe('PERSISTENCE', () => {
  it('is for those who have an account', async () => {
    const server = await TestServer.start();
    const bob = await server.join('bob', { capabilities });
    for (const line of ['PERSISTENCE GET', 'PERSISTENCE SET ON']) {
      assert.deepEqual(await bob.ask(line), [':ritrovo.chat FAIL PERSISTENCE ACCOUNT_REQUIRED :An account is required']);
    }
  });

  it('GET and SET say what is set and what holds', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', capabilities);
    const second = await joinAsOwner(server, 'annika', capabilities, 'anna');
    await anna.fence();
    assert.deepEqual(await anna.ask('PERSISTENCE GET'), [':ritrovo.chat PERSISTENCE STATUS DEFAULT OFF']);
    assert.deepEqual(await anna.ask('persistence set on'), [':ritrovo.chat PERSISTENCE STATUS ON ON']);
    assert.deepEqual(await second.fence(), [':ritrovo.chat PERSISTENCE STATUS ON ON']);
    assert.deepEqual(await anna.ask('PERSISTENCE SET OFF'), [':ritrovo.chat PERSISTENCE STATUS OFF OFF']);
    for (const line of ['PERSISTENCE SET', 'PERSISTENCE SET MAYBE', 'PERSISTENCE FLY']) {
      assert.match((await anna.ask(line))[0] ?? '', / FAIL PERSISTENCE INVALID_PARAMETERS :/);
    }
  });

  it('keeps name and rooms while the connection is lost, marked as away, and gives them back', async () => {
    const { server, anna } = await begin();
    await anna.ask('JOIN #garden', 'TOPIC #garden :Roses');
    const bob = await server.join('bob', { capabilities: ['away-notify'] });
    await bob.ask('JOIN #garden');
    await cut(server, anna);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} AWAY :Not connected`]);
    assert.match((await bob.ask('PRIVMSG anna :psst')).join(), / 301 bob anna :Not connected/);

    const again = await server.connect();
    again.send('CAP LS 302', 'CAP REQ :sasl draft/persistence', 'NICK anna', 'USER test 0 * :Owner');
    await logInPlain(again, 'anna');
    const verbs = await again.askMessages('CAP END');
    const order = verbs.map(({ verb, params }) => (verb === 'JOIN' ? `JOIN ${params[0] ?? ''}` : verb));
    assert.ok(order.indexOf('PERSISTENCE') > order.lastIndexOf('005') && order.indexOf('PERSISTENCE') < order.indexOf('422'));
    assert.deepEqual(order.slice(order.indexOf('422') + 1), ['JOIN #lobby', '353', '366', 'JOIN #garden', '332', '333', '353', '366']);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} AWAY`]);
    await bob.ask('PRIVMSG #garden :there you are');
    assert.deepEqual(await again.fence(), [`:${source('bob')} PRIVMSG #garden :there you are`]);
    assert.equal(server.server.users.count, 2);
  });

  // https://ircv3.net/specs/extensions/chghost
  it('shows those who come back from elsewhere with their new host, and welcomes them first of all', async () => {
    const { server, anna } = await begin();
    const bob = await server.join('bob', { capabilities: ['chghost'] });
    await cut(server, anna);
    const back = await server.connectFrom('127.0.0.2');
    await back.ask('CAP REQ :sasl chghost', 'NICK anna', 'USER test 0 * :Real anna');
    await logInPlain(back, 'anna');
    assert.match((await back.ask('CAP END'))[0] ?? '', /^:ritrovo\.chat 001 anna /);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} CHGHOST test 127.0.0.2`]);
    assert.ok((await bob.ask('USERHOST anna')).join().endsWith('anna=+test@127.0.0.2'));
  });

  it('keeps an away message of one’s own', async () => {
    const { server, anna } = await begin();
    await anna.ask('AWAY :at lunch');
    await cut(server, anna);
    await joinAsOwner(server, 'anna');
    assert.equal(server.server.names.find('anna')?.user?.away, 'at lunch');
  });

  it('keeps the name from others, who hear that it is registered', async () => {
    const { server, anna } = await begin();
    await cut(server, anna);
    const guest = await server.connect();
    assert.deepEqual((await guest.askVerbs('NICK anna')).at(-1), '433');
    const negotiating = await server.connect();
    assert.deepEqual((await negotiating.askVerbs('CAP LS 302', 'NICK anna', 'USER a 0 * :A', 'CAP END')).at(-1), '433');
    const registered = await server.join('bob');
    assert.equal((await registered.askVerbs('NICK anna')).at(-1), '433');
  });

  it('takes another name that was asked for on the way back', async () => {
    const { server, anna } = await begin();
    const bob = await server.join('bob');
    await cut(server, anna);
    const again = await server.connect();
    again.send('CAP LS 302', 'CAP REQ sasl', 'NICK annika', 'USER test 0 * :Owner');
    await logInPlain(again, 'anna');
    assert.ok((await again.ask('CAP END')).some((line) => line.startsWith(':ritrovo.chat 001 annika ')));
    await bob.expect(`:${source('anna')} NICK annika`);
    assert.equal(server.server.names.find('anna'), undefined);
  });

  it('gives a second connection a name of its own, which leaves as others do', async () => {
    const { server, anna } = await begin();
    const second = await joinAsOwner(server, 'annika', [], 'anna');
    await cut(server, second);
    assert.equal(server.server.names.find('annika'), undefined);
    await anna.fence();
    assert.equal((await anna.askVerbs('WHOIS annika'))[0], '401');
  });

  it('ends with SET OFF, with KILL and with the account', async () => {
    const started = await startWithOperator();
    const { server, anna } = await begin(started);
    const root = await joinAsOperator(server, 'root');
    await cut(server, anna);
    await root.ask('KILL anna :gone');
    assert.equal(server.server.names.find('anna'), undefined);
    const again = await joinAsOwner(server, 'anna');
    await cut(server, again);
    const second = await joinAsOwner(server, 'anna', capabilities);
    await second.ask('PERSISTENCE SET OFF');
    await cut(server, second);
    assert.equal(server.server.names.find('anna'), undefined);
    const third = await joinAsOwner(server, 'anna', capabilities);
    await third.ask('PERSISTENCE SET ON');
    await cut(server, third);
    const account = server.server.accounts.find('anna');
    assert.ok(account !== undefined && server.server.names.find('anna') !== undefined);
    server.server.accounts.drop(account);
    assert.equal(server.server.names.find('anna'), undefined);
    assert.equal(server.server.users.count, 1);
  });

  it('lays down the rights of an operator of the server, who gives the password again', async () => {
    const { server, anna } = await begin(await startWithOperator());
    await makeOperator(anna);
    await cut(server, anna);
    const again = await joinAsOwner(server, 'anna');
    assert.deepEqual(await again.askVerbs('AUDIT'), ['481']);
    assert.equal(server.server.users.operators, 0);
  });

  it('outlives a restart', async () => {
    const { server, anna } = await begin();
    await anna.ask('JOIN #garden');
    const next = await server.restart();
    const bob = await next.join('bob');
    assert.deepEqual((await bob.ask('WHOIS anna')).filter((line) => / 319 | 301 /.test(line)), [
      ':ritrovo.chat 319 bob anna :#lobby @#garden',
      ':ritrovo.chat 301 bob anna :Not connected',
    ]);
    const again = await joinAsOwner(next, 'anna');
    assert.equal((await again.ask('NAMES #garden'))[0], ':ritrovo.chat 353 anna = #garden :@anna');
    const last = await next.restart();
    assert.ok(last.server.names.find('anna')?.user !== undefined);
  });

  it('keeps the user modes of somebody absent over a restart, but not those of an operator', async () => {
    const { server, anna } = await begin(await startWithOperator());
    await makeOperator(anna);
    await anna.ask('MODE anna +iBw');
    await cut(server, anna);
    const next = await server.restart();
    assert.deepEqual([...next.user('anna').modes].sort(), ['B', 'i', 'w']);
  });

  it('writes down where somebody is when it changes, so that nothing is lost with SIGKILL', async () => {
    const { server, anna } = await begin();
    await anna.ask('JOIN #garden,#shed,#attic', 'PART #attic', 'MODE #garden +v anna', 'MODE anna +w', 'RENAME #shed #barn', 'AWAY :in the garden');
    assert.deepEqual(rowsIn(server), [{ nick: 'anna', away: 'in the garden', modes: 'w', since: 0, rooms: ['#lobby', '#garden', '#barn'] }]);
    await anna.ask('NICK annika', 'AWAY');
    assert.deepEqual(rowsIn(server), [{ nick: 'annika', away: null, modes: 'w', since: 0, rooms: ['#lobby', '#garden', '#barn'] }]);
    const copied = temporaryFolder();
    for (const name of ['ritrovo.db', 'ritrovo.db-wal']) copyFileSync(path.join(server.server.config.data, name), path.join(copied, name));
    const next = await TestServer.start({ data: copied });
    const bob = await next.join('bob');
    assert.deepEqual(numericsOf(await bob.ask('WHOIS annika'), '319'), ['annika :#lobby @+#garden @#barn']);
    assert.equal(next.user('annika').away, 'Not connected');
  });

  it('has nothing written down of those who did not ask for it, do so no more, log out or are made to leave', async () => {
    const { server, anna } = await begin();
    assert.equal(rowsIn(server).length, 1);
    await anna.ask('PERSISTENCE SET OFF');
    assert.deepEqual(rowsIn(server), []);
    await anna.ask('JOIN #garden');
    assert.deepEqual(rowsIn(server), []);
    await anna.ask('PERSISTENCE SET ON');
    assert.equal(rowsIn(server).length, 1);
    const second = await joinAsOwner(server, 'annika', [], 'anna');
    await second.ask('QUIT').catch(() => undefined);
    assert.deepEqual(rowsIn(server).map(({ nick }) => nick), ['anna']);
    await anna.ask('NS LOGOUT');
    assert.deepEqual(rowsIn(server), []);
  });
});

/** What the file holds, as another program sees it. */
function rowsIn(server: TestServer): { nick: string; away: string | null; modes: string; since: number; rooms: string[] }[] {
  const file = new SqliteFile(path.join(server.server.config.data, 'ritrovo.db'));
  const rows = file.prepare('SELECT nick, away, modes, since, rooms FROM presences').all() as { nick: string; away: string | null; modes: string; since: number; rooms: string }[];
  file.close();
  return rows.map(({ nick, away, modes, since, rooms }) => ({ nick, away, modes, since, rooms: (JSON.parse(rooms) as { name: string }[]).map(({ name }) => name) }));
}
