/** Chance whose every number follows from a seed, so that what it found can be found again (Mulberry32). */
export class Random {
  private state: number;

  constructor(readonly seed = Math.floor(Math.random() * 2 ** 31)) {
    this.state = seed;
  }

  /** A whole number from 0 to one less than `limit`. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }

  /** As many as `count`, each made by itself. */
  several<Item>(count: number, make: () => Item): Item[] {
    return Array.from({ length: count }, make);
  }

  bytes(count: number): Buffer {
    return Buffer.from(this.several(count, () => this.below(256)));
  }
}
