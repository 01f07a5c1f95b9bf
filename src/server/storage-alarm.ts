import type { Server } from './server';
import { tellOperators } from './operators/acts';

/** It is said this often at most, in ms: a busy server fails many times a second, and its log may be on the same disk. */
const pause = 60_000;

/** Says that the data folder cannot be written, to the log and to the operators. The chat goes on. */
export class StorageAlarm {
  private raisedAt = -Infinity;

  constructor(private readonly server: Server) {}

  raise(error: unknown): void {
    const now = performance.now();
    if (now - this.raisedAt < pause) return;
    this.raisedAt = now;
    const { server } = this;
    const why = error instanceof Error ? error.message : String(error);
    const words = `The data folder ${server.config.data} could not be written (${why}); the chat goes on, but what is said now may not be kept.`;
    server.log.error({ err: error }, words);
    server.faults.attempt('delivery', () => tellOperators(server, words));
  }
}
