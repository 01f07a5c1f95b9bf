import { NetworkWatch } from './network-watch';

/** From one attempt to reconnect to the next, in ms; the last one counts from then on. */
const usualBackoff = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000] as const;
/** Who was connected for so long, in ms, is reconnected as quickly as the first time. */
const lasting = 30_000;
/** The least time between two attempts that something else than the clock brings about, in ms. */
const leastPause = 1000;

export interface RetriesHost {
  readonly backoff: readonly number[] | undefined;
  readonly ownAddresses: (() => string) | undefined;
  /** It is time. */
  again(): void;
}

/** When a lost connection is tried again: after pauses that grow, and at once when there is a new reason to hope. */
export class Retries {
  /** How many pauses there were since a connection lasted. */
  private pauses = 0;
  /** By `performance.now()`. */
  private onlineSince = 0;
  private triedAt = -leastPause;
  private timer: NodeJS.Timeout | undefined;
  private readonly network: NetworkWatch;

  constructor(private readonly host: RetriesHost) {
    this.network = new NetworkWatch(() => this.atOnce(), host.ownAddresses);
  }

  /** After the next pause. @returns how long it is, in ms */
  later(): number {
    clearTimeout(this.timer);
    this.network.start();
    const { backoff = usualBackoff } = this.host;
    const delay = backoff[Math.min(this.pauses++, backoff.length - 1)] ?? 0;
    this.timer = setTimeout(() => this.host.again(), delay);
    return delay;
  }

  /** Now, unless it was tried a moment ago: the network, the computer or the person came back. */
  atOnce(): void {
    if (performance.now() - this.triedAt < leastPause) return;
    this.pauses = 0;
    this.host.again();
  }

  /** An attempt begins. */
  trying(): void {
    clearTimeout(this.timer);
    this.triedAt = performance.now();
  }

  connected(): void {
    this.onlineSince = performance.now();
    this.network.stop();
  }

  /** A server that lets everybody in and then goes is no reason to begin with short pauses again. */
  lost(): void {
    if (performance.now() - this.onlineSince >= lasting) this.pauses = 0;
  }

  /** The person went elsewhere. */
  stop(): void {
    clearTimeout(this.timer);
    this.network.stop();
    this.pauses = 0;
  }
}
