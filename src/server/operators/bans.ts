import { isMiddle } from '../../shared/message';
import type { ClockGuard } from '../clock-guard';
import { matchesRange, parseRange, type AddressRange } from '../address';
import { compileMask, completeMask, foldText, type CompiledMask } from '../masks';
import { readRows } from '../store/checked-rows';
import type { Database } from '../store/database';

/** What a ban is about: where a connection comes from, or how a person calls themselves. */
const banKinds = ['address', 'mask'] as const;
export type BanKind = (typeof banKinds)[number];

/** Somebody who may not use this server. */
export interface ServerBan {
  readonly kind: BanKind;
  /** A range of addresses (`192.0.2.0/24`), or `nick!user@host` with wildcards. */
  readonly mask: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** When it ends; undefined is never. */
  readonly until: Date | undefined;
}

/** The most bans of each kind; every connection is compared with all of them. */
export const maxServerBans = 1000;

interface Kept extends ServerBan {
  readonly range: AddressRange | undefined;
  /** For masks, compared with `nick!user@host`. */
  readonly fits: CompiledMask | undefined;
}

/** The bans of the server, by mask. They outlive it; those that have ended are forgotten. */
export class ServerBans {
  private readonly bans = new Map<string, Kept>();

  constructor(
    private readonly database: Database,
    private readonly clock: Pick<ClockGuard, 'mayDelete'>,
  ) {
    const kept = readRows(database, { table: 'bans' }, (row): ServerBan => {
      const expiresAt = row.optionalNumber('expires_at');
      return {
        kind: row.oneOf('kind', banKinds),
        mask: row.text('mask'),
        reason: row.text('reason', ''),
        by: row.text('set_by', '?'),
        at: row.date('set_at', new Date(0)),
        until: expiresAt === undefined ? undefined : new Date(expiresAt),
      };
    });
    for (const ban of kept) this.keep(ban);
  }

  /** The one way in which a mask of this kind is written; undefined where it is none. */
  static normalize(kind: BanKind, mask: string): string | undefined {
    if (kind === 'address') return parseRange(mask)?.text;
    return isMiddle(mask) ? completeMask(mask) : undefined;
  }

  /** Adds a ban, or replaces the one with the same mask. False where there are too many. @throws NotStoredError; nothing has changed then */
  add(ban: ServerBan): boolean {
    const { kind, mask, reason, by, at, until } = ban;
    if (!this.bans.has(keyOf(kind, mask)) && this.list(kind).length >= maxServerBans) return false;
    const replace = this.database.prepare('REPLACE INTO bans (kind, mask, reason, set_by, set_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)');
    this.database.store(() => this.database.write(replace, kind, mask, reason, by, at.getTime(), until?.getTime() ?? null));
    this.keep(ban);
    return true;
  }

  /** False where there is no such ban. @throws NotStoredError; it holds on then */
  remove(kind: BanKind, mask: string): boolean {
    if (!this.bans.has(keyOf(kind, mask))) return false;
    this.database.store(() => this.erase(kind, mask));
    this.bans.delete(keyOf(kind, mask));
    return true;
  }

  private erase(kind: BanKind, mask: string): void {
    this.database.write(this.database.prepare('DELETE FROM bans WHERE kind = ? AND mask = ?'), kind, mask);
  }

  /** Those that hold now, the oldest first. */
  list(kind: BanKind): ServerBan[] {
    const now = Date.now();
    const over = [...this.bans.values()].filter((ban) => !holdsAt(ban, now));
    // Under a clock that has leapt ahead they only do not hold: they do again when it is set right.
    if (over.length > 0 && this.clock.mayDelete()) {
      for (const ban of over) {
        this.bans.delete(keyOf(ban.kind, ban.mask));
        this.database.attempt(() => this.erase(ban.kind, ban.mask));
      }
    }
    return [...this.bans.values()].filter((ban) => ban.kind === kind && holdsAt(ban, now));
  }

  /** What an address that is banned is told; undefined where it is not. */
  refusalFor(address: string): string | undefined {
    if (this.bans.size === 0) return undefined;
    const now = Date.now();
    for (const ban of this.bans.values()) {
      if (ban.range !== undefined && holdsAt(ban, now) && matchesRange(address, ban.range)) return wordsOf(ban);
    }
    return undefined;
  }

  /** What a person who is banned by name is told; undefined where they are not. @param source `nick!user@host` */
  refusalForSource(source: string): string | undefined {
    if (this.bans.size === 0) return undefined;
    const now = Date.now();
    const folded = foldText(source);
    for (const ban of this.bans.values()) {
      if (ban.fits !== undefined && holdsAt(ban, now) && ban.fits(folded)) return wordsOf(ban);
    }
    return undefined;
  }

  private keep(ban: ServerBan): void {
    this.bans.set(keyOf(ban.kind, ban.mask), { ...ban, range: ban.kind === 'address' ? parseRange(ban.mask) : undefined, fits: ban.kind === 'mask' ? compileMask(ban.mask) : undefined });
  }
}

const keyOf = (kind: BanKind, mask: string): string => `${kind} ${mask.toLowerCase()}`;

const holdsAt = ({ until }: ServerBan, now: number): boolean => until === undefined || until.getTime() > now;

const wordsOf = ({ reason, until }: ServerBan): string =>
  `You are banned from this server${until === undefined ? '' : ` until ${until.toISOString()}`}: ${reason}`;
