/** From one look at the clock to the next, in ms. */
const interval = 2000;
/** How much more than that may pass on a busy machine, in ms; more is a leap. */
const tolerance = 8000;
/** How long a leap counts: the news of a connection that died meanwhile come a while later. In ms. */
const aftermath = 60_000;

/**
 * Notices that the clock leapt: the computer was asleep, the program was stopped, or somebody set the time. What was
 * to happen in some seconds is then not what anybody who sat there has seen coming.
 */
export class ClockWatch {
  private last: number;
  private leaptAt: number | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param now in ms since 1970 */
  constructor(private readonly now: () => number = Date.now, private readonly leapt: () => void = () => undefined) {
    this.last = now();
  }

  start(): void {
    if (this.timer !== undefined) return;
    this.last = this.now();
    this.timer = setInterval(() => this.look(), interval);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Whether it leapt just now, or not long ago. */
  get leaptLately(): boolean {
    // After a sleep everything that is due comes at once, in any order.
    this.look();
    return this.leaptAt !== undefined && Math.abs(this.now() - this.leaptAt) < aftermath;
  }

  private look(): void {
    if (this.timer === undefined) return;
    const now = this.now();
    const passed = now - this.last;
    this.last = now;
    if (passed >= -tolerance && passed <= interval + tolerance) return;
    this.leaptAt = now;
    this.leapt();
  }
}
