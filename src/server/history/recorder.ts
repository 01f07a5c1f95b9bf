import { noTags, type Tags } from '../../shared/tags';
import { Event, type Deliverable } from '../delivery';
import type { Room } from '../room';
import type { OutboxFlusher } from '../outbox';
import type { Database } from '../store/database';
import { Unconfirmed } from '../unconfirmed';
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
 * relay what two people write to each other. What people say is promised to be kept: where it cannot be written it is
 * not said. Who comes and goes is not: a file that cannot be written stops none of that.
 */
export class Recorder {
  constructor(
    private readonly database: Database,
    private readonly flusher: OutboxFlusher,
    private readonly store: HistoryStore,
    private readonly places: Places,
    private readonly rooms: RoomPlaces,
  ) {}

  /**
   * @returns what people say, which they are shown only if this turn's commit succeeds
   * @throws NotStoredError where what they say cannot be kept
   */
  inRoom(room: Room, happening: Deliverable): Unconfirmed | undefined {
    if (happening instanceof MultilineMessage) return this.keepMultiline(happening, this.rooms.current(room));
    if (!(happening instanceof Event) || !isWorthKeeping(happening)) return undefined;
    if (isSaid(happening)) return this.keep(happening, this.rooms.current(room), room);
    this.database.attempt(() => {
      this.keepEvent(happening, this.rooms.current(room));
      if (happening.parts.verb === 'MODE') this.rooms.noteModes(room, happening.sequence);
    });
    return undefined;
  }

  entered(room: Room, user: User): void {
    this.database.attempt(() => this.rooms.entered(room, user));
  }

  left(room: Room, user: User): void {
    this.database.attempt(() => this.rooms.left(room, user));
  }

  /** As {@link inRoom}, for what one person writes to another. */
  inPrivate(from: User, to: User, happening: Deliverable): Unconfirmed | undefined {
    if (happening instanceof MultilineMessage) return this.keepMultiline(happening, this.places.ofConversation(from, to));
    if (!(happening instanceof Event) || !isWorthKeeping(happening)) return undefined;
    if (isSaid(happening)) return this.keep(happening, this.places.ofConversation(from, to));
    this.database.attempt(() => this.keepEvent(happening, this.places.ofConversation(from, to)));
    return undefined;
  }

  private keep(event: Event, place: PlaceId, room?: Room): Unconfirmed | undefined {
    const { verb, params, clientTags = noTags } = event.parts;
    if (!isMessageVerb(verb)) return this.keepReaction(event, place, clientTags, room) ? this.unconfirmed(event) : undefined;
    const { sequence } = event;
    this.store.append({ kind: 'message', sequence, place, verb, author: authorOfEvent(event), text: params[1] ?? '', tags: kept(clientTags), edited: undefined });
    return this.unconfirmed(event);
  }

  private keepEvent(event: Event, place: PlaceId): void {
    const { sequence, parts: { verb, params, variant } } = event;
    // The extended JOIN says more, and the plain one can be made of it.
    const all = verb === 'JOIN' ? [params[0] ?? '', variant?.params.at(-1) ?? ''] : params;
    this.store.appendEvent({ kind: 'event', sequence, place, verb, author: authorOfEvent(event), params: everywhere.has(verb) ? all : all.slice(1) });
  }

  /** Source: https://ircv3.net/specs/client-tags/react @returns whether anything of it is kept */
  private keepReaction(event: Event, place: PlaceId, tags: Tags, room: Room | undefined): boolean {
    const parent = parseMessageId(firstTag(tags, replyTags) ?? '');
    const message = parent === undefined ? undefined : this.store.find(parent);
    if (parent === undefined || message === undefined) return false;
    const { from } = event.parts;
    // To what was said before the room was opened anew only those react who may read it.
    const mayReact = message.place === place || (room !== undefined && from instanceof User && isReadable({ places: this.rooms.readableBy(from, room) }, message));
    if (!mayReact) return false;
    const author = authorOfEvent(event);
    const taken = firstTag(tags, unreactTags);
    if (taken === undefined) return this.react({ sequence: event.sequence, place: message.place, message: parent, author, tags });
    this.store.unreact(parent, author, taken);
    return true;
  }

  /** The same reaction of the same person is kept once, and of everybody's only so many as can be shown. */
  private react(reaction: StoredReaction): boolean {
    const tags = keptTagsOf(reaction.tags);
    if (tags === undefined) return false;
    const known = this.store.reactions([reaction.message]);
    const value = firstTag(tags, reactTags);
    const isKnown = known.some((other) => isBy(other, reaction.author) && firstTag(other.tags, reactTags) === value);
    if (isKnown || known.length >= maxReactions) return false;
    this.store.react({ ...reaction, tags });
    return true;
  }

  private keepMultiline(message: MultilineMessage, place: PlaceId): Unconfirmed {
    const { sequence, verb, author, parts, clientTags } = message;
    this.store.append({ kind: 'message', sequence, place, verb, author, text: textOf(parts), tags: kept(clientTags), edited: undefined });
    return this.unconfirmed(message);
  }

  private unconfirmed(happening: Deliverable): Unconfirmed {
    return new Unconfirmed(this.database, this.flusher, happening);
  }
}

/** Cheap for what is never kept, such as typing. */
function isWorthKeeping({ parts }: Event): boolean {
  const { verb, clientTags = noTags } = parts;
  if (isMessageVerb(verb)) return true;
  if (verb !== 'TAGMSG') return keptEvents.has(verb);
  return firstTag(clientTags, reactTags) !== undefined || firstTag(clientTags, unreactTags) !== undefined;
}

/** Messages and reactions. */
const isSaid = ({ parts: { verb } }: Event): boolean => isMessageVerb(verb) || verb === 'TAGMSG';

function kept(tags: Tags): Tags {
  for (const name of neverKept) if (tags.has(name)) return new Map([...tags].filter(([key]) => !neverKept.has(key)));
  return tags;
}
