/**
 * What has been queued since the turn began: a path of shared Buffers. Outboxes that were given the same Buffers in the
 * same order stand on the very same step, so that what they send is joined once and written by reference to each.
 */
export class Step {
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
export type Replacements = ReadonlyMap<Buffer, Buffer | undefined>;

/** Where a path leads without what is taken back. @param known where steps lead that were looked at before */
export function revised(end: Step, replacements: Replacements, known: Map<Step, Step>, start: Step): Step {
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
