import assert from 'node:assert/strict';
import path from 'node:path';
import { ClockGuard, probation } from '../../src/server/clock-guard';
import { sequenceAt } from '../../src/server/history/sequence';
import { Database } from '../../src/server/store/database';
import { SqliteFile } from '../../src/server/store/sqlite';
import { hashPassword } from '../../src/server/accounts/password';
import { joinAsOwner, makeAccount } from '../helpers/accounts';
import { askBatch, historian, say, textsOf } from '../helpers/history';
import type { IrcClient } from '../helpers/irc-client';
import { logLines } from '../helpers/log-lines';
import { makeOperator, operatorPassword } from '../helpers/operators';
import { temporaryFolder, TestServer } from '../helpers/server';

const day = 86_400_000;

describe('ClockGuard', () => {
  let database: Database;
  const clock = { time: Date.now(), running: 1000, now: () => clock.time, uptime: () => clock.running };
  const wait = (time: number, running = time): void => {
    clock.time += time;
    clock.running += running;
  };
  const guard = (): { guard: ClockGuard; lines: string[]; warnings: (string | undefined)[] } => {
    const { log, lines } = logLines();
    const warnings: (string | undefined)[] = [];
    return { guard: new ClockGuard(database, log, (words) => warnings.push(words), clock), lines, warnings };
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
    assert.match(lines.join('\n'), /^The clock of this computer may be wrong: it says \d{4}-\d\d-\d\d, and was at \d{4}-\d\d-\d\d when the server was last there\. Nothing is deleted because of its age/);
    wait(probation - 1);
    assert.equal(one.mayDelete(), false);
    wait(1);
    assert.ok(one.mayDelete());
    assert.match(lines[1] ?? '', /believed again/);
    assert.equal(lines.length, 2);
  });

  it('doubts on after further starts, whatever was written under the wrong clock, until it has run for a week in all', () => {
    sayAt(clock.time - 365 * day);
    guard();
    for (let start = 0; start < 7; start++) {
      sayAt(clock.time);
      const { guard: one, lines, warnings } = guard();
      assert.equal(one.mayDelete(), false);
      assert.match(warnings[0] ?? '', /may be wrong.*REHASH CLOCK/);
      assert.equal(lines.length, 1);
      wait(day - 1);
      assert.equal(one.mayDelete(), false);
      // Off for a day.
      wait(day, 0);
    }
    const { guard: last } = guard();
    assert.equal(last.mayDelete(), false);
    wait(7);
    assert.ok(last.mayDelete());
    assert.ok(guard().guard.mayDelete());
  });

  it('does not count what it ran before the clock leapt once more', () => {
    sayAt(clock.time - 365 * day);
    const { guard: one } = guard();
    wait(6 * day);
    assert.equal(one.mayDelete(), false);
    wait(365 * day, 1000);
    assert.equal(one.mayDelete(), false);
    wait(6 * day);
    assert.equal(one.mayDelete(), false);
    wait(365 * day, 0);
    const { guard: other } = guard();
    wait(6 * day);
    assert.equal(other.mayDelete(), false);
    wait(day);
    assert.ok(other.mayDelete());
  });

  it('believes the clock as soon as it is back, and notices the next leap although what was written is ahead', () => {
    guard();
    wait(365 * day, 0);
    assert.equal(guard().guard.mayDelete(), false);
    sayAt(clock.time);
    wait(-365 * day, 0);
    const { guard: right, warnings } = guard();
    assert.ok(right.mayDelete());
    assert.deepEqual(warnings, [undefined]);
    wait(365 * day, 0);
    assert.equal(right.mayDelete(), false);
    wait(-365 * day, 0);
    assert.ok(right.mayDelete());
    wait(300 * day, 0);
    assert.equal(guard().guard.mayDelete(), false);
  });

  it('takes a clock that was behind and is set right for what it is', () => {
    guard();
    wait(-20 * 365 * day, 0);
    const { guard: one, lines } = guard();
    assert.ok(one.mayDelete());
    wait(20 * 365 * day, 1000);
    assert.ok(one.mayDelete());
    assert.deepEqual(lines, []);
  });

  it('believes an operator', () => {
    guard();
    wait(365 * day, 0);
    const { guard: one } = guard();
    assert.equal(one.mayDelete(), false);
    assert.equal(one.confirm(), true);
    assert.ok(one.mayDelete());
    assert.ok(guard().guard.mayDelete());
    assert.equal(one.confirm(), false);
  });

  it('notices a leap while the server runs', () => {
    const { guard: one, lines } = guard();
    wait(365 * day, 1000);
    assert.equal(one.mayDelete(), false);
    assert.equal(one.mayDelete(), false);
    assert.match(lines.join('\n'), /^The clock of this computer may be wrong: it went ahead by 365 days at once/);
    assert.equal(lines.length, 1);
    wait(probation);
    assert.ok(one.mayDelete());
  });
});

describe('a server that starts with a clock that is a year ahead', () => {
  it('keeps the history, the absent and the bans over a second start as well, until an operator says that the clock is right', async () => {
    const data = temporaryFolder();
    const settings = { data, historyDays: 30, operators: [`root:${await hashPassword(operatorPassword)}`] };
    const server = await TestServer.start(settings);
    await makeAccount(server, 'anna');
    const anna = await joinAsOwner(server, 'anna', [...historian, 'draft/persistence']);
    await anna.ask('PERSISTENCE SET ON');
    await makeOperator(anna);
    await anna.ask('KLINE 1h spam!*@*');
    await say(anna, '#lobby', 'ciao');
    await server.stop();
    // As if a year had gone by since: all times in the file are a year older.
    const file = new SqliteFile(path.join(data, 'ritrovo.db'));
    const year = 365 * day;
    file.exec(`UPDATE messages SET id = id - ${String(sequenceAt(year))}; UPDATE presences SET since = ${String(Date.now() - year)};
      UPDATE bans SET expires_at = expires_at - ${String(year)}; UPDATE clock SET believed = believed - ${String(year)}, latest = latest - ${String(year)};
      UPDATE places SET since = 0, opened = 0`);
    file.close();
    const start = async (): Promise<{ readonly server: TestServer; readonly lines: string[]; readonly bob: IrcClient; reading(): Promise<string[]> }> => {
      const { log, lines } = logLines();
      const started = await TestServer.start(settings, {}, log);
      // All that it would delete.
      while (started.server.history?.retention.step() === true);
      const bob = await started.join('bob', { capabilities: historian });
      await makeOperator(bob);
      await bob.ask('STATS k');
      return { server: started, lines, bob, reading: async () => textsOf(await askBatch(bob, 'CHATHISTORY LATEST #lobby * 10')) };
    };
    const bansIn = (): unknown => {
      const kept = new SqliteFile(path.join(data, 'ritrovo.db'));
      const { bans } = kept.prepare('SELECT count(*) AS bans FROM bans').get() as { bans: number };
      kept.close();
      return bans;
    };
    const first = await start();
    assert.ok((await first.bob.ask('NAMES #lobby')).some((line) => line.includes(' 353 ') && line.includes('anna')));
    assert.deepEqual(await first.reading(), ['ciao']);
    assert.equal(first.lines.filter((line) => line.startsWith('The clock of this computer may be wrong')).length, 1);
    await say(first.bob, '#lobby', 'late');
    await first.server.stop();
    const second = await start();
    assert.ok((await second.bob.ask('NAMES #lobby')).some((line) => line.includes(' 353 ') && line.includes('anna')));
    assert.deepEqual(await second.reading(), ['ciao', 'late']);
    assert.equal(bansIn(), 1);
    const carla = await second.server.join('carla');
    carla.send(`OPER root ${operatorPassword}`);
    assert.match(await carla.expect(/may be wrong/), /NOTICE carla :\*\*\* The clock of this computer may be wrong.* REHASH CLOCK$/);
    assert.match((await carla.ask('REHASH CLOCK')).join('\n'), /The clock is taken for right/);
    while (second.server.server.history?.retention.step() === true);
    assert.deepEqual(await second.reading(), ['late']);
    await carla.ask('STATS k');
    assert.equal(bansIn(), 0);
    assert.match((await carla.ask('REHASH CLOCK')).join('\n'), /was not doubted/);
  });
});
