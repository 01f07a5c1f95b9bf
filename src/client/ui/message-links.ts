import type { QWidget } from '@nodegui/nodegui';
import type { Client } from '../core/client';
import type { Room, SearchHit } from '../core/events';
import { parseOwnLink, type OwnLink } from '../text/links';
import { openLink } from './open-link';
import type { Timeline } from './timeline';

/** What links lead to. */
export interface MessageLinksOptions {
  readonly window: QWidget;
  readonly client: Client;
  readonly timeline: Timeline;
  talk(nick: string): void;
}

/** Where the links in the messages, and the hits of a search, lead. */
export class MessageLinks {
  private readonly timeline: Timeline;

  constructor(private readonly options: MessageLinksOptions) {
    this.timeline = options.timeline;
  }

  follow(link: string): void {
    const own = parseOwnLink(link);
    if (own !== undefined) this.followOwn(own);
  }

  private followOwn(link: OwnLink): void {
    if (link.kind === 'outside') return openLink(this.options.window, link.address);
    const room = this.options.client.activeRoom;
    if (room === undefined) return;
    switch (link.kind) {
      case 'message': return this.jump(room, link.msgid);
      case 'room': return this.options.client.submit(`/join ${link.room}`);
      case 'person': return this.options.talk(link.nick);
      case 'react': return this.toggleReaction(room, link.item, link.text);
      case 'spoiler': return this.timeline.toggleSpoiler(link.key);
      case 'older': return this.timeline.loadOlder();
    }
  }

  /** Shows a hit of a search in its place. */
  revealHit({ room, message }: SearchHit, words: string): void {
    this.options.client.activate(room);
    const active = this.options.client.activeRoom;
    if (active?.name !== room) return;
    if (message.msgid !== undefined) this.jump(active, message.msgid);
    else this.timeline.reveal(message.id);
    this.timeline.seek(words);
    this.timeline.widget.setFocus();
  }

  private jump(room: Room, msgid: string): void {
    const there = room.items.find((item) => item.kind === 'message' && item.msgid === msgid);
    if (there === undefined || !this.timeline.reveal(there.id)) this.options.client.openAround(room.name, msgid);
  }

  private toggleReaction(room: Room, id: number, text: string): void {
    const message = room.items.find((item) => item.id === id);
    if (message?.kind !== 'message' || message.msgid === undefined) return;
    const own = message.reactions.some((reaction) => reaction.text === text && reaction.nicks.includes(this.options.client.nick));
    if (own) this.options.client.unreact(room.name, message.msgid, text);
    else this.options.client.react(room.name, message.msgid, text);
  }
}
