import assert from 'node:assert/strict';
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { commands } from '../../src/server/commands';
import type { Context } from '../../src/server/commands/command';
import type { Deliverable } from '../../src/server/delivery';
import { Faults, faultPlaces, type FaultPlace } from '../../src/server/faults';
import { silentLog } from '../../src/server/log';
import { IrcClient } from '../helpers/irc-client';
import { ServerProcess } from '../helpers/server-process';
import { temporaryFolder, TestServer } from '../helpers/server';

const boom = (): never => {
  throw new Error('thrown by the test');
};

/** What nobody can write. */
const unwritable: Deliverable = { encodedFor: boom, shapeFor: boom, buffers: [] };

/** Gives a verb another handler until the test is over. */
function replaceHandler(verb: string, run: (context: Context) => void): void {
  const command = commands.get(verb) ?? assert.fail(verb);
  const original = command.run.bind(command);
  replaced.push(() => (command.run = original));
  command.run = run;
}

const replaced: (() => void)[] = [];

afterEach(() => {
  for (const restore of replaced.splice(0).reverse()) restore();
});

/** How often something was caught, by place; those where nothing was are left out. */
function caught({ server }: TestServer): Partial<Record<FaultPlace, number>> {
  return Object.fromEntries(faultPlaces.map((place) => [place, server.faults.count(place)] as const).filter(([, count]) => count !== 0));
}

async function rooms(capabilities: readonly string[] = []): Promise<{ readonly server: TestServer; readonly anna: IrcClient; readonly bob: IrcClient }> {
  const server = await TestServer.start();
  return { server, ...(await server.joinAll(['anna', 'bob'], { capabilities })) };
}

describe('whatever is thrown', () => {
  it('by a handler ends that command and nothing else', async () => {
    const { server, anna, bob } = await rooms();
    replaceHandler('TIME', boom);
    assert.match((await anna.ask('TIME'))[0] ?? '', / 400 anna TIME :The server failed/);
    assert.deepEqual(await bob.ask('PRIVMSG anna :still here'), []);
    assert.match(await anna.next(), /still here/);
    assert.deepEqual(caught(server), { command: 1 });
  });

  it('by a handler’s promise is answered with the label, and the next line is taken', async () => {
    const { server, anna } = await rooms(['labeled-response', 'batch']);
    replaceHandler('TIME', ({ reply }) => reply.until(Promise.reject(new Error('thrown by the test'))));
    assert.match((await anna.ask('@label=x TIME'))[0] ?? '', /^@label=x \S+ 400 anna TIME :/);
    assert.deepEqual(caught(server), { command: 1 });
  });

  it('while a reply is written is answered with the label', async () => {
    const { server, anna } = await rooms(['labeled-response', 'batch']);
    replaceHandler('TIME', ({ reply }) => reply.event(unwritable));
    assert.match((await anna.ask('@label=x TIME'))[0] ?? '', /^@label=x \S+ 400 anna TIME :/);
    replaceHandler('TIME', ({ reply }) => {
      reply.event(unwritable);
      reply.until(Promise.resolve());
    });
    assert.match((await anna.ask('@label=y TIME'))[0] ?? '', /^@label=y \S+ 400 anna TIME :/);
    assert.deepEqual(caught(server), { reply: 2 });
  });

  it('by an event ends its delivery and nothing else', async () => {
    const { server, anna, bob } = await rooms();
    replaceHandler('TIME', () => server.server.rooms.shared.publish(unwritable));
    assert.deepEqual(await anna.ask('TIME', 'PRIVMSG bob :still here'), []);
    assert.match(await bob.next(), /still here/);
    assert.deepEqual(caught(server), { delivery: 2 });
  });

  it('by a socket that is written to ends that connection, and the others get theirs', async () => {
    const { server, anna, bob } = await rooms();
    const carla = await server.join('carla');
    await Promise.all([anna.fence(), bob.fence()]);
    const { outbox } = server.user('bob').client.connection;
    outbox.flush = boom;
    carla.send('PRIVMSG #lobby :hello');
    assert.match(await anna.next(), /hello/);
    await bob.closed();
    assert.match(await anna.next(), /^:bob!\S+ QUIT :Internal error$/);
    assert.deepEqual(caught(server), { connection: 1 });
  });

  it('before a turn is sent (what must be stored first) is no reason not to send', async () => {
    const { server, anna } = await rooms();
    const { storageAlarm, database } = server.server;
    const commit = database.commit.bind(database);
    storageAlarm.raise = boom;
    database.commit = boom;
    assert.deepEqual(await anna.ask('PRIVMSG bob :x'), []);
    assert.ok((caught(server).send ?? 0) > 0);
    database.commit = commit;
  });

  it('while a connection’s bytes are taken, or when it closes, ends that connection', async () => {
    const { server, anna, bob } = await rooms();
    const { client } = server.user('bob');
    client.onLine = boom;
    bob.send('PING x');
    await bob.closed();
    assert.match(await anna.next(), /^:bob!\S+ QUIT :Internal error$/);
    const carla = await server.join('carla');
    server.user('carla').client.depart = boom;
    carla.destroy();
    await server.until(() => server.server.clients.size === 1);
    assert.equal(server.server.admission.count, 1);
    assert.deepEqual(caught(server), { connection: 2 });
  });

  it('while somebody arrives ends their connection', async () => {
    const { server, anna } = await rooms();
    const admit = server.server.admit.bind(server.server);
    server.server.admit = boom;
    const lost = await server.connect();
    lost.send('NICK carla');
    await lost.closed();
    const lostInTls = await IrcClient.connectTls(server.port);
    lostInTls.send('NICK carla');
    await lostInTls.closed();
    server.server.admit = admit;
    server.server.admission.enter = boom;
    await (await server.connect()).closed();
    assert.deepEqual(await anna.fence(), []);
    assert.deepEqual(caught(server), { arrival: 3 });
  });

  it('by a request of HTTP, or where a WebSocket opens, ends that request', async () => {
    const { server, anna } = await rooms();
    const ask = async (request: string): Promise<string[]> => {
      const client = await server.connect();
      client.sendBytes(request);
      return client.closed();
    };
    server.server.transport.scrape = boom;
    assert.match((await ask('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'))[0] ?? '', /^HTTP\/1.1 500 /);
    server.server.admit = boom;
    await ask(`GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`);
    assert.deepEqual(await anna.fence(), []);
    assert.deepEqual(caught(server), { arrival: 2 });
  });

  it('by a timer is noted, and the timer goes on', async () => {
    const { server, anna } = await rooms();
    server.server.clients.values = boom;
    await server.until(() => server.server.faults.count('timer') >= 2);
    assert.deepEqual(await anna.fence(), []);
  });

  it('anywhere else in the process, by a promise too, is noted', async function () {
    this.timeout(20_000);
    const preload = path.join(temporaryFolder(), 'preload.cjs');
    writeFileSync(preload, `process.on('SIGWINCH', () => { throw new Error('thrown by a signal'); });
process.on('SIGURG', () => void Promise.reject(new Error('rejected by a signal')));`);
    const before = process.env.NODE_OPTIONS;
    process.env.NODE_OPTIONS = `--require ${preload}`;
    const server = ServerProcess.start('--port', '0');
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
    const client = await IrcClient.connect(await server.listening());
    for (const [signal, words] of [['SIGWINCH', /thrown by a signal/], ['SIGURG', /rejected by a signal/]] as const) {
      const logged = server.logged(words);
      server.signal(signal);
      assert.match(await logged, /"place":"process","code":"Error"/);
    }
    await client.ask('NICK anna', 'USER a 0 * :A');
  });

  it('is counted in the metrics by place', async () => {
    const { server, anna } = await rooms();
    replaceHandler('TIME', boom);
    await anna.ask('TIME', 'TIME');
    const { text } = await server.server.transport.scrape();
    assert.match(text, /^ritrovo_faults_total\{place="command"\} 2$/m);
    assert.match(text, /^ritrovo_faults_total\{place="timer"\} 0$/m);
  });
});

describe('the note of a fault', () => {
  it('has the error’s code, and a flood of them does not flood the log', () => {
    const lines: Record<string, unknown>[] = [];
    const log = silentLog();
    log.error = ((entry: Record<string, unknown>) => lines.push(entry));
    const faults = new Faults(log);
    for (let count = 0; count < 100; count++) faults.note('timer', Object.assign(new Error('too many open files'), { code: 'EMFILE' }));
    assert.equal(faults.count('timer'), 100);
    assert.equal(lines.length, 10);
    assert.equal(lines[0]?.code, 'EMFILE');
  });

  it('is no reason to end where the log itself cannot be written', () => {
    const log = silentLog();
    log.error = boom;
    new Faults(log).note('command', 'not even an error');
  });
});
