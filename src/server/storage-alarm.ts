import type { Server } from './server';
import { tellOperators } from './operators/acts';
import { faultBehind } from './store/not-stored';

/** It is said this often at most, in ms: a busy server fails many times a second, and its log may be on the same disk. */
const pause = 60_000;
/** After how long what can wait, such as where an absent person is, is tried again, in ms; each turn that writes tries it too. */
const retryDelay = 1000;

/** Says that the data folder cannot be written, to the log and to the operators. What needs no storing goes on. */
export class StorageAlarm {
  private raisedAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {}

  raise(error: unknown): void {
    const cause = faultBehind(error);
    this.timer ??= setTimeout(() => this.retry(), retryDelay).unref();
    const now = performance.now();
    if (now - this.raisedAt < pause) return;
    this.raisedAt = now;
    const { server } = this;
    const why = cause instanceof Error ? cause.message : String(cause);
    const words = `The data folder ${server.config.data} could not be written (${why}); what cannot be stored is refused until it can be`;
    server.log.error({ err: cause }, words);
    server.faults.attempt('delivery', () => tellOperators(server, words));
  }

  private retry(): void {
    this.timer = undefined;
    if (this.server.database.isDirty) this.server.flusher.schedule();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
