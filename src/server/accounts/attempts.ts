import { addressKey } from '../address';
import type { Requester } from './fair-queue';
import { passwordWork } from './password-work';
import { RateLimit } from './rate-limit';

/** How long a password is left unanswered once half of the attempts are used up, in ms. */
const delay = 1000;
/** How many times as many wrong passwords as for one account from one address are taken from one address, and for one account. */
const altogether = 10;
/** The most places that are remembered; those that were not used for longest are forgotten. */
const maxKnown = 20_000;
/** Names may be long; what tells them apart stands at their beginning. */
const maxSubject = 64;

const minute = 60_000;

/** Somebody has given too many wrong passwords; the message says when they may try again. */
export class TooManyAttemptsError extends Error {
  override readonly name = 'TooManyAttemptsError';
}

/** One attempt to log in: it counts as a failure until {@link succeed}. */
export interface Attempt {
  /** For whom the password is looked at. */
  readonly requester: Requester;
  succeed(): void;
}

/** One of the counts of an attempt. */
interface Count {
  readonly limits: RateLimit;
  readonly key: string;
  readonly limit: number;
}

/**
 * How often passwords may be tried: see the setting `login-attempts`. Counted by address and account together, so that
 * nobody is kept out by what somebody else does elsewhere. Guesses at one account from many addresses, or at many
 * accounts from one, are bounded as well; that does not touch whoever has logged in to that account from that address
 * before. Half of the attempts are answered at once, the others after a second each; past the limit nothing is looked at.
 */
export class Attempts {
  private readonly pairs: RateLimit;
  private readonly addresses: RateLimit;
  private readonly subjects: RateLimit;
  private readonly known = new Set<string>();

  /** @param limit a minute, asked each time */
  constructor(private readonly limit: () => number) {
    this.pairs = new RateLimit(limit, minute);
    this.addresses = new RateLimit(() => limit() * altogether, minute);
    this.subjects = new RateLimit(() => limit() * altogether, minute);
  }

  /**
   * Begins an attempt, now or after the delay. Counted from the start, so that many at one time are not more.
   * @param subject what is logged in to, such as an account's key
   * @throws TooManyAttemptsError
   */
  async begin(address: string, subject: string): Promise<Attempt> {
    const pair = pairOf(address, subject);
    const counts = this.countsOf(address, subject, pair);
    const full = counts.filter(({ limits, key }) => limits.isFull(key));
    if (full.length > 0) {
      const seconds = Math.max(...full.map(({ limits, key }) => limits.secondsUntilRoom(key)));
      throw new TooManyAttemptsError(`Too many wrong passwords; try again in ${seconds} seconds`);
    }
    const isSlow = counts.some(({ limits, key, limit }) => limits.levelOf(key) + 1 > limit / 2);
    for (const { limits, key } of counts) limits.add(key);
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, delay).unref());
    const isKnown = counts.length === 1;
    const requester = { keys: isKnown ? [pair] : counts.slice(1).map(({ key }) => key) };
    return {
      requester,
      succeed: () => {
        for (const { limits, key } of counts) limits.refund(key);
        // Who is known has a count of their own, for whoever would log in all day long.
        if (!isKnown) passwordWork.forgive(requester);
        this.remember(address, subject);
      },
    };
  }

  /** Somebody has logged in from there, whichever way. */
  remember(address: string, subject: string): void {
    const pair = pairOf(address, subject);
    this.known.delete(pair);
    this.known.add(pair);
    for (const oldest of this.known) {
      if (this.known.size <= maxKnown) break;
      this.known.delete(oldest);
    }
  }

  private countsOf(address: string, subject: string, pair: string): Count[] {
    const limit = this.limit();
    const ofPair = { limits: this.pairs, key: pair, limit };
    if (this.known.has(pair)) return [ofPair];
    return [
      ofPair,
      { limits: this.addresses, key: addressKey(address), limit: limit * altogether },
      { limits: this.subjects, key: subject.slice(0, maxSubject), limit: limit * altogether },
    ];
  }
}

function pairOf(address: string, subject: string): string {
  return `${addressKey(address)} ${subject.slice(0, maxSubject)}`;
}
