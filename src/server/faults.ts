import type { Logger } from './log';

/** Where something can be thrown that nobody expects; the label of the metric `faults_total`. */
export const faultPlaces = ['command', 'reply', 'delivery', 'send', 'connection', 'arrival', 'timer', 'process'] as const;
export type FaultPlace = (typeof faultPlaces)[number];

/** The most lines that the log is given in one second: a fault may come back a thousand times. */
const maxLogged = 10;

/**
 * Everything that is thrown and that nobody expects ends here: it is counted and logged, and the server goes on. Whoever
 * calls decides how little ends by it: a command, a delivery, a connection.
 */
export class Faults {
  private readonly counts = new Map<FaultPlace, number>();
  private logged = 0;
  private unlogged = 0;
  private secondBegan = -Infinity;

  constructor(private readonly log: Logger) {}

  /** How many there were at a place since the start. */
  count(place: FaultPlace): number {
    return this.counts.get(place) ?? 0;
  }

  /** Notes what was thrown; never throws itself. @param context for the log, such as the verb */
  note(place: FaultPlace, error: unknown, context: Readonly<Record<string, unknown>> = {}): void {
    this.counts.set(place, this.count(place) + 1);
    const now = performance.now();
    if (now - this.secondBegan > 1000) {
      this.secondBegan = now;
      this.logged = 0;
    }
    if (++this.logged > maxLogged) {
      this.unlogged++;
      return;
    }
    try {
      const further = this.unlogged === 0 ? {} : { unlogged: this.unlogged };
      this.unlogged = 0;
      this.log.error({ err: error, place, code: codeOf(error), ...context, ...further }, `an error that should not be (${place}); please report it`);
    } catch {
      // A log that cannot be written is no reason to end either.
    }
  }

  /** Does something, and notes what it throws. @returns whether it went well */
  attempt(place: FaultPlace, work: () => void, context?: Readonly<Record<string, unknown>>): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.note(place, error, context);
      return false;
    }
  }

  /** As `setInterval`: a round that throws is noted, and the next one comes. @param interval in ms */
  every(interval: number, work: () => void): NodeJS.Timeout {
    return setInterval(() => this.attempt('timer', work), interval);
  }

  /** As `setTimeout`. @param delay in ms */
  after(delay: number, work: () => void): NodeJS.Timeout {
    return setTimeout(() => this.attempt('timer', work), delay);
  }
}

/** What names an error in a search: the system's code (`EMFILE`), or the error's class. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
