/** Changes that come within this time are shown together, in ms. */
const shortest = 30;
/** The pause after showing them is so many times as long as that took: what is dear to show is shown less often. */
const share = 4;
const longest = 2000;

/**
 * Shows what changed, soon and all of it at once. However much changes, keys and clicks come in between: at most a fifth of
 * the time is spent on showing.
 */
export class Frames {
  private timer: NodeJS.Timeout | undefined;
  private pause = shortest;

  constructor(private readonly show: () => void) {}

  get isWaiting(): boolean {
    return this.timer !== undefined;
  }

  soon(): void {
    this.timer ??= setTimeout(() => this.now(), this.pause);
  }

  now(): void {
    this.cancel();
    const began = performance.now();
    this.show();
    this.pause = Math.min(longest, Math.max(shortest, share * (performance.now() - began)));
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
