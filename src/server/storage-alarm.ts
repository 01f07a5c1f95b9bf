import type { Server } from './server';
import { tellOperators } from './operators/acts';

/** The operators are told this often at most, in ms. */
const pause = 60_000;

/** Says that the data folder cannot be written: to the log each time, to the operators once a minute. The chat goes on. */
export class StorageAlarm {
  private raisedAt = -Infinity;

  constructor(private readonly server: Server) {}

  raise(error: unknown): void {
    const { server } = this;
    const words = `The data folder ${server.config.data} could not be written; the chat goes on, but what is said now may not be kept. Is the disk full?`;
    server.log.error({ err: error }, words);
    const now = performance.now();
    if (now - this.raisedAt < pause) return;
    this.raisedAt = now;
    tellOperators(server, words);
  }
}
