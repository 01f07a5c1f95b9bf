import type { Deliverable } from './delivery';
import type { OutboxFlusher } from './outbox';
import type { Database } from './store/database';
import type { NotStoredError } from './store/not-stored';

/**
 * An event that is written down with this turn's commit. It is queued for people before that, and taken back where the
 * commit fails, so that nobody sees what is not kept.
 */
export class Unconfirmed {
  private error: NotStoredError | undefined;
  private refuse: ((error: NotStoredError) => void) | undefined;

  /** @param event has been written in this turn, and was not handed to anybody yet */
  constructor(
    database: Database,
    private readonly flusher: OutboxFlusher,
    private readonly event: Deliverable,
  ) {
    database.ifLost((error) => {
      this.error = error;
      this.takeBack();
      this.refuse?.(error);
    });
  }

  /** What is done where the commit fails; to be said once everybody was handed the event. */
  otherwise(refuse: (error: NotStoredError) => void): void {
    this.refuse = refuse;
    // It has failed in the middle of the handing out: the connection of a slow reader ended.
    if (this.error === undefined) return;
    this.takeBack();
    this.flusher.revise();
    refuse(this.error);
  }

  private takeBack(): void {
    for (const buffer of this.event.buffers) this.flusher.takeBack(buffer);
  }
}
