import assert from 'node:assert/strict';
import path from 'node:path';
import { ClockGuard, probation } from '../../src/server/clock-guard';
import { sequenceAt } from '../../src/server/history/sequence';
import { Database } from '../../src/server/store/database';
import { SqliteFile } from '../../src/server/store/sqlite';
import { joinAsOwner, makeAccount } from '../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../helpers/history';
import { logLines } from '../helpers/log-lines';
import { temporaryFolder, TestServer } from '../helpers/server';

const day = 86_400_000;

describe('ClockGuard', () => {
  let database: Database;
  const clock = { time: Date.now(), running: 1000, now: () => clock.time, uptime: () => clock.running };
  const wait = (time: number, running = time): void => {
    clock.time += time;
    clock.running += running;
  };
  const guard = (): { guard: ClockGuard; lines: string[] } => {
    const { log, lines } = logLines();
    return { guard: new ClockGuard(database, log, clock), lines };
  };

  beforeEach(() => {
    database = new Database(temporaryFolder(), 'process', () => undefined);
    clock.time = Date.now();
  });
  afterEach(() => database.close());

  const sayAt = (time: number): void => {
    database.write(database.prepare("INSERT INTO messages (id, place, verb, source, session, text) VALUES (?, 1, 0, 'anna!a@b', 0, 'ciao')"), sequenceAt(time));
  };

  it('has nothing against a clock that goes on from what was written last, nor against a new database', () => {
    assert.ok(guard().guard.mayDelete());
    sayAt(clock.time - 20 * day);
    const { guard: one, lines } = guard();
    assert.ok(one.mayDelete());
    wait(400 * day);
    assert.ok(one.mayDelete());
    assert.deepEqual(lines, []);
  });

  it('lets nothing be deleted after a start a year ahead, says so, and believes the clock after a week', () => {
    sayAt(clock.time - 365 * day);
    const { guard: one, lines } = guard();
    assert.equal(one.mayDelete(), false);
    assert.match(lines.join('\n'), /^the clock of this computer may be wrong: it says \d{4}-\d\d-\d\d, and what was written last is of \d{4}-\d\d-\d\d\. Nothing is deleted because of its age/);
    wait(probation - 1);
    assert.equal(one.mayDelete(), false);
    wait(1);
    assert.ok(one.mayDelete());
    assert.equal(lines.length, 1);
  });

  it('notices a leap while the server runs', () => {
    const { guard: one, lines } = guard();
    wait(365 * day, 1000);
    assert.equal(one.mayDelete(), false);
    assert.equal(one.mayDelete(), false);
    assert.match(lines.join('\n'), /^the clock of this computer may be wrong: it went ahead by 365 days at once/);
    assert.equal(lines.length, 1);
    wait(probation);
    assert.ok(one.mayDelete());
  });
});

describe('a server that starts with a clock that is a year ahead', () => {
  it('keeps the history past history-days, and the place of whoever is absent', async () => {
    const data = temporaryFolder();
    const server = await TestServer.start({ data, historyDays: 30 });
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', [...historian, 'draft/persistence']);
    await anna.ask('PERSISTENCE SET ON');
    await say(anna, '#lobby', 'ciao');
    await server.stop();
    // As if a year had gone by since: all times in the file are a year older.
    const file = new SqliteFile(path.join(data, 'ritrovo.db'));
    const year = 365 * day;
    file.exec(`UPDATE messages SET id = id - ${String(sequenceAt(year))}; UPDATE presences SET since = ${String(Date.now() - year)};
      UPDATE places SET since = 0, opened = 0`);
    file.close();
    const { log, lines } = logLines();
    const again = await TestServer.start({ data, historyDays: 30 }, {}, log);
    const bob = await again.join('bob', { capabilities: historian });
    assert.ok((await bob.ask('NAMES #lobby')).some((line) => line.includes(' 353 ') && line.includes('anna')));
    const reading = async (): Promise<string[]> => textsOf(await askBatch(bob, 'CHATHISTORY LATEST #lobby * 10'));
    assert.deepEqual(await reading(), ['ciao']);
    assert.equal(lines.filter((line) => line.startsWith('the clock of this computer may be wrong')).length, 1);
  });
});
