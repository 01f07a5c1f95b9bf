/** Keys kept at one time; past it the ones that have been quiet longest are forgotten. */
const maxKeys = 20_000;

interface Level {
  level: number;
  /** By `performance.now()`: a clock that is set back must not make the count grow. */
  readonly at: number;
}

/**
 * Counts what happened for each key; the count runs down evenly, by the whole limit in the time of the window. Bounded:
 * it never holds more than a fixed number of keys.
 */
export class RateLimit {
  private readonly levels = new Map<string, Level>();

  /**
   * @param limit asked each time, since settings change
   * @param window in ms
   */
  constructor(
    private readonly limit: () => number,
    private readonly window: number,
  ) {}

  /** How much has gathered for a key. */
  levelOf(key: string): number {
    const entry = this.levels.get(key);
    if (entry === undefined) return 0;
    const gone = ((performance.now() - entry.at) / this.window) * this.limit();
    return Math.max(0, entry.level - gone);
  }

  /** Whether one more would be over the limit. */
  isFull(key: string): boolean {
    return this.levelOf(key) + 1 > this.limit();
  }

  /** In how many whole seconds there is room for one more; at least 1. */
  secondsUntilRoom(key: string): number {
    const over = this.levelOf(key) + 1 - this.limit();
    return Math.max(1, Math.ceil((over / Math.max(1, this.limit())) * (this.window / 1000)));
  }

  add(key: string, amount = 1): void {
    const level = this.levelOf(key) + amount;
    // The key goes to the end: the first ones are those that were quiet longest.
    this.levels.delete(key);
    this.levels.set(key, { level, at: performance.now() });
    for (const oldest of this.levels.keys()) {
      if (this.levels.size <= maxKeys && this.levelOf(oldest) > 0) break;
      this.levels.delete(oldest);
    }
  }

  /** Takes back one {@link add}: what was counted turned out well. */
  refund(key: string, amount = 1): void {
    const entry = this.levels.get(key);
    if (entry !== undefined) entry.level -= amount;
  }
}
