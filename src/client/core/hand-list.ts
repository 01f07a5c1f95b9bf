import type { Fold } from '../../shared/casemap';
import type { RaisedHand } from './events';

interface Entry {
  readonly key: string;
  readonly hand: RaisedHand;
}

/** The hands that are up in a room, in the order they went up. Raising and lowering cost the same however many there are. */
export class HandList {
  private byKey = new Map<string, RaisedHand>();
  private told: readonly RaisedHand[] | undefined;

  constructor(private fold: Fold) {}

  /** The same array until something changes. */
  get all(): readonly RaisedHand[] {
    this.told ??= [...this.byKey].map(([key, hand]) => ({ key, hand })).sort(compare).map(({ hand }) => hand);
    return this.told;
  }

  get(nick: string): RaisedHand | undefined {
    return this.byKey.size === 0 ? undefined : this.byKey.get(this.fold(nick));
  }

  /** A hand that is up already stays where it is. */
  raise(hand: RaisedHand): void {
    const key = this.fold(hand.nick);
    if (this.byKey.has(key)) return;
    this.byKey.set(key, hand);
    this.told = undefined;
  }

  lower(nick: string): void {
    if (this.byKey.size > 0 && this.byKey.delete(this.fold(nick))) this.told = undefined;
  }

  clear(): void {
    this.byKey.clear();
    this.told = undefined;
  }

  setFold(fold: Fold): void {
    this.fold = fold;
    this.byKey = new Map([...this.byKey.values()].map((hand) => [fold(hand.nick), hand]));
    this.told = undefined;
  }
}

/** Two of the same millisecond stand in the same order in every window, whoever of them was told again later. */
function compare(a: Entry, b: Entry): number {
  return a.hand.since.getTime() - b.hand.since.getTime() || (a.key < b.key ? -1 : 1);
}
