import { noTags, type Tags } from '../../shared/tags';
import { Event, type Deliverable } from '../delivery';
import type { Room } from '../room';
import { User } from '../user';
import { isReadable } from './access';
import { isBy } from './authors';
import { authorOfEvent } from './identity';
import { textOf } from './lines';
import { MultilineMessage } from './multiline';
import type { Places } from './places';
import type { RoomPlaces } from './room-places';
import { firstTag, keptTagsOf, maxReactions, reactTags, replyTags, unreactTags } from './reactions';
import { parseMessageId } from './sequence';
import { messageVerbs, type HistoryStore, type MessageVerb, type PlaceId, type StoredReaction } from './store';

/** What is shown again to those with event-playback. Source: https://ircv3.net/specs/extensions/chathistory#chathistory-command */
const keptEvents: ReadonlySet<string> = new Set(['JOIN', 'PART', 'QUIT', 'NICK', 'TOPIC', 'MODE', 'KICK', 'REDACT']);
/** Of these all parameters belong to the person; the others begin with the room. */
const everywhere: ReadonlySet<string> = new Set(['QUIT', 'NICK']);
/** Source: https://ircv3.net/specs/client-tags/typing#storage */
const neverKept: ReadonlySet<string> = new Set(['+typing', '+draft/typing']);

const isMessageVerb = (verb: string): verb is MessageVerb => (messageVerbs as readonly string[]).includes(verb);

/**
 * Writes down what happens. It stands at the one door: `room.publish` and `announce` hand it what a room sees, the
 * relay what two people write to each other. A file that cannot be written never stops the chat.
 */
export class Recorder {
  constructor(
    private readonly store: HistoryStore,
    private readonly places: Places,
    private readonly rooms: RoomPlaces,
    private readonly onError: (error: unknown) => void,
  ) {}

  inRoom(room: Room, happening: Deliverable): void {
    try {
      if (happening instanceof Event) {
        if (isWorthKeeping(happening)) this.keep(happening, this.rooms.current(room), room);
        if (happening.parts.verb === 'MODE') this.rooms.noteModes(room, happening.sequence);
      } else if (happening instanceof MultilineMessage) {
        this.keepMultiline(happening, this.rooms.current(room));
      }
    } catch (error) {
      this.onError(error);
    }
  }

  entered(room: Room, user: User): void {
    try {
      this.rooms.entered(room, user);
    } catch (error) {
      this.onError(error);
    }
  }

  left(room: Room, user: User): void {
    try {
      this.rooms.left(room, user);
    } catch (error) {
      this.onError(error);
    }
  }

  inPrivate(from: User, to: User, happening: Deliverable): void {
    try {
      if (happening instanceof MultilineMessage) this.keepMultiline(happening, this.places.ofConversation(from, to));
      else if (happening instanceof Event && isWorthKeeping(happening)) this.keep(happening, this.places.ofConversation(from, to));
    } catch (error) {
      this.onError(error);
    }
  }

  private keep(event: Event, place: PlaceId, room?: Room): void {
    const { verb, params, variant, clientTags = noTags } = event.parts;
    const { sequence } = event;
    const author = authorOfEvent(event);
    if (isMessageVerb(verb)) {
      this.store.append({ kind: 'message', sequence, place, verb, author, text: params[1] ?? '', tags: kept(clientTags), edited: undefined });
    } else if (verb === 'TAGMSG') {
      this.keepReaction(event, place, clientTags, room);
    } else {
      // The extended JOIN says more, and the plain one can be made of it.
      const all = verb === 'JOIN' ? [params[0] ?? '', variant?.params.at(-1) ?? ''] : params;
      this.store.appendEvent({ kind: 'event', sequence, place, verb, author, params: everywhere.has(verb) ? all : all.slice(1) });
    }
  }

  /** Source: https://ircv3.net/specs/client-tags/react */
  private keepReaction(event: Event, place: PlaceId, tags: Tags, room: Room | undefined): void {
    const parent = parseMessageId(firstTag(tags, replyTags) ?? '');
    const message = parent === undefined ? undefined : this.store.find(parent);
    if (parent === undefined || message === undefined) return;
    const { from } = event.parts;
    // To what was said before the room was opened anew only those react who may read it.
    const mayReact = message.place === place || (room !== undefined && from instanceof User && isReadable({ places: this.rooms.readableBy(from, room) }, message));
    if (!mayReact) return;
    const author = authorOfEvent(event);
    const taken = firstTag(tags, unreactTags);
    if (taken !== undefined) this.store.unreact(parent, author, taken);
    else this.react({ sequence: event.sequence, place: message.place, message: parent, author, tags });
  }

  /** The same reaction of the same person is kept once, and of everybody's only so many as can be shown. */
  private react(reaction: StoredReaction): void {
    const tags = keptTagsOf(reaction.tags);
    if (tags === undefined) return;
    const known = this.store.reactions([reaction.message]);
    const value = firstTag(tags, reactTags);
    const isKnown = known.some((other) => isBy(other, reaction.author) && firstTag(other.tags, reactTags) === value);
    if (!isKnown && known.length < maxReactions) this.store.react({ ...reaction, tags });
  }

  private keepMultiline(message: MultilineMessage, place: PlaceId): void {
    const { sequence, verb, author, parts, clientTags } = message;
    this.store.append({ kind: 'message', sequence, place, verb, author, text: textOf(parts), tags: kept(clientTags), edited: undefined });
  }
}

/** Cheap for what is never kept, such as typing. */
function isWorthKeeping({ parts }: Event): boolean {
  const { verb, clientTags = noTags } = parts;
  if (isMessageVerb(verb)) return true;
  if (verb !== 'TAGMSG') return keptEvents.has(verb);
  return firstTag(clientTags, reactTags) !== undefined || firstTag(clientTags, unreactTags) !== undefined;
}

function kept(tags: Tags): Tags {
  for (const name of neverKept) if (tags.has(name)) return new Map([...tags].filter(([key]) => !neverKept.has(key)));
  return tags;
}
