import assert from 'node:assert/strict';
import { Faults } from '../../src/server/faults';
import { silentLog } from '../../src/server/log';
import { takeTurns, Turns } from '../../src/server/turns';
import { TestServer } from '../helpers/server';

const realNow = performance.now.bind(performance);
let ahead = 0;

/** Lets time pass, in ms, as if work had taken it. */
const work = (time: number): void => {
  ahead += time;
};
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

beforeEach(() => {
  performance.now = () => realNow() + ahead;
});

afterEach(() => {
  performance.now = realNow;
});

describe('the turns of addresses', () => {
  it('are one for all connections of an address, and each has its own', () => {
    const turns = new Turns(new Faults(silentLog()));
    const [one, same, other] = [turns.enter('192.0.2.1'), turns.enter('192.0.2.1'), turns.enter('192.0.2.2')];
    assert.ok(one === same && one !== other);
    one.charge(20);
    assert.deepEqual([one.mayWork, other.mayWork], [false, true]);
    turns.leave(one);
    assert.equal(turns.enter('192.0.2.1'), one);
  });

  it('end with the event loop’s; a debt is worked off over several', async () => {
    const turns = new Turns(new Faults(silentLog()));
    const share = turns.enter('192.0.2.1');
    share.charge(12);
    const seen: boolean[] = [];
    for (let turn = 0; turn < 4; turn++) {
      seen.push(share.mayWork);
      await nextTurn();
      share.charge(0);
    }
    assert.deepEqual(seen, [false, false, true, true]);
  });

  it('count work within work once', () => {
    const share = new Turns(new Faults(silentLog())).enter('192.0.2.1');
    share.work(() => {
      work(4);
      share.charge(4);
    });
    assert.ok(share.mayWork);
    share.work(() => work(4));
    assert.ok(!share.mayWork);
  });

  it('let others in between the steps of long work', async () => {
    const turns = new Turns(new Faults(silentLog()));
    const [busy, other] = [turns.enter('192.0.2.1'), turns.enter('192.0.2.2')];
    const log: string[] = [];
    const steps = function* (): Generator<undefined> {
      for (let step = 0; step < 6; step++) {
        log.push('busy');
        work(10);
        yield;
      }
    };
    const done = takeTurns(busy, steps(), () => undefined, () => false);
    other.wait(() => log.push('other'));
    await done;
    assert.equal(log.length, 7);
    assert.ok(log.indexOf('other') <= 2, log.join());
  });

  it('are at once where the work is short, and account for what came later', async () => {
    const share = new Turns(new Faults(silentLog())).enter('192.0.2.1');
    const times: number[] = [];
    const steps = (count: number): Iterator<undefined> =>
      (function* () {
        for (let step = 0; step < count; step++) {
          work(3);
          yield;
        }
      })();
    assert.equal(takeTurns(share, steps(0), () => undefined, () => false), undefined);
    await takeTurns(share, steps(3), (time) => times.push(Math.round(time)), () => false);
    assert.deepEqual(times, [3, 3, 0]);
  });

  it('end with what a step throws, and with the connection', async () => {
    const share = new Turns(new Faults(silentLog())).enter('192.0.2.1');
    const failing = (function* (): Generator<undefined> {
      work(10);
      yield;
      throw new Error('thrown by the test');
    })();
    await assert.rejects(takeTurns(share, failing, () => undefined, () => false) ?? Promise.resolve(), /thrown by the test/);
    let steps = 0;
    const endless = (function* (): Generator<undefined> {
      for (;;) {
        steps++;
        work(10);
        yield;
      }
    })();
    await takeTurns(share, endless, () => undefined, () => steps >= 3);
    assert.equal(steps, 3);
  });

  it('are not those of a waiting callback that throws', async () => {
    const faults = new Faults(silentLog());
    const turns = new Turns(faults);
    const share = turns.enter('192.0.2.1');
    share.wait(() => {
      throw new Error('thrown by the test');
    });
    await new Promise<void>((resolve) => share.wait(resolve));
    assert.equal(faults.count('connection'), 1);
  });
});

describe('an address that floods with many connections', () => {
  for (const [what, bytes] of [['empty lines', '\n'], ['NULs', '\0'], ['a line without an end', 'x']] as const) {
    it(`of ${what} has them taken at the pace of lines, while another is served`, async () => {
      const server = await TestServer.start({ commandBurst: 10, commandRate: 10 });
      const anna = await server.join('anna');
      const flooders = await Promise.all(Array.from({ length: 8 }, () => server.connectFrom('127.0.0.2')));
      for (const flooder of flooders) flooder.sendBytes(`x${bytes.repeat(1_000_000)}\nNICK late\n`);
      await server.until(() => server.server.clients.size === 9);
      for (let fences = 0; fences < 20; fences++) await anna.fence();
      // At this pace a million takes minutes: most of it waits in the network, and is read as it is paid for.
      assert.equal(server.server.names.find('late'), undefined);
      for (const flooder of flooders) flooder.destroy();
    });
  }
});

describe('long answers', () => {
  const questions = ['WHO *a*', 'WHO #lobby %tcuhnfar,1', 'LIST', 'LIST *o*', 'CHATHISTORY LATEST #lobby * 50', 'CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2040-01-01T00:00:00.000Z 50', 'SEARCH in=#lobby'];
  const everything = ['batch', 'labeled-response', 'message-tags', 'draft/chathistory', 'draft/event-playback', 'extended-join'];

  /** Without what differs from one answer to the next: references of batches and the time of the answer. */
  const comparable = (lines: readonly string[]): string[] =>
    lines.map((line) => line.replace(/(batch=|BATCH [+-])\w+/g, '$1').replace(/;?label=\w+/, ''));

  it('are the same at once and in turns, with labels and batches and without', async () => {
    const server = await TestServer.start({ commandBurst: 10_000 });
    for (const capabilities of [[], everything]) {
      const who = capabilities.length === 0 ? 'anna' : 'bob';
      const asker = await server.join(who, { capabilities });
      await asker.ask('JOIN #a', ...Array.from({ length: 20 }, (_, index) => `PRIVMSG #lobby :${String(index)}`));
      for (const question of questions) {
        const label = capabilities.length === 0 ? '' : '@label=x ';
        const atOnce = await asker.ask(label + question);
        // Whoever looks at the clock finds that another 3 ms are over: each step has a turn of its own.
        performance.now = () => realNow() + (ahead += 3);
        const inTurns = await asker.ask(label + question);
        performance.now = () => realNow() + ahead;
        assert.deepEqual(comparable(inTurns), comparable(atOnce), question);
        assert.ok(atOnce.length > 0);
      }
    }
  });

  for (const question of [`WHO *${'a'.repeat(60)}b`, 'CHATHISTORY LATEST #lobby * 500', `LIST ${Array.from({ length: 30 }, (_, index) => `*${'a'.repeat(8)}${String(index)}*`).join()}`]) {
    it(`to ${question.slice(0, 30)}… from many connections of an address let another one in`, async () => {
      const server = await TestServer.start({ commandBurst: 1000, commandRate: 1000 });
      const anna = await server.join('anna');
      for (let index = 0; index < 30; index++) await server.join(`${'a'.repeat(28)}${String(index)}`, { realname: 'a'.repeat(110) });
      await anna.ask(...Array.from({ length: 500 }, (_, index) => `PRIVMSG #lobby :${String(index)}`));
      const flooders = await Promise.all(Array.from({ length: 8 }, () => server.connectFrom('127.0.0.2')));
      for (const [index, flooder] of flooders.entries()) await flooder.ask(`NICK f${String(index)}`, 'USER f 0 * :f');
      await anna.fence();
      const before = server.server.commandCounts.get(question.split(' ')[0] ?? '') ?? 0;
      for (const flooder of flooders) flooder.send(...Array.from({ length: 200 }, () => question));
      await server.until(() => (server.server.commandCounts.get(question.split(' ')[0] ?? '') ?? 0) > before);
      await anna.fence();
      const taken = (server.server.commandCounts.get(question.split(' ')[0] ?? '') ?? 0) - before;
      assert.ok(taken < 1600, `all ${String(taken)} were taken first`);
      for (const flooder of flooders) flooder.destroy();
    });
  }

  it('about a room that got another name reach all who stay, also where whoever renamed it has gone', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    for (const client of [anna, bob, carla]) await client.ask('JOIN #old');
    await Promise.all([anna.fence(), bob.fence()]);
    performance.now = () => realNow() + (ahead += 3);
    anna.send('RENAME #old #new', 'RENAME #new #newer', 'QUIT');
    for (const client of [bob, carla]) {
      await client.expect(/ JOIN :?#newer$/);
      await client.expect(/ 353 \S+ = #newer :.*bob/);
      await client.expect(/ 366 \S+ #newer /);
    }
    performance.now = () => realNow() + ahead;
  });
});
