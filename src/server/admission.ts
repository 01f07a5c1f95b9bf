import { RateLimit } from './accounts/rate-limit';
import { addressKey, isLoopback } from './address';
import type { Config } from './config';

/** Why a connection was refused; the metrics count them by these names. */
export const refusalReasons = ['stopping', 'full', 'memory', 'address', 'rate', 'banned'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Why a connection is refused, and the words that it is told (`ERROR :…`). */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly words: string;
}

/** Those who are in and have not said who they are; they make room for others. */
interface Evictable {
  readonly size: number;
  evict(key?: string): boolean;
}

/** What admission goes by besides the settings. */
export interface AdmissionRules {
  /** Why an address is banned from the server; undefined where it is not. */
  readonly banned: (address: string) => string | undefined;
  /** Whether many people come through an address; the limits of one address do not hold for it. */
  readonly isGateway: (address: string) => boolean;
  /** What an address is counted by. */
  readonly keyOf: (address: string) => string;
  /** Who goes when somebody comes and there is no room. */
  readonly strangers: Evictable;
  /** How many connections the system allows, whatever the setting is. */
  readonly mostConnections: number;
}

const noRules: AdmissionRules = {
  banned: () => undefined,
  isGateway: () => false,
  keyOf: (address) => addressKey(address),
  strangers: { size: 0, evict: () => false },
  mostConnections: Infinity,
};

type Limits = Pick<Config, 'maxConnections' | 'maxConnectionsPerAddress' | 'connectionsPerMinute'>;

const minute = 60_000;
/** The most refusals of one address a minute that are news. */
const newsPerMinute = 5;

/** The connections that are counted together. */
interface Group {
  count: number;
}

/**
 * Who is let in: counts connections in all and by address (see `addressKey`), and new ones a minute.
 * This computer itself is limited by the number of all connections only.
 */
export class Admission {
  /** How many were refused since the start. */
  readonly refused: Readonly<Record<RefusalReason, number>>;
  /** Whether the server takes nobody any more, since it stops or is restarted. */
  isStopping = false;
  /** Whether the memory is used up; see `MemoryWatch`. */
  isMemoryFull = false;
  private readonly tally: Record<RefusalReason, number> = { stopping: 0, full: 0, memory: 0, address: 0, rate: 0, banned: 0 };
  /** By what connections are counted by, */
  private readonly groups = new Map<string, Group>();
  /** and by their addresses: the networks of this computer may change while somebody is here. */
  private readonly groupOf = new Map<string, { readonly key: string; readonly group: Group; count: number }>();
  private readonly arrivals: RateLimit;
  private readonly news = new RateLimit(() => newsPerMinute, minute);
  private total = 0;

  private readonly rules: AdmissionRules;

  /** @param limits asked each time, so that a change takes effect at once */
  constructor(
    private readonly limits: Limits,
    rules: Partial<AdmissionRules> = {},
  ) {
    this.rules = { ...noRules, ...rules };
    this.refused = this.tally;
    this.arrivals = new RateLimit(() => limits.connectionsPerMinute, minute);
  }

  /** How many connections are in. */
  get count(): number {
    return this.total;
  }

  /** Lets a connection in, which {@link leave} takes out again. @returns why not, or undefined */
  enter(address: string): Refusal | undefined {
    const refusal = this.refusalOfAll() ?? this.refusalOf(address);
    if (refusal !== undefined) this.tally[refusal.reason]++;
    else {
      this.total++;
      this.adjust(address, 1);
    }
    return refusal;
  }

  /** Whether the refusal of an address is worth a line of the log: somebody who hammers at the door shall not fill the disk. */
  isNews(address: string): boolean {
    const key = this.rules.keyOf(address);
    if (this.news.isFull(key)) return false;
    this.news.add(key);
    return true;
  }

  /** Memory is short: half of those go who have not said who they are. */
  endStrangers(): void {
    for (let left = Math.ceil(this.rules.strangers.size / 2); left > 0 && this.rules.strangers.evict(); left--);
  }

  /** A connection from this address is gone. */
  leave(address: string): void {
    this.total--;
    this.adjust(address, -1);
  }

  /**
   * A connection turns out to come from another address: a gateway says so (WEBIRC). It is counted there from now on.
   * @returns why that address is refused; then the connection is counted where it was
   */
  move(from: string, to: string): Refusal | undefined {
    const refusal = this.refusalOf(to);
    if (refusal !== undefined) this.tally[refusal.reason]++;
    else {
      this.adjust(from, -1);
      this.adjust(to, 1);
    }
    return refusal;
  }

  private refusalOfAll(): Refusal | undefined {
    if (this.isStopping) return { reason: 'stopping', words: 'SHUTDOWN' };
    if (this.total >= Math.min(this.limits.maxConnections, this.rules.mostConnections) && !this.rules.strangers.evict()) return { reason: 'full', words: 'The server is full. Try again later.' };
    if (this.isMemoryFull && !this.rules.strangers.evict()) return { reason: 'memory', words: 'The server has no memory left for more people. Try again later.' };
    return undefined;
  }

  private refusalOf(address: string): Refusal | undefined {
    const ban = this.rules.banned(address);
    if (ban !== undefined) return { reason: 'banned', words: ban };
    if (isLoopback(address) || this.rules.isGateway(address)) return undefined;
    const key = this.rules.keyOf(address);
    if ((this.groups.get(key)?.count ?? 0) >= this.limits.maxConnectionsPerAddress && !this.rules.strangers.evict(key)) {
      return { reason: 'address', words: 'Too many connections from your address. Close one of them first.' };
    }
    if (this.arrivals.isFull(key)) {
      return { reason: 'rate', words: `Too many new connections from your address. Try again in ${this.arrivals.secondsUntilRoom(key)} seconds.` };
    }
    this.arrivals.add(key);
    return undefined;
  }

  private adjust(address: string, by: 1 | -1): void {
    if (isLoopback(address)) return;
    const known = this.groupOf.get(address) ?? this.group(address);
    known.count += by;
    known.group.count += by;
    if (known.count <= 0) this.groupOf.delete(address);
    if (known.group.count <= 0) this.groups.delete(known.key);
  }

  private group(address: string): { readonly key: string; readonly group: Group; count: number } {
    const key = this.rules.keyOf(address);
    const group = this.groups.get(key) ?? { count: 0 };
    this.groups.set(key, group);
    const member = { key, group, count: 0 };
    this.groupOf.set(address, member);
    return member;
  }
}
