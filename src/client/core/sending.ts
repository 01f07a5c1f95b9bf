import { splitText } from '../../shared/text';
import { t } from '../i18n';
import type { ClientEvent } from './events';
import { textBudget, type OutgoingText } from './input';
import type { Link } from './link';
import type { PendingTexts } from './pending';
import type { Store } from './store';

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
      pending.add({ room, text: typed, label, joint });
      link.online.pacer.push([labelled, ...rest]);
      return;
    }
    link.online.pacer.push(messages, () => {
      this.unechoed.set(store.fold(room), typed);
      const { nick } = store;
      store.apply({ type: 'message', room, message: { nick, text, style, own: true, time: new Date(), ...(replyTo === undefined ? {} : { replyTo }) } });
    });
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

  /** The connection is over. */
  forget(): void {
    this.unechoed.clear();
  }
}
