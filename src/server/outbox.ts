import type { Duplex } from 'node:stream';
import type { Faults } from './faults';
import { FlushQueue, patient, urgent } from './flush-queue';
import { revised, Step } from './outbox-step';
import { Traffic } from './traffic';

/**
 * Sends at the end of a turn of the event loop what was queued in it, each outbox with one write. Where that takes long,
 * since there are many receivers, several turns share it.
 * `beforeSending` runs first: what must be stored before anybody sees it is stored there.
 */
export class OutboxFlusher {
  readonly traffic = new Traffic();
  private start = new Step(undefined, Buffer.alloc(0));
  private paused = false;
  private readonly replacements = new Map<Buffer, Buffer | undefined>();
  /** Those whose turn it is, while `beforeSending` runs. */
  private sending: readonly Outbox[] = [];
  private readonly soon = new FlushQueue(urgent, (outboxes) => this.send(outboxes));
  private readonly later = new FlushQueue(patient, (outboxes) => {
    for (const outbox of outboxes) outbox.isInLater = false;
    this.send(outboxes);
  });

  /** @param faults is told what sending to one receiver throws; the others get theirs */
  constructor(private readonly beforeSending: () => void, private readonly faults: Pick<Faults, 'attempt'>) {}

  /** @internal for {@link Outbox} */
  get emptyStep(): Step {
    return this.start;
  }

  /** @internal for {@link Outbox} */
  enlist(outbox: Outbox, canWait: boolean): void {
    (canWait ? this.later : this.soon).add(outbox);
  }

  /** @internal for {@link Outbox}: a receiver has so many messages waiting. */
  noteWaiting(count: number): void {
    this.soon.note(count);
  }

  /** Whether nothing is sent by itself, and no line taken: see {@link pause}. */
  get isPaused(): boolean {
    return this.paused;
  }

  /** Sends nothing more by itself, and lets connections take no line, until {@link resume}. */
  pause(): void {
    this.paused = true;
    this.soon.hold();
    this.later.hold();
  }

  resume(): void {
    this.paused = false;
    this.soon.release();
    this.later.release();
    this.schedule();
  }

  /** Asks for a turn's end even where nothing is queued, so that `beforeSending` runs. */
  schedule(): void {
    this.soon.schedule();
  }

  /** Sends now what is queued. */
  flush(): void {
    this.soon.flush();
    if (!this.later.isEmpty) this.later.flush();
  }

  /** Sends now what one outbox holds, since its connection ends. */
  flushOnly(outbox: Outbox): void {
    this.faults.attempt('send', this.beforeSending);
    outbox.flush();
  }

  /**
   * Takes a Buffer back that is queued and not sent yet, wherever it is; `instead` is sent in its place. It is done by
   * {@link revise}.
   */
  takeBack(buffer: Buffer, instead?: Buffer): void {
    this.replacements.set(buffer, instead);
  }

  /** Takes out of all outboxes what was taken back. */
  revise(): void {
    const { replacements, start } = this;
    if (replacements.size === 0) return;
    const known = new Map<Step, Step>();
    for (const outboxes of [this.sending, this.soon.waiting, this.later.waiting]) {
      for (const outbox of outboxes) outbox.revise((step) => revised(step, replacements, known, start));
    }
    replacements.clear();
  }

  private send(outboxes: readonly Outbox[]): void {
    this.sending = outboxes;
    this.faults.attempt('send', this.beforeSending);
    this.sending = [];
    this.start = new Step(undefined, Buffer.alloc(0));
    for (const outbox of outboxes) {
      try {
        outbox.flush();
      } catch (error) {
        outbox.fail(error);
      }
    }
  }
}

/** What waits to be sent on one connection, at most `sendq` bytes of it. */
export class Outbox {
  private step: Step | undefined;
  private closed = false;
  /** Whether it is enlisted among those that are flushed soon, */
  private isInSoon = false;
  /** @internal and among those that are flushed later. */
  isInLater = false;
  /** Bytes that were unsent when this turn's first Buffer was queued. */
  private before = 0;

  /**
   * @param limits with more than `sendq` bytes unsent, the owner is told once and nothing more is queued
   * @param owner ends the connection, also where sending throws; what was queued in this turn is dropped
   */
  constructor(
    private readonly stream: Duplex,
    private readonly flusher: OutboxFlusher,
    private readonly limits: { readonly sendq: number },
    private readonly owner: { overflow(): void; abort(error: unknown): void },
  ) {}

  /**
   * Queues a Buffer, which may be shared by any number of outboxes and must not change afterwards.
   * @param canWait whether it may be sent some 50 ms later; the order stays what it is
   */
  push(buffer: Buffer, canWait = false): void {
    if (this.closed) return;
    if (this.step === undefined) {
      this.step = this.flusher.emptyStep;
      this.before = this.stream.writableLength;
      this.isInSoon = false;
    }
    this.step = this.step.then(buffer);
    if (canWait) this.goLater();
    else this.goSoon(this.step.count);
    if (this.before + this.step.bytes > this.limits.sendq) {
      this.closed = true;
      this.step = undefined;
      this.owner.overflow();
    }
  }

  private goSoon(count: number): void {
    if (!this.isInSoon) {
      this.isInSoon = true;
      this.flusher.enlist(this, false);
    }
    this.flusher.noteWaiting(count);
  }

  private goLater(): void {
    if (this.isInSoon || this.isInLater) return;
    this.isInLater = true;
    this.flusher.enlist(this, true);
  }

  /** Writes what is queued; called by the flusher at the end of the turn. */
  flush(): void {
    const step = this.step;
    if (step === undefined) return;
    this.step = undefined;
    if (!this.stream.writable) return;
    const { traffic } = this.flusher;
    traffic.deliveries += step.count;
    traffic.bytes += step.bytes;
    this.stream.write(step.data);
  }

  /** @internal for {@link OutboxFlusher}: leads what is queued another way. */
  revise(lead: (step: Step) => Step): void {
    if (this.step === undefined) return;
    const step = lead(this.step);
    this.step = step.before === undefined ? undefined : step;
  }

  /** Bytes that wait: what is queued, and what the peer has not taken yet. Buffers that others share count in full. */
  get waiting(): number {
    return this.stream.writableLength + (this.step?.bytes ?? 0);
  }

  /** @internal Sending threw. */
  fail(error: unknown): void {
    this.closed = true;
    this.owner.abort(error);
  }

  /** Queues nothing more; what is queued is still sent. */
  close(): void {
    this.closed = true;
  }
}
