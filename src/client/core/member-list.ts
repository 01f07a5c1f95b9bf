import type { Fold } from '../../shared/casemap';
import type { Member } from './timeline';

interface Entry {
  readonly key: string;
  readonly rank: number;
  readonly member: Member;
}

/**
 * The members of a room, by rank and then by name. The order is kept while members come and go: one change costs a
 * search by halves, not a sort, so that a room of thousands stays cheap.
 */
export class MemberList {
  private readonly byKey = new Map<string, Entry>();
  private sorted: Entry[] = [];
  private told: readonly Member[] | undefined;

  constructor(private fold: Fold, private rankOrder: string) {}

  get size(): number {
    return this.byKey.size;
  }

  /** The same array until something changes. */
  get all(): readonly Member[] {
    this.told ??= this.sorted.map(({ member }) => member);
    return this.told;
  }

  get(nick: string): Member | undefined {
    return this.byKey.get(this.fold(nick))?.member;
  }

  /** Adds a member, or puts it in the place of the one of that name. */
  put(member: Member): void {
    this.remove(member.nick);
    const entry = this.entry(member);
    this.byKey.set(entry.key, entry);
    this.sorted.splice(this.placeOf(entry), 0, entry);
    this.told = undefined;
  }

  remove(nick: string): boolean {
    const entry = this.byKey.get(this.fold(nick));
    if (entry === undefined) return false;
    this.byKey.delete(entry.key);
    this.sorted.splice(this.placeOf(entry), 1);
    this.told = undefined;
    return true;
  }

  replace(members: readonly Member[]): void {
    this.byKey.clear();
    for (const member of members) {
      const entry = this.entry(member);
      this.byKey.set(entry.key, entry);
    }
    this.sorted = [...this.byKey.values()].sort(compare);
    this.told = undefined;
  }

  /** How names compare and which prefixes stand first: the server may say so at any time. */
  setRules(fold: Fold, rankOrder: string): void {
    this.fold = fold;
    this.rankOrder = rankOrder;
    this.replace(this.all);
  }

  private entry(member: Member): Entry {
    const at = member.prefix === '' ? -1 : this.rankOrder.indexOf(member.prefix.charAt(0));
    return { key: this.fold(member.nick), rank: at === -1 ? this.rankOrder.length : at, member };
  }

  /** Where an entry stands, or belongs. */
  private placeOf(entry: Entry): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.sorted[middle];
      if (there !== undefined && compare(there, entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function compare(a: Entry, b: Entry): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
