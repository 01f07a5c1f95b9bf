import type { MessageParts } from '../../shared/message';
import { splitText } from '../../shared/text';
import { t } from '../i18n';
import type { ClientEvent } from './events';
import { textBudget, type OutgoingText } from './input';
import type { Link } from './link';
import { asTyped, type PendingText, type PendingTexts } from './pending';
import type { Store } from './store';

/** A text that was not written to the server yet. */
interface Unsent extends PendingText {
  /** Among the texts whose echo is waited for. */
  readonly key: number | undefined;
  readonly messages: readonly MessageParts[];
}

/** The texts for one room since there was none. */
interface Waiting {
  /** How many they were in all. */
  of: number;
  readonly texts: Set<Unsent>;
}

export interface SendingHost {
  readonly store: Store;
  readonly pending: PendingTexts;
  emit(event: ClientEvent): void;
  /** The connection; undefined where there is none. */
  link(): Link | undefined;
}

/** The way of our own texts to the server, and into the timeline. */
export class Sending {
  /** Room to the last text there that was shown without an echo. */
  private readonly unechoed = new Map<string, string>();
  /** What waits for its turn, by room. */
  private readonly waiting = new Map<string, Waiting>();
  private labelCount = 0;

  constructor(private readonly host: SendingHost) {}

  /** Where the server echoes, a text is shown when its echo comes: one door for all that is shown. */
  send({ room, messages, text, typed, style, joint, replyTo }: OutgoingText): void {
    const { store, pending } = this.host;
    const link = this.host.link();
    const [first, ...rest] = messages;
    if (link === undefined || first === undefined) return;
    link.online.typing.sent(room);
    if (link.capabilities.has('echo-message')) {
      const label = link.capabilities.has('labeled-response') ? String(++this.labelCount) : undefined;
      const labelled = label === undefined ? first : { ...first, tags: new Map([['label', label], ...(first.tags ?? [])]) };
      const key = pending.add({ room, text: typed, label, joint });
      this.push(link, { room, text: typed, label, joint, key, messages: [labelled, ...rest] });
      return;
    }
    this.push(link, { room, text: typed, label: undefined, joint, key: undefined, messages }, () => {
      this.unechoed.set(store.fold(room), typed);
      const { nick } = store;
      store.apply({ type: 'message', room, message: { nick, text, style, own: true, time: new Date(), ...(replyTo === undefined ? {} : { replyTo }) } });
    });
  }

  /** What is not written yet of the texts for a room goes back to the person. */
  stop(room: string): void {
    const { pending } = this.host;
    const waiting = this.waiting.get(this.keyOf(room));
    const link = this.host.link();
    if (waiting === undefined || link === undefined) return;
    const taken = link.online.pacer.withdraw(new Set([...waiting.texts].map(({ messages }) => messages)));
    const unsent = [...waiting.texts].filter(({ messages }) => taken.has(messages));
    this.waiting.delete(this.keyOf(room));
    pending.withdraw(room, new Set(unsent.flatMap(({ key }) => key ?? [])));
    this.tell(room);
    const why = t('problem.sendingStopped', { sent: waiting.of - unsent.length, of: waiting.of });
    if (unsent.length > 0) this.host.emit({ type: 'text-returned', room, text: asTyped(unsent), why });
  }

  /** A room, or the person of a conversation, has another name: what waits is meant for the former one, and comes back. */
  renamed(from: string, to: string): void {
    this.host.pending.renamed(from, to, this.host.store.fold);
    const waiting = this.waiting.get(this.keyOf(from));
    if (waiting === undefined || this.keyOf(from) === this.keyOf(to)) return;
    this.waiting.delete(this.keyOf(from));
    this.waiting.set(this.keyOf(to), waiting);
    this.stop(to);
  }

  private push(link: Link, text: Unsent, sent: () => void = () => undefined): void {
    const key = this.keyOf(text.room);
    const waiting = this.waiting.get(key) ?? { of: 0, texts: new Set() };
    this.waiting.set(key, waiting);
    waiting.of++;
    waiting.texts.add(text);
    link.online.pacer.push(text.messages, () => {
      waiting.texts.delete(text);
      // The first of a text may be written before the others are even here.
      if (waiting.texts.size === 0) queueMicrotask(() => this.settle(text.room));
      sent();
      this.tell(text.room);
    });
    this.tell(text.room);
  }

  /** All of it is written. */
  private settle(room: string): void {
    if (this.waiting.get(this.keyOf(room))?.texts.size !== 0) return;
    this.waiting.delete(this.keyOf(room));
    this.tell(room);
  }

  private tell(room: string): void {
    const waiting = this.waiting.get(this.keyOf(room));
    const progress = waiting === undefined || waiting.texts.size === 0 ? undefined : { sent: waiting.of - waiting.texts.size, of: waiting.of };
    if (progress !== undefined || this.host.store.room(room)?.sending !== undefined) this.host.store.apply({ type: 'sending', room, progress });
  }

  private keyOf(room: string): string {
    return this.host.store.fold(room);
  }

  /** One line, which stands on top of the room for everybody. */
  announce(room: string, text: string): void {
    const line = text.replace(/\s+/g, ' ').trim();
    if (line === '') return;
    if (splitText(line, textBudget(this.host.store, 'PRIVMSG', room, 'text')).length > 1) {
      this.host.emit({ type: 'text-returned', room, text, why: t('problem.announcementTooLong') });
      return;
    }
    const tags = new Map([['+ritrovo/announce', 'on']]);
    this.send({ room, messages: [{ verb: 'PRIVMSG', params: [room, line], tags }], text: line, typed: line, style: 'text', joint: '\n', replyTo: undefined });
  }

  takeUnechoed(room: string): string | undefined {
    const key = this.host.store.fold(room);
    const text = this.unechoed.get(key);
    this.unechoed.delete(key);
    return text;
  }

  /** The connection is over. @returns the texts that were not written, but those whose echo is waited for */
  forget(): readonly PendingText[] {
    const unsent = [...this.waiting.values()].flatMap(({ texts }) => [...texts]);
    this.unechoed.clear();
    this.waiting.clear();
    return unsent.filter(({ key }) => key === undefined);
  }
}
