import type { Faults } from './faults';

/** How long the server works for one address before the others get their turn, in ms. */
const timeOfTurn = 5;
/** How much of a debt is remembered, in ms: one line may take longer than a turn. */
const mostDebt = 100;

/**
 * Shares the event loop between addresses. In each of its turns the server works for one address for a few milliseconds,
 * however many connections it has; what is left waits for the next turn, and whoever else has come is served in between.
 * Nobody is slowed down while nobody else wants anything.
 */
export class Turns {
  private readonly shares = new Map<string, Share>();
  private readonly waiting = new Set<Share>();
  private isEnding = false;
  /** @internal How many turns there have been. */
  count = 0;

  constructor(private readonly faults: Pick<Faults, 'attempt'>) {}

  /** The share of an address for one more connection, which {@link leave} takes back. @param key see `addressKey` */
  enter(key: string): Share {
    let share = this.shares.get(key);
    if (share === undefined) {
      share = new Share(this, key);
      this.shares.set(key, share);
    }
    share.connections++;
    return share;
  }

  leave(share: Share): void {
    if (--share.connections === 0) this.shares.delete(share.key);
  }

  /** @internal for {@link Share}: somebody has worked in this turn, or waits for the next one. */
  note(share?: Share): void {
    if (share !== undefined) this.waiting.add(share);
    if (this.isEnding) return;
    this.isEnding = true;
    setImmediate(this.end);
  }

  private readonly end = (): void => {
    this.isEnding = false;
    this.count++;
    for (const share of [...this.waiting]) {
      this.waiting.delete(share);
      if (!this.faults.attempt('connection', () => share.goOn()) || share.isWaiting) this.note(share);
    }
  };
}

/** What one address may take of the event loop's time, all its connections together. */
export class Share {
  /** How many connections it has. */
  connections = 0;
  private spent = 0;
  /** All that was ever counted, in ms. */
  private charged = 0;
  private turn = 0;
  private readonly queue: (() => void)[] = [];

  /** @internal see {@link Turns.enter} */
  constructor(private readonly turns: Turns, readonly key: string) {}

  /** Whether the server may work for this address now. */
  get mayWork(): boolean {
    return this.current() < timeOfTurn;
  }

  /** Counts time that was worked for this address. @param time in ms */
  charge(time: number): void {
    this.spent = Math.min(mostDebt, this.current() + time);
    this.charged += time;
    this.turns.note();
  }

  /** Does something and counts its time, once, also where what it calls has counted a part of it already. */
  work(task: () => void): void {
    const { charged } = this;
    const startedAt = performance.now();
    task();
    this.charge(Math.max(0, performance.now() - startedAt - (this.charged - charged)));
  }

  /** Calls back in a turn in which the server may work for this address again. */
  wait(callback: () => void): void {
    this.queue.push(callback);
    this.turns.note(this);
  }

  get isWaiting(): boolean {
    return this.queue.length > 0;
  }

  /** @internal A turn begins: those who wait go on, as many as may. */
  goOn(): void {
    for (let left = this.queue.length; left > 0 && this.mayWork; left--) this.queue.shift()?.();
  }

  private current(): number {
    const { count } = this.turns;
    if (this.turn !== count) {
      this.spent = Math.max(0, this.spent - (count - this.turn) * timeOfTurn);
      this.turn = count;
    }
    return this.spent;
  }
}

/** Work in steps; each is short, and what it yields does not matter. */
export type Steps = Iterator<unknown>;

/**
 * Does steps in an address's turns.
 * @param onWorked is told how long each part took, in ms
 * @param isInVain asked before each part; nothing more is done then
 * @returns undefined where all was done at once
 */
export function takeTurns(share: Share, steps: Steps, onWorked: (time: number) => void, isInVain: () => boolean): Promise<void> | undefined {
  if (part(steps)) return undefined;
  return new Promise((resolve, reject) => {
    const goOn = (): void => {
      const startedAt = performance.now();
      try {
        const isDone = isInVain() || part(steps);
        const time = performance.now() - startedAt;
        share.charge(time);
        onWorked(time);
        if (isDone) resolve();
        else share.wait(goOn);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    share.wait(goOn);
  });
}

/** Does steps for about half of a turn. @returns whether that was all */
function part(steps: Steps): boolean {
  const until = performance.now() + timeOfTurn / 2;
  do if (steps.next().done === true) return true;
  while (performance.now() < until);
  return false;
}
