import { highestSequence, timeOf } from './history/sequence';
import type { Logger } from './log';
import { readRows } from './store/checked-rows';
import type { Database, Statement } from './store/database';

const day = 86_400_000;
/** How far the clock may be from where it was when the server starts, in ms: a server may rest for some weeks. */
const longestRest = 30 * day;
/** How far the clock and the server's own uptime may disagree, in ms: a computer may sleep. */
const longestSleep = 7 * day;
/** For how long the server must have run with the two going together until the clock is believed all the same, in ms. */
export const probation = 7 * day;
/** How often it is written down how late it is while the clock is believed, in ms; */
const believedPause = 3_600_000;
/** and while it is doubted. What the server ran since then does not count when it is killed. */
const doubtedPause = 60_000;

export interface Times {
  /** Ms since 1970. */
  now(): number;
  /** Ms of uptime. */
  uptime(): number;
}

const systemTimes: Times = { now: () => Date.now(), uptime: () => performance.now() };

/** How far the clock was believed; the same as the row of the table `clock`. */
interface State {
  /** The last time of the clock that was believed, in ms since 1970. */
  believed: number;
  /** What the clock said last. */
  latest: number;
  /** How far from where it should be it may be for not to be doubted (any more), in ms; undefined while it is believed. */
  allowance: number | undefined;
  /** For how long the server has run while the clock was doubted, in ms. */
  ran: number;
}

/**
 * Says whether the clock may be gone by where something is deleted because of its age. A computer without a battery, or
 * a wrong date typed once, would have the history deleted and the absent expelled. The doubt is in the database, since
 * the first message under a wrong clock makes the next start look right. It ends when the clock is back where it should
 * be, when the server has run for a week in sum with the clock going well, or when an operator of the server confirms it.
 */
export class ClockGuard {
  private readonly state: State;
  private readonly update: Statement;
  private last: Readonly<Record<'now' | 'uptime', number>>;
  /** When the state was written down, by the uptime. */
  private savedAt = -Infinity;

  /** @param warn told why the clock is doubted, in words for the operators; undefined when it is believed again */
  constructor(
    private readonly database: Database,
    private readonly log: Logger,
    private readonly warn: (words: string | undefined) => void = () => undefined,
    private readonly times: Times = systemTimes,
  ) {
    const now = times.now();
    this.last = { now, uptime: times.uptime() };
    this.update = database.prepare('REPLACE INTO clock (id, believed, latest, allowance, ran) VALUES (1, ?, ?, ?, ?)');
    this.state = stateIn(database) ?? { believed: newestTime(database) ?? now, latest: now, allowance: undefined, ran: 0 };
    this.resume(now);
    this.save();
  }

  /** The time by which something is old, in ms since 1970. */
  now(): number {
    return this.times.now();
  }

  /** Whether what is old may be deleted now. To be asked now and then, also where there is nothing to delete. */
  mayDelete(): boolean {
    const { state } = this;
    const [now, uptime] = [this.times.now(), this.times.uptime()];
    const ran = uptime - this.last.uptime;
    const leap = now - this.last.now - ran;
    this.last = { now, uptime };
    state.latest = now;
    if (state.allowance === undefined) {
      if (leap > longestSleep && now - state.believed > longestSleep) this.doubt(longestSleep, `it went ahead by ${String(Math.round(leap / day))} days at once, to ${dateOf(now)}`);
      else if (now > state.believed) state.believed = now;
    } else {
      state.ran = Math.abs(leap) > longestSleep ? 0 : state.ran + ran;
      this.endDoubt(state.allowance, now);
    }
    if (uptime - this.savedAt >= (state.allowance === undefined ? believedPause : doubtedPause)) this.save();
    return state.allowance === undefined;
  }

  /** Takes the clock for right, as an operator says. @returns whether it was doubted */
  confirm(): boolean {
    const wasDoubted = !this.mayDelete();
    this.believe(this.times.now());
    return wasDoubted;
  }

  /** Writes down how long the server has run, before it ends. */
  save(): void {
    const { database, state } = this;
    // The process that has the folder has its own guard.
    if (database.isGivenAway) return;
    this.savedAt = this.times.uptime();
    database.attempt(() => {
      database.write(this.update, state.believed, state.latest, state.allowance ?? null, Math.round(state.ran));
      // The next time that somebody asks.
      database.ifLost(() => (this.savedAt = -Infinity));
    });
  }

  private resume(now: number): void {
    const { state } = this;
    if (state.allowance === undefined) {
      if (now - state.believed > longestRest) this.doubt(longestRest, `it says ${dateOf(now)}, and was at ${dateOf(state.believed)} when the server was last there`);
      else state.believed = Math.max(state.believed, now);
    } else {
      // A clock that has leapt once more has not gone well.
      if (Math.abs(now - state.latest) > longestRest) state.ran = 0;
      if (!this.endDoubt(state.allowance, now)) this.tell(`it says ${dateOf(now)}, and was last believed at ${dateOf(state.believed)}`);
    }
    state.latest = now;
  }

  /** @returns whether the clock is believed again */
  private endDoubt(allowance: number, now: number): boolean {
    const { state } = this;
    const isBack = now - state.believed - state.ran <= allowance;
    if (!isBack && state.ran < probation) return false;
    this.log.warn(`the clock of this computer is believed again: it says ${dateOf(now)}. What is too old is deleted from now on`);
    // One that is behind is not to be where the next one is ahead of.
    this.believe(isBack ? Math.max(now, state.believed) : now);
    return true;
  }

  private believe(now: number): void {
    Object.assign(this.state, { believed: now, latest: now, allowance: undefined, ran: 0 } satisfies State);
    this.warn(undefined);
    this.save();
  }

  private doubt(allowance: number, why: string): void {
    this.state.allowance = allowance;
    this.state.ran = 0;
    this.tell(why);
    this.save();
  }

  private tell(why: string): void {
    const words = `The clock of this computer may be wrong: ${why}. Nothing is deleted because of its age, and nobody absent is let go, until the server has run with it for 7 days in all. Set it right if it is wrong; if it is right, an operator can say so with REHASH CLOCK`;
    this.log.warn(words);
    this.warn(words);
  }
}

const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

function stateIn(database: Database): State | undefined {
  return readRows(database, { table: 'clock', key: 'id' }, (row): State => ({
    believed: row.date('believed').getTime(),
    latest: row.date('latest').getTime(),
    allowance: row.optionalNumber('allowance'),
    ran: row.number('ran', 0),
  }))[0];
}

/** When something was last written by a server that did not keep a row of its clock, in ms since 1970. */
function newestTime(database: Database): number | undefined {
  const [message, audit] = [`SELECT max(id) FROM messages WHERE id < ${highestSequence}`, 'SELECT at FROM audit ORDER BY id DESC LIMIT 1'].map((sql) => {
    const row = database.prepare(sql).raw().get() as readonly unknown[] | undefined;
    return Number(row?.[0] ?? 0);
  });
  const newest = Math.max(timeOf(message ?? 0), audit ?? 0);
  return newest > 0 ? newest : undefined;
}
