import type { MessageParts } from '../../shared/message';
import { formatTags } from '../../shared/tags';
import { t } from '../i18n';
import type { Capabilities } from './capabilities';
import type { Features, TypingState } from './client';
import type { Store } from './store';

/** The most bytes of tags in a line of ours. Source: https://ircv3.net/specs/extensions/message-tags#size-limit */
const maxTags = 4094;

/** How a client-only tag is called in CLIENTTAGDENY. Source: https://ircv3.net/specs/extensions/message-tags#rplisupport-tokens */
function isDenied(tag: string, denied: string): boolean {
  const names = denied.split(',');
  return names.includes('*') ? !names.includes(`-${tag}`) : names.includes(tag);
}

export interface ActionsHost {
  readonly store: Store;
  readonly capabilities: Capabilities;
  /** Whether there is a NickServ. */
  hasServices(): boolean;
  send(message: MessageParts): void;
  /** What was typed goes back to the person, with the reason. */
  returned(room: string, text: string, why: string): void;
}

/** What a person does with messages and rooms besides writing. Each does nothing where the server has not got it. */
export class Actions {
  constructor(private readonly host: ActionsHost) {}

  get features(): Features {
    const { capabilities } = this.host;
    const hasEcho = capabilities.has('echo-message');
    const replies = this.takes('reply') && hasEcho;
    return {
      canReply: replies,
      canReact: replies && this.takes('draft/react'),
      canEdit: capabilities.has('draft/message-edit'),
      canRedact: capabilities.has('draft/message-redaction'),
      canSearch: capabilities.has('draft/search'),
      canTell: this.takes('typing'),
      hasHistory: capabilities.has('draft/chathistory'),
      hasReadMarkers: capabilities.has('draft/read-marker'),
      hasMultiline: capabilities.has('draft/multiline') && capabilities.has('batch'),
      canRegister: capabilities.has('draft/account-registration') || this.host.hasServices(),
      hasEcho,
      hasClassroom: this.takes('ritrovo/hand'),
    };
  }

  /** Source: https://ircv3.net/specs/client-tags/react */
  react(room: string, msgid: string, reaction: string, given: boolean): void {
    if (!this.features.canReact) return;
    this.tell(room, [['+reply', msgid], [given ? '+draft/react' : '+draft/unreact', reaction]]);
  }

  /** Source: https://github.com/ircv3/ircv3-specifications/pull/425 */
  edit(room: string, msgid: string, text: string): void {
    if (!this.features.canEdit) return;
    const tags = new Map([['draft/target-msgid', msgid], ['draft/edit-text', text]]);
    if (Buffer.byteLength(formatTags(tags)) > maxTags) this.host.returned(room, text, t('problem.editTooLong'));
    else this.host.send({ verb: 'EDIT', params: [room], tags });
  }

  /** Source: https://ircv3.net/specs/extensions/message-redaction#command */
  redact(room: string, msgid: string, reason: string): void {
    if (!this.features.canRedact) return;
    this.host.send({ verb: 'REDACT', params: reason === '' ? [room, msgid] : [room, msgid, reason] });
  }

  /** Source: https://ircv3.net/specs/client-tags/typing */
  typing(room: string, state: TypingState): void {
    if (this.features.canTell) this.tell(room, [['+typing', state]]);
  }

  /** `since`: when it was raised, where that is told again. */
  raiseHand(room: string, since?: Date): void {
    if (!this.features.hasClassroom) return;
    this.tell(room, [['+ritrovo/hand', 'up'], ...(since === undefined ? [] : [['+ritrovo/hand-since', since.toISOString()] as const])]);
  }

  /** `whose`: somebody else's hand, which an operator lowers. */
  lowerHand(room: string, whose?: string): void {
    if (!this.features.hasClassroom) return;
    this.tell(room, [['+ritrovo/hand', 'down'], ...(whose === undefined ? [] : [['+ritrovo/hand-of', whose] as const])]);
  }

  announcementClosed(room: string): void {
    if (this.features.hasClassroom) this.tell(room, [['+ritrovo/announce', 'off']]);
  }

  /** Source: https://modern.ircdocs.horse/#moderated-channel-mode */
  moderated(room: string, on: boolean): void {
    this.host.send({ verb: 'MODE', params: [room, on ? '+m' : '-m'] });
  }

  /** Source: https://ircv3.net/specs/extensions/read-marker#markread-client-set-command */
  markRead(room: string, time: Date): void {
    if (this.features.hasReadMarkers) this.host.send({ verb: 'MARKREAD', params: [room, `timestamp=${time.toISOString()}`] });
  }

  /** What was read of a conversation elsewhere; of rooms the server tells by itself. */
  askRead(nick: string): void {
    if (this.features.hasReadMarkers) this.host.send({ verb: 'MARKREAD', params: [nick] });
  }

  private tell(room: string, tags: readonly (readonly [string, string])[]): void {
    this.host.send({ verb: 'TAGMSG', params: [room], tags: new Map(tags) });
    // Where nothing is echoed, what we told is only seen when we say it to ourselves.
    if (this.host.capabilities.has('echo-message')) return;
    const hand = tags.find(([key]) => key === '+ritrovo/hand')?.[1];
    if (hand !== undefined) this.host.store.apply({ type: 'hand', room, nick: this.host.store.nick, up: hand === 'up', time: new Date() });
  }

  private takes(tag: string): boolean {
    return this.host.capabilities.has('message-tags') && !isDenied(tag, this.host.store.isupport.get('CLIENTTAGDENY') ?? '');
  }
}
