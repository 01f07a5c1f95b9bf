import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Announced } from '../../src/server/announced';
import { ConfigError, configOf, type Config } from '../../src/server/config';
import { wordsFor } from '../../src/server/reload';
import type { IrcClient } from '../helpers/irc-client';
import { temporaryFolder, TestServer } from '../helpers/server';

/** A server whose settings a test can change, and a way to read them again. */
async function reloadable(first: Partial<Config> = {}): Promise<{ server: TestServer; change: (values: Partial<Config>) => Promise<string>; fail: (words: string) => Promise<string> }> {
  const data = temporaryFolder();
  let current = configOf({ host: '127.0.0.1', port: 0, data, announce: false, ...first });
  let failure: string | undefined;
  const readConfig = (): Config => {
    if (failure !== undefined) throw new ConfigError(failure);
    return current;
  };
  const server = await TestServer.start(current, { readConfig, configFile: '/etc/ritrovo.toml' });
  const words = (): Promise<string> => server.server.reloader.reload().then(wordsFor, (error: unknown) => (error instanceof Error ? error.message : String(error)));
  return {
    server,
    change: (values) => {
      current = { ...current, ...values };
      return words();
    },
    fail: (why) => {
      failure = why;
      return words();
    },
  };
}

function makeOperator({ server }: TestServer, nick: string): void {
  const user = server.names.find(nick)?.user ?? assert.fail();
  user.operator = nick;
  for (const mode of ['o', 's'] as const) server.users.setMode(user, mode, true);
}

describe('reading the settings again', () => {
  it('says what has changed, and what needs a restart, by name', async () => {
    const { change, server } = await reloadable();
    assert.equal(await change({}), 'The settings were read again; none of them has changed.');
    assert.equal(
      await change({ maxRooms: 3, sendq: 20_000, name: 'Other', extraPorts: ['6667'] }),
      'The settings were read again. Changed: sendq, max-rooms. A restart is needed for: extra-ports, name.',
    );
    assert.deepEqual([server.server.config.maxRooms, server.server.config.name], [3, 'Ritrovo']);
  });

  it('holds for those who are there', async () => {
    const { change, server } = await reloadable();
    const anna = await server.join('anna');
    await anna.ask('JOIN #a');
    await change({ maxRooms: 2 });
    assert.match((await anna.ask('JOIN #b')).join('\n'), / 405 anna #b :You are in 2 rooms/);
  });

  it('slows down those who are there as a new command-rate says', async () => {
    const { change, server } = await reloadable();
    const anna = await server.join('anna');
    await change({ commandBurst: 1, commandRate: 20 });
    const startedAt = Date.now();
    await anna.ask('PING a', 'PING b', 'PING c', 'PING d', 'PING e', 'PING f');
    assert.ok(Date.now() - startedAt >= 200, `six lines took ${String(Date.now() - startedAt)} ms`);
  });

  it('changes nothing where the settings are wrong, and says why', async () => {
    const { change, fail, server } = await reloadable();
    const anna = await server.join('anna');
    makeOperator(server, 'anna');
    assert.equal(await fail('port: "x" cannot be used'), 'port: "x" cannot be used');
    assert.match((await anna.fence()).join('\n'), /NOTICE anna :\*\*\* The settings were not read again; nothing has changed\. port: "x" cannot be used$/);
    assert.equal(await change({ maxRooms: 3 }), 'port: "x" cannot be used');
    assert.equal(server.server.config.maxRooms, 50);
  });

  it('changes nothing where the certificate is wrong', async () => {
    const { change, server } = await reloadable();
    assert.match(await change({ maxRooms: 3, tlsCert: '/nowhere/cert.pem' }), /\/nowhere\/cert\.pem cannot be read/);
    assert.equal(server.server.config.maxRooms, 50);
  });

  it('reads the message of the day again', async () => {
    const { change, server } = await reloadable();
    const anna = await server.join('anna');
    assert.match((await anna.ask('MOTD')).join('\n'), / 422 /);
    writeFileSync(path.join(server.server.config.data, 'motd.txt'), 'Welcome\n');
    await change({});
    assert.match((await anna.ask('MOTD')).join('\n'), / 372 anna :- Welcome\n/);
  });

  // https://modern.ircdocs.horse/#rplisupport-005
  it('tells everybody the tokens of 005 that are different, and those that are gone', async () => {
    const { change, server } = await reloadable();
    const anna = await server.join('anna');
    await change({ maxRooms: 3, icon: 'https://example.org/icon.png' });
    const told = (): Promise<string[]> => anna.fence();
    assert.deepEqual(await told(), [':ritrovo.chat 005 anna CHANLIMIT=#:3 draft/ICON=https://example.org/icon.png :are supported by this server']);
    await change({ icon: undefined });
    assert.deepEqual(await told(), [':ritrovo.chat 005 anna -draft/ICON :are supported by this server']);
    await change({ registrationTimeout: 7 });
    assert.deepEqual(await told(), []);
  });

  // https://ircv3.net/specs/extensions/extended-isupport#draftisupport-batch
  it('tells them in a batch to those who asked for extended-isupport', async () => {
    const { change, server } = await reloadable();
    const anna = await server.join('anna', { capabilities: ['batch', 'draft/extended-isupport'] });
    await change({ maxRooms: 3 });
    const [first = '', ...rest] = await anna.fence();
    const reference = /^:ritrovo\.chat BATCH \+(\w+) draft\/isupport$/.exec(first)?.[1] ?? assert.fail(first);
    assert.deepEqual(rest, [`@batch=${reference} :ritrovo.chat 005 anna CHANLIMIT=#:3 :are supported by this server`, `:ritrovo.chat BATCH -${reference}`]);
    await change({ registrationTimeout: 7 });
    assert.deepEqual(await anna.fence(), []);
  });

  // https://ircv3.net/specs/extensions/capability-negotiation#cap-notify
  it('tells what is offered now and what is not any more to those who asked for it', async () => {
    const { change, server } = await reloadable();
    const capabilities = ['cap-notify', 'away-notify'];
    const anna = await server.join('anna', { capabilities });
    const bob = await server.join('bob');
    await anna.fence();
    server.server.offers.set('draft/metadata-2', () => `max-subs=${server.server.config.maxRooms}`);
    const { reloader } = server.server;
    await reloader.reload();
    await change({ maxRooms: 3 });
    const capLines = async (client: IrcClient): Promise<string[]> => (await client.fence()).filter((line) => line.includes(' CAP '));
    assert.deepEqual(await capLines(anna), [':ritrovo.chat CAP anna NEW :draft/metadata-2=max-subs=3']);
    assert.deepEqual(await capLines(bob), []);
  });

  // https://ircv3.net/specs/extensions/capability-negotiation#capability-values
  it('tells new capabilities, and no values, to those who asked for that without version 302', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('CAP LS 302');
    await bob.ask('CAP REQ cap-notify');
    const { offers } = server.server;
    offers.delete('draft/metadata-2');
    const before = new Announced(server.server);
    offers.set('draft/metadata-2', 'max-subs=3');
    offers.set('draft/multiline', 'max-bytes=1000');
    offers.set('sts', 'duration=1,port=1');
    new Announced(server.server).tellChangesSince(before);
    assert.deepEqual(await anna.fence(), [':ritrovo.chat CAP anna NEW :sts=duration=1,port=1 draft/metadata-2=max-subs=3 draft/multiline=max-bytes=1000']);
    assert.deepEqual(await bob.fence(), [':ritrovo.chat CAP bob NEW :draft/metadata-2']);
  });

  it('takes the rights from operators who are not in the settings any more', async () => {
    const { change, server } = await reloadable({ operators: ['anna:one', 'bob:two'] });
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    makeOperator(server, 'anna');
    makeOperator(server, 'bob');
    await change({ operators: ['anna:another', 'bob:two'] });
    assert.ok((await anna.fence()).includes(':ritrovo.chat MODE anna -os'));
    assert.match((await anna.ask('REHASH')).join('\n'), / 481 anna /);
    assert.match((await bob.ask('REHASH')).join('\n'), / 382 bob /);
  });

  it('happens one after the other, however often it is asked for', async () => {
    const { change } = await reloadable();
    const words = await Promise.all([change({ maxRooms: 3 }), change({ maxRooms: 4 }), change({ maxRooms: 5 })]);
    assert.deepEqual(words.map((text) => text.includes('max-rooms')), [true, false, false]);
  });
});
