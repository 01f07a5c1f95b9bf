import type { Duplex } from 'node:stream';
import type { Faults } from './faults';
import { Traffic } from './traffic';

/**
 * What has been queued since the turn began: a path of shared Buffers. Outboxes that were given the same Buffers in the
 * same order stand on the very same step, so that what they send is joined once and written by reference to each.
 */
class Step {
  readonly bytes: number;
  /** How many Buffers the path has. */
  readonly count: number;
  private joined: Buffer | undefined;
  private latest: Step | undefined;
  private others: Map<Buffer, Step> | undefined;

  constructor(
    readonly before: Step | undefined,
    readonly buffer: Buffer,
  ) {
    this.bytes = (before?.bytes ?? 0) + buffer.length;
    this.count = before === undefined ? 0 : before.count + 1;
  }

  /** The step reached by adding a Buffer. The common case, everybody is given the same one, costs a comparison. */
  then(buffer: Buffer): Step {
    if (this.latest?.buffer === buffer) return this.latest;
    const known = this.others?.get(buffer);
    if (known !== undefined) return known;
    const next = new Step(this, buffer);
    if (this.latest !== undefined) {
      this.others ??= new Map();
      this.others.set(this.latest.buffer, this.latest);
    }
    this.latest = next;
    return next;
  }

  /** Everything on the path from the start, as one Buffer. */
  get data(): Buffer {
    this.joined ??= this.join();
    return this.joined;
  }

  private join(): Buffer {
    const parts: Buffer[] = [this.buffer];
    // The path ends at the empty step that every turn starts from.
    for (let step = this.before; step?.before !== undefined; step = step.before) parts.push(step.buffer);
    const only = parts.length === 1 ? parts[0] : undefined;
    return only ?? Buffer.concat(parts.reverse(), this.bytes);
  }
}

/** Buffers that are not to be sent after all, each with what is sent in its place, if anything. */
type Replacements = ReadonlyMap<Buffer, Buffer | undefined>;

/** Where a path leads without what is taken back. @param known where steps lead that were looked at before */
function revised(end: Step, replacements: Replacements, known: Map<Step, Step>, start: Step): Step {
  const path: Step[] = [];
  let step = end;
  while (step.before !== undefined && !known.has(step)) {
    path.push(step);
    step = step.before;
  }
  let to = known.get(step) ?? start;
  for (const from of path.reverse()) {
    const buffer = replacements.has(from.buffer) ? replacements.get(from.buffer) : from.buffer;
    if (buffer !== undefined) to = to.then(buffer);
    known.set(from, to);
  }
  return to;
}

/** How a gathering rests: writing costs both sides a system call a receiver, so it shares the time with other work. */
interface Pace {
  /** How many times as long as a flush took the next one waits; */
  readonly share: number;
  /** and where no receiver got more than a message or two, so that waiting would save next to nothing. */
  readonly shareOfFew: number;
  /** The longest wait, in ms. */
  readonly longest: number;
}

/** What people wait for: messages and replies. */
const urgent: Pace = { share: 0.5, shareOfFew: 0.1, longest: 5 };
/** Who comes and goes: a crowd that arrives at once shall not make the server write to everybody for each of them. */
const patient: Pace = { share: 4, shareOfFew: 4, longest: 50 };

/** So many messages for one receiver are few. */
const few = 2;
/** So many messages for one receiver are worth their write without any wait. */
const plenty = 16;

/** Outboxes that are flushed together, at the end of a turn of the event loop or, after a long flush, a moment later. */
class Gathering {
  private outboxes: Outbox[] = [];
  private state: 'empty' | 'resting' | 'due' = 'empty';
  private timer: NodeJS.Timeout | undefined;
  /** When the next flush may begin, by `performance.now()`. */
  private restUntil = 0;
  /** The most messages that wait for one receiver. */
  private most = 0;

  private isHeld = false;

  constructor(private readonly pace: Pace, private readonly send: (outboxes: readonly Outbox[]) => void) {}

  add(outbox: Outbox): void {
    this.outboxes.push(outbox);
    this.schedule();
  }

  schedule(): void {
    if (this.state !== 'empty') return;
    const rest = this.restUntil - performance.now();
    // Timers count in whole milliseconds.
    if (rest < 0.5) {
      this.hasten();
    } else {
      this.state = 'resting';
      this.timer = setTimeout(this.flushInTime, rest);
    }
  }

  /** Does not wait any longer. */
  hasten(): void {
    if (this.state === 'due') return;
    clearTimeout(this.timer);
    this.state = 'due';
    setImmediate(this.flushInTime);
  }

  /** Flushes only when it is told to, until {@link release}. */
  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    if (!this.isEmpty) this.schedule();
  }

  private readonly flushInTime = (): void => {
    if (this.isHeld) this.state = 'empty';
    else this.flush();
  };

  get isEmpty(): boolean {
    return this.outboxes.length === 0;
  }

  /** What waits to be flushed. */
  get waiting(): readonly Outbox[] {
    return this.outboxes;
  }

  /** A receiver has so many messages waiting. */
  note(count: number): void {
    if (count > this.most) this.most = count;
    if (count >= plenty && this.state === 'resting') this.hasten();
  }

  readonly flush = (): void => {
    clearTimeout(this.timer);
    this.state = 'empty';
    const startedAt = performance.now();
    const { outboxes, pace } = this;
    const share = this.most > few ? pace.share : pace.shareOfFew;
    this.outboxes = [];
    this.most = 0;
    this.send(outboxes);
    const endedAt = performance.now();
    this.restUntil = endedAt + Math.min(share * (endedAt - startedAt), pace.longest);
  };
}

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
  private readonly soon = new Gathering(urgent, (outboxes) => this.send(outboxes));
  private readonly later = new Gathering(patient, (outboxes) => {
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
