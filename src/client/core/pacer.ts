import type { MessageParts } from '../../shared/message';

/** How many lines may be on their way without an answer. */
const window = 5;
/** How long an answer may take before one more line is tried, in ms. */
const patience = 10_000;

interface Paced {
  readonly messages: readonly MessageParts[];
  readonly sent: () => void;
}

/**
 * The pace of what people write. Servers throw out who sends faster than they read, and each has its own measure: so no
 * more than five lines are on their way, and a PING behind them tells when the server has dealt with them. A fast server
 * gets a long paste at once, a slow one as slowly as it likes; nothing is lost.
 */
export class Pacer {
  private queue: Paced[] = [];
  private onTheirWay = 0;
  private fenced = false;
  private over = false;

  constructor(private readonly host: {
    send(message: MessageParts): void;
    /** A PING; resolves when it is answered, or after the timeout in ms. */
    fence(timeout: number): Promise<unknown>;
  }) {}

  /** Sends the messages of one text, which stay together. `sent`: when they are written. */
  push(messages: readonly MessageParts[], sent: () => void = () => undefined): void {
    this.queue.push({ messages, sent });
    this.drain();
  }

  /** Takes back those of these texts that wait. @returns them: the others are sent already */
  withdraw(texts: ReadonlySet<readonly MessageParts[]>): ReadonlySet<readonly MessageParts[]> {
    const waiting = this.queue.filter(({ messages }) => texts.has(messages));
    this.queue = this.queue.filter(({ messages }) => !texts.has(messages));
    return new Set(waiting.map(({ messages }) => messages));
  }

  end(): void {
    this.over = true;
    this.queue = [];
  }

  private drain(): void {
    while (!this.over && this.onTheirWay < window) {
      const next = this.queue.shift();
      if (next === undefined) return;
      this.onTheirWay += next.messages.length;
      next.messages.forEach((message) => this.host.send(message));
      next.sent();
    }
    if (!this.over && !this.fenced) void this.wait();
  }

  private async wait(): Promise<void> {
    this.fenced = true;
    await this.host.fence(patience);
    this.fenced = false;
    this.onTheirWay = 0;
    this.drain();
  }
}
