import type { Message } from '../../shared/message';

/** More open batches than this are not followed. */
const maxOpen = 100;
/** The most messages of one batch, and the most characters of one message of several lines. */
const maxMessages = 5000;
const maxText = 200_000;
/**
 * The most characters of all that waits for the end of its batch, tags and names included: a page of history or of hits
 * has some hundred thousand, and what a server never ends must not fill the memory.
 */
const maxWaiting = 8_000_000;
/** What a message takes besides its characters. */
const messageWeight = 200;

/** A batch that is whole. */
export interface Batch {
  /** In lower case, without a vendor or `draft/` before it: `chathistory`, `search`. */
  readonly type: string;
  /** What stands behind the type. */
  readonly params: readonly string[];
  readonly label: string | undefined;
  readonly messages: readonly Message[];
}

interface Open {
  readonly type: string;
  readonly opening: Message;
  readonly label: string | undefined;
  readonly outer: Open | undefined;
  /** Undefined: its messages are taken as they come. */
  readonly collected: Message[] | undefined;
  characters: number;
  /** What it holds, as {@link maxWaiting} counts. */
  weight: number;
  /** Whether there was too much of it: a part of a page would look like the whole. */
  overflowed: boolean;
}

/** Types whose messages mean something only together. */
const collecting: ReadonlySet<string> = new Set(['chathistory', 'chathistory-targets', 'multiline', 'search']);

/**
 * Follows the batches of a connection: those that mean something only as a whole are handed out when they end, a
 * message of several lines becomes one, and what is inside any other batch is taken like anything else.
 * Source: https://ircv3.net/specs/extensions/batch
 */
export class Batches {
  private readonly open = new Map<string, Open>();
  private waiting = 0;

  constructor(private readonly host: {
    /** A message on its own, or what a batch of several lines amounts to. */
    message(message: Message): void;
    /** A batch that is whole: history or hits. */
    whole(batch: Batch): void;
  }) {}

  take(message: Message): void {
    if (message.verb === 'BATCH') {
      this.takeBatch(message);
      return;
    }
    const reference = message.tags.size === 0 ? undefined : message.tags.get('batch');
    const batch = reference === undefined ? undefined : this.open.get(reference);
    if (batch === undefined) this.host.message(message);
    else this.put(batch, message);
  }

  /** The label of the batch that a message is in. */
  labelOf(message: Message): string | undefined {
    const batch = this.open.get(message.tags.get('batch') ?? '');
    return batch?.label;
  }

  private takeBatch(message: Message): void {
    const [reference = '', type = '', ...params] = message.params;
    const name = reference.slice(1);
    if (reference.startsWith('+') && this.open.size < maxOpen) {
      const outer = this.open.get(message.tags.get('batch') ?? '');
      const kind = type.toLowerCase().replace(/^.*\//, '');
      const label = message.tags.get('label') ?? outer?.label;
      this.waiting -= this.open.get(name)?.weight ?? 0;
      this.open.set(name, {
        type: kind, opening: { ...message, params }, label, outer, characters: 0, weight: 0, overflowed: false,
        collected: collecting.has(kind) ? [] : undefined,
      });
    } else if (reference.startsWith('-')) {
      const batch = this.open.get(name);
      this.open.delete(name);
      if (batch === undefined) return;
      this.waiting -= batch.weight;
      if (!batch.overflowed) this.end(batch);
    }
  }

  private put(batch: Open, message: Message): void {
    if (batch.collected === undefined) {
      // A labelled answer of several lines, a netjoin: each line counts for itself.
      if (batch.outer?.collected !== undefined) this.put(batch.outer, message);
      else this.host.message(message);
      return;
    }
    if (batch.overflowed) return;
    batch.characters += message.params.at(-1)?.length ?? 0;
    if (batch.collected.length >= maxMessages || (batch.type === 'multiline' && batch.characters > maxText)) return;
    const weight = weightOf(message);
    if (this.waiting + weight > maxWaiting) {
      this.waiting -= batch.weight;
      batch.weight = 0;
      batch.overflowed = true;
      batch.collected.length = 0;
      return;
    }
    this.waiting += weight;
    batch.weight += weight;
    batch.collected.push(message);
  }

  private end(batch: Open): void {
    if (batch.collected === undefined) return;
    if (batch.type !== 'multiline') {
      this.host.whole({ type: batch.type, params: batch.opening.params, label: batch.label, messages: batch.collected });
      return;
    }
    const whole = joinLines(batch.opening, batch.collected);
    if (whole === undefined) return;
    if (batch.outer === undefined) this.host.message(whole);
    else this.put(batch.outer, whole);
  }
}

function weightOf({ tags, source, params }: Message): number {
  let weight = messageWeight + (source?.length ?? 0);
  for (const param of params) weight += param.length;
  for (const [key, value] of tags) weight += key.length + value.length + messageWeight / 4;
  return weight;
}

/**
 * The lines of a batch as one message: a line feed between them, unless a line says that it goes on.
 * Source: https://ircv3.net/specs/extensions/multiline#batch-types
 */
function joinLines(opening: Message, lines: readonly Message[]): Message | undefined {
  const [first] = lines;
  if (first === undefined) return undefined;
  let text = '';
  lines.forEach((line, index) => {
    if (index > 0 && !line.tags.has('draft/multiline-concat')) text += '\n';
    text += line.params[1] ?? '';
  });
  const tags = new Map([...first.tags, ...opening.tags, ['ritrovo/multiline', '']]);
  // The outer batch, where there is one; the inner one is over.
  tags.delete('batch');
  return { verb: first.verb, source: opening.source ?? first.source, tags, params: [opening.params[0] ?? first.params[0] ?? '', text] };
}
