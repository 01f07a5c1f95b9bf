import { highestSequence, timeOf } from './history/sequence';
import type { Logger } from './log';
import type { Database } from './store/database';

/** How far the clock may be ahead of what was last written when the server starts, in ms: a server may rest for some weeks. */
const longestRest = 30 * 86_400_000;
/** How far the clock and the server's own uptime may disagree, in ms: a computer may sleep. */
const longestSleep = 7 * 86_400_000;
/** For how long they must have gone together until the clock is believed all the same, in ms. */
export const probation = 7 * 86_400_000;

interface Times {
  /** Ms since 1970. */
  now(): number;
  /** Ms of uptime. */
  uptime(): number;
}

const systemTimes: Times = { now: () => Date.now(), uptime: () => performance.now() };

/**
 * Says whether the clock may be gone by where something is deleted because of its age. A computer without a battery, or
 * a wrong date typed once, would have the history deleted and the absent expelled. A clock that has leapt is believed
 * after a week in which it went together with the server's uptime: by then it has been set right, or is.
 */
export class ClockGuard {
  private startedAt: Readonly<Record<'now' | 'uptime', number>>;
  private trustedFrom = -Infinity;

  constructor(
    database: Database,
    private readonly log: Logger,
    private readonly times: Times = systemTimes,
  ) {
    this.startedAt = { now: times.now(), uptime: times.uptime() };
    const newest = newestTime(database);
    if (newest !== undefined && this.startedAt.now - newest > longestRest) {
      this.doubt(`it says ${day(this.startedAt.now)}, and what was written last is of ${day(newest)}`);
    }
  }

  /** Whether what is old may be deleted now. */
  mayDelete(): boolean {
    const [now, uptime] = [this.times.now(), this.times.uptime()];
    const ahead = now - this.startedAt.now - (uptime - this.startedAt.uptime);
    if (ahead > longestSleep) {
      this.startedAt = { now, uptime };
      this.doubt(`it went ahead by ${String(Math.round(ahead / 86_400_000))} days at once, to ${day(now)}`);
    }
    return uptime >= this.trustedFrom;
  }

  private doubt(why: string): void {
    this.trustedFrom = this.times.uptime() + probation;
    this.log.warn(`the clock of this computer may be wrong: ${why}. Nothing is deleted because of its age, and nobody absent is let go, until it has gone well for 7 days; set it right and start the server again if it is wrong`);
  }
}

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** When something was last written, in ms since 1970; undefined where there is nothing yet. */
function newestTime(database: Database): number | undefined {
  const [message, audit] = [`SELECT max(id) FROM messages WHERE id < ${highestSequence}`, 'SELECT at FROM audit ORDER BY id DESC LIMIT 1'].map((sql) => {
    const row = database.prepare(sql).raw().get() as readonly unknown[] | undefined;
    return Number(row?.[0] ?? 0);
  });
  const newest = Math.max(timeOf(message ?? 0), audit ?? 0);
  return newest > 0 ? newest : undefined;
}
