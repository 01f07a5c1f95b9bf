/** Runs tasks in the order in which they came, at most `limit` at one time. */
export class TaskQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return await task();
    } finally {
      // The place goes straight to the one who waited longest.
      const next = this.waiting.shift();
      if (next === undefined) this.running--;
      else next();
    }
  }
}
