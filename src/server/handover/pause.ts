/** How long commands that are under way may take to end before a pause, in ms. */
const patience = 5000;

/**
 * While another process tries to take over, nothing may change in this one: it may have to go on as if nothing had
 * happened. No line is taken, timers rest, and what comes from outside waits for the end of the pause.
 */
export class Pause {
  private on = false;
  private readonly waiting: (() => void)[] = [];
  /** What commands have begun and not ended. */
  private readonly unfinished = new Set<Promise<void>>();

  get isOn(): boolean {
    return this.on;
  }

  /** Does something now, or at the end of the pause. */
  run(action: () => void): void {
    if (this.on) this.waiting.push(action);
    else action();
  }

  /** To be told of what a command does later: a pause begins when it is done. */
  follow(work: Promise<void>): void {
    this.unfinished.add(work);
    const done = (): void => void this.unfinished.delete(work);
    work.then(done, done);
  }

  /** Begins a pause; resolves when no command is under way any more. @throws where that takes too long; there is no pause then */
  async begin(): Promise<void> {
    this.on = true;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), patience)));
    const isDone = await Promise.race([Promise.allSettled(this.unfinished).then(() => true), tooLong]);
    clearTimeout(timer);
    if (isDone) return;
    this.end();
    throw new Error('something that people asked for takes too long; try again in a moment');
  }

  /** Goes on, with what has waited. */
  end(): void {
    this.on = false;
    for (const action of this.waiting.splice(0)) action();
  }
}
