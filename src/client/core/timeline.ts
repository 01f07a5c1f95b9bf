/** What one wants to be told of: everything, mentions and private messages, or nothing. */
export type NotificationLevel = 'all' | 'mentions' | 'none';

/** One member of a room. */
export interface Member {
  readonly nick: string;
  /** The prefixes of the member's ranks, highest first: `@`, `+` or ''. */
  readonly prefix: string;
  readonly away: boolean;
  /** The account, where it is known. */
  readonly account?: string;
  readonly bot?: boolean;
}

/** What a message answers. */
export interface ReplyTo {
  readonly msgid: string;
  /** Who wrote it, and the start of its plain text as it is now (at most 200 characters); undefined where it is not loaded. */
  readonly nick: string | undefined;
  readonly text: string | undefined;
  readonly deleted?: boolean;
}

/** One reaction and who gave it, in order. */
export interface Reaction {
  /** An emoji or a short word. */
  readonly text: string;
  readonly nicks: readonly string[];
}

/** That a message was edited. */
export interface Edited {
  readonly time: Date;
  /** The plain texts that it had before, oldest first: at most 10. */
  readonly before: readonly string[];
}

/** That a message was deleted: the text is gone, this trace stays. */
export interface Deleted {
  readonly by: string;
  readonly time: Date;
  readonly reason: string;
}

/** One message of a timeline. Immutable: a change comes as a new object of the same id. */
export interface Message {
  readonly kind: 'message';
  /** Unique within one run of the program; the order of a timeline is that of `room.items`. */
  readonly id: number;
  readonly time: Date;
  readonly nick: string;
  /** Without formatting codes; never markup. Lines are separated by \n. '' once deleted. */
  readonly text: string;
  /** As it was sent, with mIRC's formatting codes; the same string as `text` where there are none. */
  readonly formatted: string;
  readonly style: 'text' | 'action' | 'notice';
  readonly own: boolean;
  /** Whether it names the person who reads, or answers them. */
  readonly mention: boolean;
  /** The server's identity of the message; without it there are no replies, reactions, edits or deletions. */
  readonly msgid?: string;
  /** The account of the author, where the server tells. */
  readonly account?: string;
  readonly replyTo?: ReplyTo;
  /** Empty where nobody reacted. */
  readonly reactions: readonly Reaction[];
  readonly edited?: Edited;
  readonly deleted?: Deleted;
  /** Whether a program wrote it. */
  readonly bot?: boolean;
  /** Whether it came as one message of several lines. */
  readonly multiline?: boolean;
  readonly announcement?: boolean;
}

/** What happened in a room, for windows that tell it in their own language or condense it. */
export type Happening =
  | { readonly what: 'joined'; readonly nick: string }
  | { readonly what: 'you-joined'; readonly room: string; readonly again: boolean }
  | { readonly what: 'left'; readonly nick: string; readonly reason: string; readonly quit: boolean }
  | { readonly what: 'renamed'; readonly from: string; readonly to: string; readonly own: boolean }
  | { readonly what: 'kicked'; readonly room: string; readonly by: string; readonly nick: string; readonly reason: string; readonly own: boolean }
  | { readonly what: 'topic'; readonly by: string; readonly topic: string }
  | { readonly what: 'rank'; readonly by: string; readonly nick: string; readonly rank: string; readonly given: boolean }
  | { readonly what: 'moderated'; readonly by: string; readonly on: boolean };

/** A line of a timeline that nobody wrote. */
export interface Note {
  readonly kind: 'event';
  readonly id: number;
  readonly time: Date;
  /** In the language that the window had when it happened. */
  readonly text: string;
  readonly tone: 'quiet' | 'plain' | 'warning';
  readonly happening?: Happening;
}

/** One entry of a room's timeline. */
export type TimelineItem = Message | Note;
