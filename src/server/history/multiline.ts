import { noTags, type Tags } from '../../shared/tags';
import { capabilityBits, hasAll, type CapabilitySet } from '../capabilities';
import type { Deliverable, Shape } from '../delivery';
import { newBatchReference } from '../reply';
import { formatLine } from '../text';
import type { Part } from './lines';
import { messageId, timeOf } from './sequence';
import type { Author, MessageVerb } from './store';

const { batch, 'draft/multiline': multiline, 'server-time': serverTime, 'message-tags': messageTags, 'account-tag': accountTag } = capabilityBits;
const relevant = batch | multiline | serverTime | messageTags | accountTag;

/** What a message of several lines is made of. */
export interface MultilineParts {
  readonly sequence: number;
  readonly author: Author;
  readonly verb: MessageVerb;
  readonly target: string;
  readonly clientTags: Tags;
  readonly parts: readonly Part[];
}

/**
 * One message of several lines on its way to its recipients: a batch for those who asked for it, its lines one by one
 * for all others. Like any event it is encoded once for each class of capabilities.
 * Source: https://ircv3.net/specs/extensions/multiline
 */
export class MultilineMessage implements Deliverable {
  readonly sequence: number;
  readonly author: Author;
  readonly verb: MessageVerb;
  readonly clientTags: Tags;
  readonly parts: readonly Part[];
  private readonly target: string;
  private readonly encoded = new Map<CapabilitySet, Buffer>();

  constructor({ sequence, author, verb, target, clientTags, parts }: MultilineParts) {
    this.sequence = sequence;
    this.author = author;
    this.verb = verb;
    this.target = target;
    this.clientTags = clientTags;
    this.parts = parts;
  }

  encodedFor(capabilities: CapabilitySet): Buffer {
    const recipientClass = capabilities & relevant;
    let buffer = this.encoded.get(recipientClass);
    if (buffer === undefined) {
      buffer = Buffer.from(this.shapeFor(capabilities, noTags).lines.map((line) => `${line}\r\n`).join(''));
      this.encoded.set(recipientClass, buffer);
    }
    return buffer;
  }

  get buffers(): Iterable<Buffer> {
    return this.encoded.values();
  }

  shapeFor(capabilities: CapabilitySet, further: Tags): Shape {
    return hasAll(capabilities, batch | multiline) ? this.asBatch(capabilities, further) : this.asLines(capabilities, further);
  }

  private asBatch(capabilities: CapabilitySet, further: Tags): Shape {
    const { source } = this.author;
    const reference = newBatchReference();
    const inBatch = new Map([['batch', reference]]);
    const concatenated = new Map([...inBatch, ['draft/multiline-concat', '']]);
    return {
      isOne: true,
      lines: [
        formatLine({ tags: this.tagsFor(capabilities, further, true), source, verb: 'BATCH', params: [`+${reference}`, 'draft/multiline', this.target] }),
        ...this.parts.map(({ text, isConcatenated }) =>
          formatLine({ tags: isConcatenated ? concatenated : inBatch, source, verb: this.verb, params: [this.target, text] }),
        ),
        formatLine({ source, verb: 'BATCH', params: [`-${reference}`] }),
      ],
    };
  }

  /** Source: https://ircv3.net/specs/extensions/multiline#fallback */
  private asLines(capabilities: CapabilitySet, further: Tags): Shape {
    const { source } = this.author;
    const shown = this.parts.filter(({ text }) => text !== '');
    const lines = shown.map(({ text }, index) =>
      formatLine({ tags: this.tagsFor(capabilities, further, index === 0), source, verb: this.verb, params: [this.target, text] }),
    );
    return { isOne: lines.length === 1, lines };
  }

  /** @param isFirst id and client-only tags stand once. Source: https://ircv3.net/specs/extensions/multiline#message-ids-spec */
  private tagsFor(capabilities: CapabilitySet, further: Tags, isFirst: boolean): Tags {
    const { account, isBot } = this.author;
    const tags = new Map(further);
    if ((capabilities & serverTime) !== 0) tags.set('time', new Date(timeOf(this.sequence)).toISOString());
    if (account !== undefined && (capabilities & accountTag) !== 0) tags.set('account', account);
    if ((capabilities & messageTags) !== 0) {
      if (isFirst) tags.set('msgid', messageId(this.sequence));
      if (isBot) tags.set('bot', '');
      if (isFirst) for (const [key, value] of this.clientTags) tags.set(key, value);
    }
    return tags;
  }
}
