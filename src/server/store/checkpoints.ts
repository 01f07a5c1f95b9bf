import type { BackgroundFile } from './background-file';

/** How long after a commit the log is brought into the file, in ms. */
const interval = 1000;

/**
 * Brings what was committed from the write-ahead log into the database file, on a connection and in a process of its own: a
 * slow disk, such as an SD card, takes its time for that, and the people in the rooms shall not wait for it.
 * Source: https://www.sqlite.org/wal.html#ckpt
 */
export class Checkpoints {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isClosed = false;
  /** Whether the log is long and does not begin anew by itself, since somebody writes all the time. */
  private isTooLong = false;

  /**
   * @param background the database, in WAL mode
   * @param longLog how many pages of 4 KiB are too many
   */
  constructor(
    private readonly background: BackgroundFile,
    private readonly longLog = 16_384,
  ) {}

  /** To be called after each commit; costs next to nothing. @returns whether the log has to be brought in right now */
  committed(): boolean {
    if (!this.isClosed && this.running === undefined) this.timer ??= setTimeout(() => void this.pass(), interval).unref();
    const { isTooLong } = this;
    this.isTooLong = false;
    return isTooLong;
  }

  /** Brings in what has been committed until now. One that fails (the disk may be full) is made up for by the next. */
  pass(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running ??= this.run().finally(() => (this.running = undefined));
    return this.running;
  }

  /** One that is running is waited for by nobody: the log is complete, and is brought in when the file is opened again. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    try {
      // In pages. Source: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
      const [outcome] = await this.background.pragma('wal_checkpoint(PASSIVE)');
      const log = Number(outcome?.log ?? 0);
      this.isTooLong = log > this.longLog && Number(outcome?.checkpointed ?? 0) < log;
    } catch {
      // As with SQLite's own checkpoints: nothing is lost, the log grows until one succeeds.
    }
  }
}
