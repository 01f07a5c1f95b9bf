import { isMiddle } from '../shared/message';
import type { NumericCode } from '../shared/numerics';
import { noTags, type Tags } from '../shared/tags';
import { capabilityBits } from './capabilities';
import type { Client } from './client';
import type { Deliverable, Shape } from './delivery';
import { formatLine } from './text';
import type { Steps } from './turns';

const { batch, 'labeled-response': labeledResponse, 'server-time': serverTime, 'standard-replies': standardReplies } = capabilityBits;

/** Something of a reply, written with the tags of what it stands in. */
type Entry = (tags: Tags) => Shape;

let batchCount = 0;

/** A reference tag that no other batch of this run has. Source: https://ircv3.net/specs/extensions/batch */
export function newBatchReference(): string {
  return (++batchCount).toString(36);
}

/**
 * What one command is answered with. It gathers the lines and sends them when the command is done, so that a label
 * and its batch come free.
 * Source: https://ircv3.net/specs/extensions/labeled-response
 */
export class Reply {
  private entries: Entry[] = [];
  private hasEnded = false;
  /** What {@link end} has sent. */
  private sent: Buffer | undefined;
  private unfinished: Promise<void> | undefined;

  constructor(
    private readonly client: Client,
    private label: string | undefined,
  ) {}

  /**
   * Adds a numeric. A parameter that cannot stand where it is (it came from the peer: empty, or with spaces) is
   * written as `*`.
   */
  numeric(code: NumericCode, ...params: readonly string[]): void {
    this.message(code, this.client.displayNick, ...safely(params));
  }

  /** Adds a message whose source is the server. */
  message(verb: string, ...params: readonly string[]): void {
    const time = new Date().toISOString();
    this.entries.push((tags) => {
      const all = new Map(tags);
      if (this.has(serverTime)) all.set('time', time);
      return { isOne: true, lines: [formatLine({ tags: all, source: this.client.server.name, verb, params })] };
    });
  }

  /** Adds an event that the person who gave the command sees as well: their own message, join, change of name. */
  event(event: Deliverable): void {
    this.entries.push((tags) => event.shapeFor(this.client.capabilities, tags));
  }

  /**
   * Adds what `write` adds as one batch; without the capability the same lines stand by themselves.
   * Source: https://ircv3.net/specs/extensions/batch
   */
  batch(type: string, params: readonly string[], write: () => void): void {
    const outside = this.entries;
    const inside: Entry[] = [];
    this.entries = inside;
    try {
      write();
    } finally {
      this.entries = outside;
    }
    if (this.has(batch)) outside.push((tags) => this.batched(tags, type, params, inside));
    else outside.push(...inside);
  }

  /**
   * Adds what `write` adds for the time being.
   * @returns puts what `instead` adds in its place: until the end of the turn, also after {@link end}
   */
  provisionally(write: () => void): (instead: () => void) => void {
    const { entries } = this;
    const from = entries.length;
    write();
    const added = entries.slice(from);
    return (instead) => {
      const [first] = added;
      const place = first === undefined ? Math.min(from, entries.length) : entries.indexOf(first);
      const after = entries.splice(place);
      instead();
      entries.push(...after.slice(added.length));
      if (this.hasEnded) this.sendAgain();
    };
  }

  /** Takes the label for a later reply, where this command is only the first of several that are answered together. */
  takeLabel(): string | undefined {
    const { label } = this;
    this.label = undefined;
    return label;
  }

  /**
   * Adds a FAIL where the client asked for standard replies, otherwise a NOTICE with the same words. Context is made
   * safe as by {@link numeric}.
   * Source: https://ircv3.net/specs/extensions/standard-replies
   */
  fail(verb: string, code: string, ...contextAndText: readonly [...string[], string]): void {
    if (this.has(standardReplies)) this.message('FAIL', verb, code, ...safely(contextAndText));
    else this.message('NOTICE', this.client.displayNick, (verb === '*' ? '' : `${verb}: `) + (contextAndText.at(-1) ?? code));
  }

  /**
   * Keeps the reply open for what a handler cannot do at once, such as looking at a password. The client's further
   * lines wait until it is done. The person may be gone by then: see `Client.hasLeft`.
   */
  until(work: Promise<void>): void {
    this.unfinished = this.unfinished === undefined ? work : Promise.all([this.unfinished, work]).then(() => undefined);
  }

  /**
   * As {@link until}, for what takes long since there is much of it: it is done in steps, in the turns of the client's
   * address, so that nobody else waits for it. What is left when the connection is gone is not done. It is for questions:
   * what others do meanwhile is seen before the answer.
   */
  inTurns(steps: Steps): void {
    const work = this.client.connection.takeTurns(steps);
    if (work !== undefined) this.until(work);
  }

  /** As {@link batch}, in steps, for {@link inTurns}; what each adds is written at once. */
  *batchInTurns(type: string, params: readonly string[], steps: Steps): Generator<undefined> {
    const isBatch = this.has(batch);
    const reference = isBatch ? newBatchReference() : '';
    const inBatch = new Map([['batch', reference]]);
    const lines: string[] = [];
    for (let isDone = false; !isDone; ) {
      const outside = this.entries;
      this.entries = isBatch ? [] : outside;
      try {
        isDone = steps.next().done === true;
        if (isBatch) for (const entry of this.entries) lines.push(...entry(inBatch).lines);
      } finally {
        this.entries = outside;
      }
      yield;
    }
    if (isBatch) this.entries.push((tags) => this.asBatch(tags, reference, type, params, lines));
  }

  /** What {@link until} was given. */
  get work(): Promise<void> | undefined {
    return this.unfinished;
  }

  /** Sends what was gathered; called again, it does nothing. */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.sent = this.written();
    if (this.sent !== undefined) this.client.send(this.sent);
  }

  /** As {@link end}, in the turns of the client's address. */
  async endInTurns(): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    let lines: readonly string[] = [];
    const write = function* (this: Reply): Generator<undefined> {
      lines = yield* this.writeInSteps();
    };
    await this.client.connection.takeTurns(write.call(this));
    if (lines.length > 0) this.client.send(encoded(lines));
  }

  /** Sends the reply as it is now in the place of what is queued and not sent yet. */
  private sendAgain(): void {
    const now = this.written();
    if (this.sent !== undefined) {
      this.client.server.flusher.takeBack(this.sent, now);
    } else if (now !== undefined) {
      this.sent = now;
      this.client.send(now);
    }
  }

  private written(): Buffer | undefined {
    const lines = this.isLabeled ? this.labeledLines() : this.entries.flatMap((entry) => entry(noTags).lines);
    return lines.length === 0 ? undefined : encoded(lines);
  }

  private *writeInSteps(): Generator<undefined, readonly string[]> {
    if (this.isLabeled && this.entries.length < 2) return this.labeledLines();
    const reference = this.isLabeled ? newBatchReference() : '';
    const inside = this.isLabeled ? new Map([['batch', reference]]) : noTags;
    const lines: string[] = [];
    for (const entry of this.entries) {
      lines.push(...entry(inside).lines);
      yield;
    }
    return this.isLabeled ? this.asBatch(this.labelTags, reference, 'labeled-response', [], lines).lines : lines;
  }

  private get labelTags(): Tags {
    return new Map([['label', this.label ?? '']]);
  }

  private get isLabeled(): boolean {
    return this.label !== undefined && this.has(labeledResponse | batch);
  }

  private labeledLines(): readonly string[] {
    const label = this.labelTags;
    const [first, second] = this.entries;
    if (first === undefined) return [formatLine({ tags: label, source: this.client.server.name, verb: 'ACK', params: [] })];
    const shape = second === undefined ? first(label) : undefined;
    if (shape?.isOne === true) return shape.lines;
    return this.batched(label, 'labeled-response', [], this.entries).lines;
  }

  private batched(tags: Tags, type: string, params: readonly string[], entries: readonly Entry[]): Shape {
    const reference = newBatchReference();
    const inBatch = new Map([['batch', reference]]);
    return this.asBatch(tags, reference, type, params, entries.flatMap((entry) => entry(inBatch).lines));
  }

  private asBatch(tags: Tags, reference: string, type: string, params: readonly string[], lines: readonly string[]): Shape {
    const source = this.client.server.name;
    return {
      isOne: true,
      lines: [
        formatLine({ tags, source, verb: 'BATCH', params: [`+${reference}`, type, ...params] }),
        ...lines,
        formatLine({ source, verb: 'BATCH', params: [`-${reference}`] }),
      ],
    };
  }

  private has(bits: number): boolean {
    return (this.client.capabilities & bits) === bits;
  }
}

/** Parameters that may come from the peer: one that cannot stand where it is is `*`. Anything can stand last. */
function safely(params: readonly string[]): string[] {
  const last = params.length - 1;
  return params.map((param, index) => (index === last || isMiddle(param) ? param : '*'));
}

const encoded = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
