import { addressKey } from '../address';
import { RateLimit } from './rate-limit';

/** How long a password is left unanswered once half of the attempts are used up, in ms. */
const delay = 1000;

/** Somebody has given too many wrong passwords; the message says when they may try again. */
export class TooManyAttemptsError extends Error {
  override readonly name = 'TooManyAttemptsError';
}

/** One attempt to log in: it counts as a failure until {@link succeed}. */
export interface Attempt {
  succeed(): void;
}

/**
 * How often passwords may be tried, from one address and for one account: see the setting `login-attempts`. Half of
 * them are answered at once, the others after a second each; past the limit nothing is looked at any more.
 */
export class Attempts {
  private readonly limits: RateLimit;

  /** @param limit a minute, asked each time */
  constructor(private readonly limit: () => number) {
    this.limits = new RateLimit(limit, 60_000);
  }

  /**
   * Begins an attempt, now or after the delay. Counted from the start, so that many at one time are not more.
   * @param subject what is logged in to, such as an account's key
   * @throws TooManyAttemptsError
   */
  async begin(address: string, subject: string): Promise<Attempt> {
    const keys = [`address ${addressKey(address)}`, `account ${subject}`];
    const full = keys.filter((key) => this.limits.isFull(key));
    if (full.length > 0) {
      const seconds = Math.max(...full.map((key) => this.limits.secondsUntilRoom(key)));
      throw new TooManyAttemptsError(`Too many wrong passwords; try again in ${seconds} seconds`);
    }
    const isSlow = keys.some((key) => this.limits.levelOf(key) + 1 > this.limit() / 2);
    for (const key of keys) this.limits.add(key);
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, delay).unref());
    return { succeed: () => keys.forEach((key) => this.limits.refund(key)) };
  }
}
