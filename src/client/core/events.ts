import type { Address } from '../../shared/address';
import type { Member, Message, NotificationLevel, TimelineItem } from './timeline';

export type * from './timeline';

/** Why a name was refused. `owned`: it belongs to an account; the right password gives it to us. */
export type NameRefusal = 'taken' | 'not-allowed' | 'owned';

/** Why a connection could not be made; the window shows the words next to the address. */
export type ConnectFailure =
  | 'unknown-host' | 'refused' | 'timed-out' | 'unreachable' | 'not-irc' | 'turned-away'
  /** TLS was asked for, and the server does not speak it or it failed. */
  | 'tls-failed'
  /** The server's certificate is not the one that was trusted, and the person did not accept it. */
  | 'certificate'
  /** An error of this program. */
  | 'unexpected';

/** Why a connection that was there is gone. */
export type Loss = 'shutdown' | 'restart' | 'closed' | 'no-answer' | 'error';

/** Where the session stands. One value at a time: the window shows exactly this. */
export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly address: Address }
  /** The connection stands, the name does not: `choose(name)` goes on. */
  | { readonly name: 'naming'; readonly address: Address }
  | { readonly name: 'online'; readonly address: Address; readonly nick: string }
  /** The connection is gone; at `closesAt` (ms since 1970) the program ends unless the person stays. */
  | { readonly name: 'lost'; readonly address: Address; readonly loss: Loss; readonly why: string; readonly closesAt: number }
  /** The person stays: the next attempt is at `retryAt` (ms since 1970). */
  | { readonly name: 'reconnecting'; readonly address: Address; readonly why: string; readonly retryAt: number; readonly attempt: number }
  | { readonly name: 'ended'; readonly exitStatus: number };

/** A certificate that a server showed, in the words that a person compares. */
export interface Certificate {
  /** SHA-256 of the certificate: pairs of hexadecimal digits with colons. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** As the certificate says it. */
  readonly validTo: string;
}

/** One hit of a search. */
export interface SearchHit {
  readonly room: string;
  readonly message: Message;
}

/** What the core tells: the window and the tests listen to these and nothing else. */
export type ClientEvent =
  | { readonly type: 'phase'; readonly phase: Phase }
  /** The connection could not be made; `why` says what happened and what to try. The phase is idle again. */
  | { readonly type: 'connect-failed'; readonly address: Address; readonly failure: ConnectFailure; readonly why: string }
  /** The name was refused; `suggestion` is one that the server accepted for us when we asked. */
  | { readonly type: 'name-refused'; readonly nick: string; readonly refusal: NameRefusal; readonly why: string; readonly suggestion: string | undefined }
  /**
   * A password is wanted for an account: answered by `identify` (or by `choose` with another name). `wrong`: the last
   * one was not accepted. `required`: without it we are not let in under this name.
   */
  | { readonly type: 'password-question'; readonly account: string; readonly why: string; readonly wrong: boolean; readonly required: boolean }
  /**
   * The server lets nobody in without its own password, answered by `giveServerPassword`; the phase is idle. `wrong`: one was
   * given, and is not the one. `readable`: the connection is not encrypted, others on the network can read the answer.
   */
  | { readonly type: 'server-password-question'; readonly address: Address; readonly wrong: boolean; readonly readable: boolean }
  /** We are logged in to an account (undefined: to none any more). `protected`: it was made just now by `protectName`. */
  | { readonly type: 'account'; readonly account: string | undefined; readonly protected: boolean }
  /** `protectName` did not work; `why` is the server's reason. */
  | { readonly type: 'protect-failed'; readonly why: string }
  /** A certificate that no authority signed is trusted from now on: nothing was known of this server before. */
  | { readonly type: 'certificate-accepted'; readonly address: Address; readonly certificate: Certificate }
  /**
   * The server shows another certificate than the one that was trusted. The attempt waits for `answerCertificate`;
   * "no" is the safe answer.
   */
  | { readonly type: 'certificate-question'; readonly address: Address; readonly certificate: Certificate; readonly trusted: string }
  /** Something of `connection` or `features` changed: TLS, account, capabilities, the server's name. */
  | { readonly type: 'connection-changed' }
  /** A room or private conversation came, went, or something that is known of it (not its items) changed. */
  | { readonly type: 'room-changed'; readonly room: string }
  /** Something was added at the end of a room's timeline. */
  | { readonly type: 'item-added'; readonly room: string; readonly item: TimelineItem }
  /** Several at once at the end: what was missed, or newer ones in a part of the past that is in view. */
  | { readonly type: 'items-appended'; readonly room: string; readonly items: readonly TimelineItem[] }
  /** Older ones before the first: `loadOlder` brought them. */
  | { readonly type: 'items-prepended'; readonly room: string; readonly items: readonly TimelineItem[] }
  /** The item of this id is another now: reactions, an edit, a deletion. */
  | { readonly type: 'item-changed'; readonly room: string; readonly item: TimelineItem }
  /** The oldest of these ids were let go to save memory; `loadOlder` brings them back where there is history. */
  | { readonly type: 'items-dropped'; readonly room: string; readonly count: number }
  /**
   * Another part of the room's history is in view, or something was filled in between: read `room.items` anew. `focus`
   * is the id of the item to show in the middle, or 'end'; undefined: what is in view stays in view.
   */
  | { readonly type: 'items-reset'; readonly room: string; readonly focus: number | 'end' | undefined }
  | { readonly type: 'active-room'; readonly room: string | undefined }
  /** Who is typing in a room changed: `room.typing`. */
  | { readonly type: 'typing'; readonly room: string; readonly nicks: readonly string[] }
  /** Somebody is told of this: a mention, a private message, or anything in a room that is set to "all". */
  | { readonly type: 'notification'; readonly room: string; readonly item: Message; readonly reason: 'mention' | 'private' | 'message' }
  /** Hits of a search, newest first; they come in several events. `done`: no more follow. `failed`: the server's reason. */
  | { readonly type: 'search-results'; readonly search: number; readonly hits: readonly SearchHit[]; readonly done: boolean; readonly failed: string | undefined }
  /** A message that was asked for (`openAround`) is not there any more. */
  | { readonly type: 'not-found'; readonly room: string; readonly msgid: string }
  /** Text that was refused or could not be sent is given back, so that nothing typed is lost. */
  | { readonly type: 'text-returned'; readonly room: string; readonly text: string; readonly why: string }
  /** A text that was given back with the connection, or a part of it, had arrived after all: only `left` is left to send. */
  | { readonly type: 'text-arrived'; readonly room: string; readonly text: string; readonly left: string }
  /** An edit, deletion or reaction that the server refused. */
  | { readonly type: 'action-refused'; readonly room: string; readonly msgid: string; readonly action: 'edit' | 'redact' | 'react'; readonly why: string }
  /** How a room's notifications were set by `setNotificationLevel`: kept by the program. */
  | { readonly type: 'notification-level'; readonly room: string; readonly level: NotificationLevel | undefined }
  /** How long the server's machine takes to answer, in ms; undefined where nothing answered. */
  | { readonly type: 'ping'; readonly milliseconds: number | undefined };

/** One who raised a hand. */
export interface RaisedHand {
  readonly nick: string;
  readonly since: Date;
}

/** What an operator put on top of a room for all to see. */
export interface Announcement {
  readonly nick: string;
  /** With formatting codes. */
  readonly text: string;
  readonly time: Date;
}

/** How many messages of a long text are written to the server, of how many. */
export interface SendingProgress {
  readonly sent: number;
  readonly of: number;
}

/** A text of ours that is on its way to the server: shown below the timeline until its echo comes. */
export interface Outgoing {
  /** Grows with each text. */
  readonly key: number;
  readonly text: string;
  readonly since: Date;
}

/** Whether the other person of a private conversation is there; undefined where it is not known. */
export type Presence = 'here' | 'away' | 'gone' | undefined;

/** What is known of a room or a private conversation. */
export interface Room {
  readonly name: string;
  readonly isChannel: boolean;
  /** Whether we are in it; false after a kick or a loss, and for private conversations. */
  readonly joined: boolean;
  /** Without formatting codes. */
  readonly topic: string;
  /** Who set the topic and when, where the server says. */
  readonly topicSetter: { readonly nick: string; readonly time: Date } | undefined;
  /** By rank, then by name. */
  readonly members: readonly Member[];
  readonly presence: Presence;
  /** The newest items, or the part of the past that is in view; oldest first. */
  readonly items: readonly TimelineItem[];
  readonly outgoing: readonly Outgoing[];
  /** How far a text of several messages has come that waits for the server; undefined where none waits. */
  readonly sending: SendingProgress | undefined;
  readonly unread: number;
  /** Unread ones that name us or are private: what deserves a mark. */
  readonly mentions: number;
  /** The time of the newest message that was read, here or in another window of the account. */
  readonly readUpTo: Date | undefined;
  /** The id of the first item that was unread when the room was last opened or left: "new since you were away" stands before it. */
  readonly firstUnread: number | undefined;
  /** Who is typing now, in the order they began; not we. */
  readonly typing: readonly string[];
  /** Whether there may be older items that `loadOlder` brings. */
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** Whether a part of the past is in view that does not reach to the newest item: `loadNewer`, `showLatest`. */
  readonly hasNewer: boolean;
  /** Set for this room; undefined: as the settings say for all. */
  readonly notificationLevel: NotificationLevel | undefined;
  /** In the order they were raised. */
  readonly hands: readonly RaisedHand[];
  readonly announcement: Announcement | undefined;
  /** Whether only operators and those with voice may write. */
  readonly moderated: boolean;
  /** Our own prefixes here, highest first: `@`, `+` or ''. */
  readonly ownRank: string;
  /** Whether we may set modes and make announcements here. */
  readonly isOperator: boolean;
  /** Whether the server lets us write here, as far as we know. */
  readonly mayWrite: boolean;
}
