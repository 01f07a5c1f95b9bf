import { isMiddle } from '../shared/message';
import type { NumericCode } from '../shared/numerics';
import { noTags, type Tags } from '../shared/tags';
import { capabilityBits } from './capabilities';
import type { Client } from './client';
import type { Deliverable, Shape } from './delivery';
import { formatLine } from './text';

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
    const last = params.length - 1;
    const safe = params.map((param, index) => (index === last || isMiddle(param) ? param : '*'));
    this.message(code, this.client.displayNick, ...safe);
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
    const last = contextAndText.length - 1;
    const safe = contextAndText.map((param, index) => (index === last || isMiddle(param) ? param : '*'));
    if (this.has(standardReplies)) this.message('FAIL', verb, code, ...safe);
    else this.message('NOTICE', this.client.displayNick, (verb === '*' ? '' : `${verb}: `) + (contextAndText.at(-1) ?? code));
  }

  /**
   * Keeps the reply open for what a handler cannot do at once, such as looking at a password. The client's further
   * lines wait until it is done. The person may be gone by then: see `Client.hasLeft`.
   */
  until(work: Promise<void>): void {
    this.unfinished = this.unfinished === undefined ? work : Promise.all([this.unfinished, work]).then(() => undefined);
  }

  /** What {@link until} was given. */
  get work(): Promise<void> | undefined {
    return this.unfinished;
  }

  /** Sends what was gathered; called again, it does nothing. */
  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const lines = this.isLabeled ? this.labeledLines() : this.entries.flatMap((entry) => entry(noTags).lines);
    if (lines.length > 0) this.client.send(Buffer.from(lines.map((line) => `${line}\r\n`).join('')));
  }

  private get isLabeled(): boolean {
    return this.label !== undefined && this.has(labeledResponse | batch);
  }

  private labeledLines(): readonly string[] {
    const label = new Map([['label', this.label ?? '']]);
    const [first, second] = this.entries;
    if (first === undefined) return [formatLine({ tags: label, source: this.client.server.name, verb: 'ACK', params: [] })];
    const shape = second === undefined ? first(label) : undefined;
    if (shape?.isOne === true) return shape.lines;
    return this.batched(label, 'labeled-response', [], this.entries).lines;
  }

  private batched(tags: Tags, type: string, params: readonly string[], entries: readonly Entry[]): Shape {
    const source = this.client.server.name;
    const reference = newBatchReference();
    const inBatch = new Map([['batch', reference]]);
    const lines = entries.flatMap((entry) => entry(inBatch).lines);
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
