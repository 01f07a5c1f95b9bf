import assert from 'node:assert/strict';
import { enroll, joinAsOwner, logInPlain, makeAccount, password } from '../../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../../helpers/history';
import type { IrcClient } from '../../helpers/irc-client';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';
import { numericsOf, TestServer } from '../../helpers/server';

const wide = 'timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z';

interface Scene {
  readonly server: TestServer;
  readonly former: IrcClient;
  readonly bob: IrcClient;
  /** What the former owner said in the shared room. */
  readonly id: string;
}

/** Anna and bob, who have accounts, have written to each other. */
async function begin(): Promise<Scene> {
  const server = await TestServer.start();
  const { anna: former, bob } = await server.joinAll(['anna', 'bob'], { capabilities: [...historian, 'draft/metadata-2'] });
  for (const name of ['anna', 'bob']) {
    enroll(server, name);
    server.logIn(name);
  }
  await say(former, 'bob', 'between us');
  await say(bob, 'anna', 'and nobody else');
  return { server, former, bob, id: await say(former, '#lobby', 'to all') };
}

/** Anna's name is given up and released, and somebody else registers it. */
async function giveUp({ server, former }: Scene): Promise<IrcClient> {
  const { accounts } = server.server;
  server.user('anna').account = undefined;
  accounts.drop(accounts.find('anna') ?? assert.fail('the account is there'));
  former.send('QUIT');
  await former.closed();
  accounts.store.release('anna');
  const next = await server.join('anna', { capabilities: [...historian, 'draft/metadata-2'] });
  enroll(server, 'anna');
  server.logIn('anna');
  return next;
}

/** Neither now nor after the next start is anything of the former owner's there. */
async function hasNothing(next: IrcClient): Promise<void> {
  assert.deepEqual(textsOf(await askBatch(next, 'CHATHISTORY LATEST bob * 10')), []);
  assert.deepEqual(textsOf(await askBatch(next, 'SEARCH text=between')), []);
  assert.deepEqual((await askBatch(next, `CHATHISTORY TARGETS ${wide} 10`)).map(({ params }) => params[1]).filter((name) => name === 'bob'), []);
}

describe('whoever registers a name that was given up and released', () => {
  it('reads nothing of what the former owner and others wrote to each other; the others still do', async () => {
    const scene = await begin();
    const { server, bob } = scene;
    const next = await giveUp(scene);
    await hasNothing(next);
    await say(next, 'bob', 'who are you?');
    assert.deepEqual(textsOf(await askBatch(bob, 'CHATHISTORY LATEST anna * 10')), ['who are you?']);
    assert.deepEqual(textsOf(await askBatch(next, 'CHATHISTORY LATEST bob * 10')), ['who are you?']);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH text=between')), ['between us']);
    const again = await server.restart();
    const later = await again.join('annina', { capabilities: historian });
    again.logIn('annina', 'anna');
    assert.deepEqual(textsOf(await askBatch(later, 'CHATHISTORY LATEST bob * 10')), ['who are you?']);
    assert.deepEqual(textsOf(await askBatch(later, 'SEARCH text=between')), []);
  });

  it('edits and deletes nothing that the former owner said, and is not shown as its author', async () => {
    const scene = await begin();
    const { bob, id } = scene;
    const next = await giveUp(scene);
    assert.match((await next.ask(`@+draft/target-msgid=${id};draft/target-msgid=${id};draft/edit-text=mine EDIT #lobby`)).join(), / FAIL EDIT EDIT_FORBIDDEN /);
    assert.match((await next.ask(`REDACT #lobby ${id}`)).join(), / FAIL REDACT REDACT_FORBIDDEN /);
    await bob.ask('CAP REQ account-tag');
    await say(next, '#lobby', 'to all as well');
    const accounts = (await askBatch(bob, 'CHATHISTORY LATEST #lobby * 50')).filter(({ verb }) => verb === 'PRIVMSG').map(({ tags, params }) => [params[1], tags.get('account')]);
    assert.deepEqual(accounts, [['to all', undefined], ['to all as well', 'anna']]);
    assert.deepEqual((await askBatch(bob, 'SEARCH from=anna')).map(({ tags }) => tags.get('account')), [undefined, undefined, 'anna']);
  });

  it('has neither read markers, metadata, certificates nor a place of the former owner', async () => {
    const scene = await begin();
    const { server, former } = scene;
    const account = server.server.accounts.find('anna') ?? assert.fail('the account is there');
    server.server.accounts.addCertificate(account, 'ab'.repeat(32));
    await former.ask('MARKREAD bob timestamp=2024-01-02T00:00:00.000Z', 'METADATA * SET url :https://anna.example', 'PERSISTENCE SET ON');
    const next = await giveUp(scene);
    assert.match((await next.ask('MARKREAD bob')).join(), / MARKREAD bob \*$/);
    assert.match((await next.ask('METADATA * GET url')).join(), / 766 | KEY_NOT_SET /);
    assert.match((await next.ask('NS CERT LIST')).join(), /You have no certificates/);
    assert.match((await next.ask('PERSISTENCE GET')).join(), / STATUS DEFAULT OFF/);
    assert.deepEqual(server.server.database.prepare('SELECT * FROM read_markers').all(), []);
  });

  it('has no rooms, ranks, invitations, bans or offers of the former owner', async () => {
    const scene = await begin();
    const { server, bob, former } = scene;
    await former.ask('JOIN #hers', 'CS REGISTER #hers');
    await bob.ask('JOIN #his,#gift', 'CS REGISTER #his', 'CS REGISTER #gift', 'CS AMODE #his +o anna', 'CS TRANSFER #gift anna');
    await bob.ask('MODE #his +iI $a:Anna', 'MODE #gift +bb $a:anna $m:$a:anna', 'MODE #gift +b $a:ann*', 'MODE #gift +e $a:anna');
    const next = await giveUp(scene);
    assert.ok((await bob.fence()).some((line) => line.includes(' MODE #his -I $a:Anna')));
    assert.match((await next.ask('CS LIST')).join(), /You own no room/);
    assert.match((await next.ask('JOIN #his')).join(), / 473 anna #his /);
    assert.match((await next.ask('CS TRANSFER ACCEPT #gift')).join(), /was not offered to you/);
    assert.deepEqual(numericsOf(await bob.ask('MODE #gift b'), '367').map((entry) => entry.split(' ')[1]), ['$a:ann*']);
    assert.deepEqual(numericsOf(await bob.ask('MODE #gift e'), '348'), []);
    const again = await server.restart();
    assert.deepEqual(again.server.database.prepare("SELECT mask FROM room_masks WHERE mask LIKE '%anna'").all(), []);
  });
});

describe('DROP', () => {
  it('and RELEASE leave nothing to whoever registers the name next, as people do it', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const { anna, bob } = await server.joinAll(['anna', 'bob'], { capabilities: historian });
    await anna.ask(`NS REGISTER ${password}`);
    await say(anna, 'bob', 'between us');
    assert.match((await anna.ask(`NS DROP ${password}`)).join(), /anna is nobody’s now/);
    anna.send('QUIT');
    await anna.closed();
    assert.match((await root.ask('NS RELEASE anna')).join(), /can be registered again/);
    const next = await server.join('anna', { capabilities: historian });
    await next.ask(`NS REGISTER ${password}`);
    await hasNothing(next);
    assert.deepEqual(textsOf(await askBatch(bob, 'SEARCH text=between')), ['between us']);
  });

  it('logs out also those who have not registered yet, so that they are not the next owner’s', async () => {
    const server = await TestServer.start();
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna');
    const waiting = await server.connect();
    await waiting.ask('CAP REQ sasl');
    await logInPlain(waiting, 'anna');
    await anna.ask(`NS DROP ${password}`);
    assert.ok((await waiting.fence()).some((line) => line.includes(' 901 ')));
    server.server.accounts.store.release('anna');
    enroll(server, 'anna');
    assert.ok((await waiting.askVerbs('NICK anna', 'USER a 0 * :A', 'CAP END')).includes('433'));
  });
});
