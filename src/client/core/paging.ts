import type { RoomState } from './room';

/** How long a page that could not be had is let be before it may be asked for again, in ms; the last pause counts from then on. */
const pauses = [1000, 2000, 5000, 15_000, 60_000] as const;

/**
 * One request for a page under way in each room. Whoever asks meanwhile gets nothing, and after a failure nobody asks
 * for a while: a view that still has room for more asks again at each occasion, also where the answer was no.
 */
export class Paging {
  private readonly busy = new Set<RoomState>();
  private readonly failures = new WeakMap<RoomState, number>();
  private readonly timers = new Set<NodeJS.Timeout>();

  /** @returns whether the room is free; it is taken then until `arrived` or `failed` */
  begin(room: RoomState): boolean {
    if (this.busy.has(room)) return false;
    this.busy.add(room);
    return true;
  }

  /** The page is there. */
  arrived(room: RoomState): void {
    this.failures.delete(room);
    this.busy.delete(room);
  }

  /** There is no page; `mayAskAgain` when the room is free again. */
  failed(room: RoomState, mayAskAgain: () => void): void {
    const count = this.failures.get(room) ?? 0;
    this.failures.set(room, count + 1);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.busy.delete(room);
      mayAskAgain();
    }, pauses[Math.min(count, pauses.length - 1)]);
    this.timers.add(timer);
  }

  /** The connection is over. */
  end(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
