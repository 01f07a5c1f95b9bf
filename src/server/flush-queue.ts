import type { Outbox } from './outbox';

/** How long a queue rests between flushes: writing costs both sides a system call a receiver, so it shares the time with other work. */
interface FlushPolicy {
  /** How many times as long as a flush took the next one waits. */
  readonly restRatio: number;
  /** The same where no receiver got more than a message or two, so that waiting would save next to nothing. */
  readonly sparseRestRatio: number;
  readonly maxDelayMs: number;
}

/** What people wait for: messages and replies. */
export const urgent: FlushPolicy = { restRatio: 0.5, sparseRestRatio: 0.1, maxDelayMs: 5 };
/** Who comes and goes: a burst of joins costs each member a few writes instead of one for each newcomer. */
export const patient: FlushPolicy = { restRatio: 4, sparseRestRatio: 4, maxDelayMs: 50 };

/** So many messages for one receiver are few. */
const few = 2;
/** So many messages for one receiver are worth their write without any wait. */
const plenty = 16;

/** Outboxes that are flushed together, at the end of a turn of the event loop or, after a long flush, a moment later. */
export class FlushQueue {
  private outboxes: Outbox[] = [];
  private state: 'empty' | 'resting' | 'due' = 'empty';
  private timer: NodeJS.Timeout | undefined;
  /** When the next flush may begin, by `performance.now()`. */
  private restUntil = 0;
  /** The most messages that wait for one receiver. */
  private most = 0;
  private isHeld = false;

  constructor(private readonly policy: FlushPolicy, private readonly send: (outboxes: readonly Outbox[]) => void) {}

  add(outbox: Outbox): void {
    this.outboxes.push(outbox);
    this.schedule();
  }

  schedule(): void {
    if (this.state !== 'empty') return;
    const rest = this.restUntil - performance.now();
    // Timers count in whole milliseconds.
    if (rest < 0.5) {
      this.hasten();
    } else {
      this.state = 'resting';
      this.timer = setTimeout(this.flushInTime, rest);
    }
  }

  /** Does not wait any longer. */
  hasten(): void {
    if (this.state === 'due') return;
    clearTimeout(this.timer);
    this.state = 'due';
    setImmediate(this.flushInTime);
  }

  /** Flushes only when it is told to, until {@link release}. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    if (!this.isEmpty) this.schedule();
  }

  private readonly flushInTime = (): void => {
    if (this.isHeld) this.state = 'empty';
    else this.flush();
  };

  get isEmpty(): boolean {
    return this.outboxes.length === 0;
  }

  /** What waits to be flushed. */
  get waiting(): readonly Outbox[] {
    return this.outboxes;
  }

  /** A receiver has so many messages waiting. */
  note(count: number): void {
    if (count > this.most) this.most = count;
    if (count >= plenty && this.state === 'resting') this.hasten();
  }

  readonly flush = (): void => {
    clearTimeout(this.timer);
    this.state = 'empty';
    const startedAt = performance.now();
    const { outboxes, policy } = this;
    const ratio = this.most > few ? policy.restRatio : policy.sparseRestRatio;
    this.outboxes = [];
    this.most = 0;
    this.send(outboxes);
    const endedAt = performance.now();
    this.restUntil = endedAt + Math.min(ratio * (endedAt - startedAt), policy.maxDelayMs);
  };
}
