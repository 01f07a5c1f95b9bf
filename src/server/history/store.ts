import type { Tags } from '../../shared/tags';

/** Messages with a text; the number stands for the verb in the file. */
export const messageVerbs = ['PRIVMSG', 'NOTICE'] as const;
export type MessageVerb = (typeof messageVerbs)[number];

/** Where something was said: the number of a room or of a private conversation. It stays when a room is renamed. */
export type PlaceId = number;

/** Who did something, as it was then. */
export interface Author {
  /** `nick!user@host`, or the server's name. */
  readonly source: string;
  readonly account: string | undefined;
  /** See `Account.id`; undefined for what comes from the file, where the time tells which account of a name it was. */
  readonly accountId?: number | undefined;
  /** The stay on the server that they did it in (`User.session`); 0 where it was the server itself. */
  readonly session: number;
  readonly isBot: boolean;
}

/** Something of somebody's in the history. */
export interface Kept {
  readonly author: Author;
  readonly sequence: number;
}

/** A message that is kept. */
export interface StoredMessage {
  readonly kind: 'message';
  readonly sequence: number;
  readonly place: PlaceId;
  readonly verb: MessageVerb;
  readonly author: Author;
  /** As it is now; of several lines in the form that `lines.ts` explains. */
  readonly text: string;
  /** The client-only tags that came with it, but typing. */
  readonly tags: Tags;
  /** The sequence number of its latest edit; undefined where there was none. */
  readonly edited: number | undefined;
}

/** Something else that happened in a room. */
export interface StoredEvent {
  readonly kind: 'event';
  readonly sequence: number;
  readonly place: PlaceId;
  readonly verb: string;
  readonly author: Author;
  /** The parameters behind the room, or all of them for QUIT and NICK. */
  readonly params: readonly string[];
}

/** A reaction to a message: a TAGMSG. */
export interface StoredReaction {
  readonly sequence: number;
  readonly place: PlaceId;
  /** The message that it belongs to. */
  readonly message: number;
  readonly author: Author;
  readonly tags: Tags;
}

/** A part of a place's history, both ends left out; newest first where `newestFirst`, which says what the limit cuts off. */
export interface Range {
  readonly after: number;
  readonly before: number;
  readonly newestFirst: boolean;
  readonly limit: number;
}

/**
 * What was said and done, in order. Nothing is checked here: who may read what is `access.ts`'s.
 * What is appended is committed before the turn's output is sent; it can be read at once.
 */
export interface HistoryStore {
  append(message: StoredMessage): void;
  appendEvent(event: StoredEvent): void;
  /** The messages of a range, oldest first. */
  messages(place: PlaceId, range: Range): StoredMessage[];
  events(place: PlaceId, range: Range): StoredEvent[];
  find(sequence: number): StoredMessage | undefined;
  /** The time of the newest message in ms since 1970; undefined where there is none. */
  latest(place: PlaceId, before: number): number | undefined;

  react(reaction: StoredReaction): void;
  /** Takes back the reactions of an author to a message that have the same value. */
  unreact(message: number, author: Author, value: string): void;
  /** The reactions to messages, in order. */
  reactions(messages: readonly number[]): StoredReaction[];
  findReaction(sequence: number): StoredReaction | undefined;

  /** Gives a message another text; what it said before is kept among its versions. */
  edit(message: StoredMessage, sequence: number, text: string): void;
  /** The texts of a message that was edited, oldest first, each with the sequence number of its writing. */
  versions(message: number): readonly { readonly sequence: number; readonly text: string }[];
  /** Removes a message or a reaction with all that belongs to it, from the file as well. */
  remove(sequence: number): void;
}
