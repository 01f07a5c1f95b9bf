import { RateLimit } from './rate-limit';

/** What a piece of work costs, compared with looking at the password of an account. */
export const weightOf = { login: 1, hash: 10 } as const;

/** For whom something is done: by these keys it is told who has had much already. */
export interface Requester {
  /** Such as an address and an account. */
  readonly keys: readonly string[];
}

interface Waiting extends Requester {
  readonly weight: number;
  readonly start: () => void;
}

/** What somebody had is forgotten at this pace, in units of weight a minute. */
const forgottenPerMinute = 6;

/**
 * Runs tasks, at most `limit` at one time. Of those that wait the next one is whose keys have had the least: a flood from
 * many addresses, or at one account, keeps nobody else waiting for longer than a task or two.
 */
export class FairQueue {
  private running = 0;
  private readonly waiting: Waiting[] = [];
  private readonly spent = new WeakMap<Requester, number>();
  private readonly served = new RateLimit(() => forgottenPerMinute, 60_000);

  constructor(private readonly limit: number) {}

  /** @param requester for whom; one and the same object for what belongs together */
  async run<Result>(requester: Requester, weight: number, task: () => Promise<Result>): Promise<Result> {
    const { keys } = requester;
    if (this.running >= this.limit) await new Promise<void>((start) => this.waiting.push({ keys, weight, start }));
    else this.running++;
    for (const key of keys) this.served.add(key, weight);
    this.spent.set(requester, (this.spent.get(requester) ?? 0) + weight);
    try {
      return await task();
    } finally {
      // The place goes straight to the next one.
      const next = this.next();
      if (next === undefined) this.running--;
      else next.start();
    }
  }

  /** What was done for somebody is not held against them: they turned out to be whom they said. */
  forgive(requester: Requester): void {
    for (const key of requester.keys) this.served.refund(key, this.spent.get(requester) ?? 0);
    this.spent.delete(requester);
  }

  private next(): Waiting | undefined {
    let best = 0;
    let least = Infinity;
    for (const [index, { keys, weight }] of this.waiting.entries()) {
      const had = keys.reduce((sum, key) => sum + this.served.levelOf(key), weight);
      if (had >= least) continue;
      [best, least] = [index, had];
    }
    return this.waiting.splice(best, 1)[0];
  }
}
