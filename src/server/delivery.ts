import type { MessageParts } from '../shared/message';
import type { Tags } from '../shared/tags';
import { capabilityBits, type CapabilitySet } from './capabilities';
import { nextSequence, timeOf } from './history/sequence';
import { formatLine } from './text';

const { 'server-time': serverTime, 'message-tags': messageTags, 'account-tag': accountTag } = capabilityBits;

/** Who did it, as far as the tags of a message tell. */
export interface Sender {
  /** The account that they are logged in to. Source: https://ircv3.net/specs/extensions/account-tag */
  readonly account: string | undefined;
  /** Whether they are a bot. Source: https://ircv3.net/specs/extensions/bot-mode#the-bot-tag */
  readonly isBot: boolean;
}

/** What can be handed to recipients: an event, or several that belong together. */
export interface Deliverable {
  /** Whether it may come a moment later: nobody waits to see somebody come or go. */
  readonly canWait?: boolean;
  /** The lines for a recipient's capabilities, each with its CR LF; undefined where they do not ask for such events. */
  encodedFor(capabilities: CapabilitySet): Buffer | undefined;
  /**
   * The same without the line ends, for a reply: whether it is one response as it is (a line, or a batch) and its lines.
   * @param further tags of the reply, such as a label: on the line, on the start of the batch, or on all loose lines
   */
  shapeFor(capabilities: CapabilitySet, further: Tags): Shape;
  /** What {@link encodedFor} has made so far. */
  readonly buffers: Iterable<Buffer>;
}

/** Lines for a reply. */
export interface Shape {
  /** One line, or one batch: it can bear a label by itself. */
  readonly isOne: boolean;
  readonly lines: readonly string[];
}

/** What happened, before it is shaped for anybody. */
export interface EventParts extends Pick<MessageParts, 'verb' | 'params'> {
  readonly source: string;
  /** The person behind the source; none where the server itself speaks. */
  readonly from?: Sender;
  /** Client-only tags (`+…`) that go on to recipients with message-tags. */
  readonly clientTags?: Tags;
  /** For messages that people may refer to. */
  readonly id?: string;
  /** Capabilities without which a recipient is passed over. */
  readonly only?: CapabilitySet;
  /** Its place in the order of all events; the next one where nothing is said. */
  readonly sequence?: number;
  /** Other parameters for recipients that have these capabilities. */
  readonly variant?: { readonly having: CapabilitySet; readonly params: readonly string[] };
}

/** The verbs of those who come, go or change. */
const presence: ReadonlySet<string> = new Set(['ACCOUNT', 'AWAY', 'CHGHOST', 'JOIN', 'NICK', 'PART', 'QUIT', 'SETNAME']);

/**
 * One event on its way to its recipients. It is encoded once for each class of capabilities, and the Buffer is shared
 * by everybody in the class.
 */
export class Event implements Deliverable {
  readonly sequence: number;
  readonly id: string | undefined;
  readonly canWait: boolean;
  private readonly only: CapabilitySet;
  private readonly relevant: CapabilitySet;
  private readonly encoded = new Map<CapabilitySet, Buffer>();
  private latestClass = -1;
  private latest: Buffer = Buffer.alloc(0);

  constructor(readonly parts: EventParts) {
    const { id, only = 0, from, clientTags, sequence = nextSequence(), variant } = parts;
    this.sequence = sequence;
    this.id = id;
    this.only = only;
    this.canWait = presence.has(parts.verb);
    const isTagged = id !== undefined || (clientTags?.size ?? 0) > 0 || from?.isBot === true;
    this.relevant = serverTime | (isTagged ? messageTags : 0) | (from?.account === undefined ? 0 : accountTag) | (variant?.having ?? 0);
  }

  /** When it happened. */
  get time(): Date {
    return new Date(timeOf(this.sequence));
  }

  encodedFor(capabilities: CapabilitySet): Buffer | undefined {
    if ((capabilities & this.only) !== this.only) return undefined;
    const recipientClass = capabilities & this.relevant;
    if (recipientClass !== this.latestClass) {
      let buffer = this.encoded.get(recipientClass);
      if (buffer === undefined) {
        buffer = Buffer.from(`${this.lineFor(capabilities)}\r\n`);
        this.encoded.set(recipientClass, buffer);
      }
      this.latest = buffer;
      this.latestClass = recipientClass;
    }
    return this.latest;
  }

  get buffers(): Iterable<Buffer> {
    return this.encoded.values();
  }

  shapeFor(capabilities: CapabilitySet, further: Tags): Shape {
    return { isOne: true, lines: [this.lineFor(capabilities, further)] };
  }

  /** The line for a recipient's capabilities with further tags of its own, such as a label. */
  lineFor(capabilities: CapabilitySet, further?: Tags): string {
    const { source, verb, clientTags, from } = this.parts;
    const tags = new Map(further);
    if ((capabilities & serverTime) !== 0) tags.set('time', this.time.toISOString());
    if (from?.account !== undefined && (capabilities & accountTag) !== 0) tags.set('account', from.account);
    if ((capabilities & messageTags) !== 0) {
      if (this.id !== undefined) tags.set('msgid', this.id);
      if (from?.isBot === true) tags.set('bot', '');
      for (const [key, value] of clientTags ?? []) tags.set(key, value);
    }
    return formatLine({ tags, source, verb, params: this.paramsFor(capabilities) });
  }

  private paramsFor(capabilities: CapabilitySet): readonly string[] {
    const { variant, params } = this.parts;
    if (variant === undefined) return params;
    return (capabilities & variant.having) === variant.having ? variant.params : params;
  }
}
