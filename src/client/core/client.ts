import type { Address } from '../../shared/address';
import type { Certificate, ClientEvent, NotificationLevel, Phase, Room } from './events';

/** Takes a subscription back. */
export type Unsubscribe = () => void;

/** What the server at the other end can do; everything false while there is none. The window shows no action that is not there. */
export interface Features {
  /** Replies to one message. */
  readonly canReply: boolean;
  readonly canReact: boolean;
  readonly canEdit: boolean;
  readonly canRedact: boolean;
  readonly canSearch: boolean;
  /** Whether typing can be told. */
  readonly canTell: boolean;
  /** Older messages are kept by the server. */
  readonly hasHistory: boolean;
  /** What was read is known to all windows of an account. */
  readonly hasReadMarkers: boolean;
  /** One message may have several lines. */
  readonly hasMultiline: boolean;
  /** `protectName` can be done on this server, by registration of its own or by a service. */
  readonly canRegister: boolean;
  /** Our own lines come back as the server has them. */
  readonly hasEcho: boolean;
  /** Hands and announcements reach others. */
  readonly hasClassroom: boolean;
}

/** How the connection stands. */
export interface ConnectionInfo {
  readonly address: Address | undefined;
  /** The name that the server gives itself. */
  readonly serverName: string | undefined;
  readonly secure: boolean;
  /** The version of TLS and the cipher: `TLSv1.3, TLS_AES_256_GCM_SHA384`; undefined where it is not secure. */
  readonly cipher: string | undefined;
  readonly certificate: Certificate | undefined;
  /** Why the certificate is trusted: an authority signed it, or we have seen it before. */
  readonly trust: 'authority' | 'fingerprint' | undefined;
  /** The account that we are logged in to. */
  readonly account: string | undefined;
  /** The last pings in ms, oldest first: at most 60; undefined where nothing answered. */
  readonly pings: readonly (number | undefined)[];
}

/** What a person wants to happen with a text besides being sent. */
export interface SubmitOptions {
  /** The message that it answers. */
  readonly replyTo?: string;
  /** Send several lines as one message, where the server has that; otherwise they are sent line by line. */
  readonly whole?: boolean;
}

export type TypingState = 'active' | 'paused' | 'done';

/**
 * What the window and the tests see of the core: commands in, events out. There is one implementation, `Session`.
 * A command that needs what the server has not got does nothing; `features` tells before.
 */
export interface Client {
  readonly phase: Phase;
  /** The rooms in the order they were joined; the shared room is first. */
  readonly rooms: readonly Room[];
  readonly activeRoom: Room | undefined;
  /** The server's name for its network, once known. */
  readonly network: string | undefined;
  /** Our own name. */
  readonly nick: string;
  readonly features: Features;
  readonly connection: ConnectionInfo;
  on(listener: (event: ClientEvent) => void): Unsubscribe;
  /** Connects and asks for the name. Any connection that is there is left first. */
  connect(address: Address, nick: string): void;
  /** Gives up an attempt to connect or to reconnect; the phase is `idle` then. Nothing happens in other phases. */
  cancel(): void;
  /** In the phase `naming`: tries this name. */
  choose(nick: string): void;
  /** Sends what was typed: text to the active room, a `/command`, or `quit`. */
  submit(text: string, options?: SubmitOptions): void;
  /** How many messages a text of several lines becomes when it is sent whole. */
  partsOf(text: string): number;
  /** Stops a long text on its way: `text-returned` with what was not sent. */
  stopSending(room: string): void;
  activate(room: string): void;
  /**
   * Whether the person sees the end of the active room's timeline: the window is in front and scrolled down. What comes
   * while it is false is unread. True at the start.
   */
  setAttention(present: boolean): void;
  /** Everything in a room is read; the server is told where it keeps that. */
  markRead(room: string): void;
  /** Brings up to 100 older items of a room: `items-prepended`, or `room-changed` with `hasOlder` false. */
  loadOlder(room: string): void;
  /** In a part of the past: brings newer items until it meets the newest. */
  loadNewer(room: string): void;
  /** Shows the history around a message: `items-reset` with the message in focus, or `not-found`. */
  openAround(room: string, msgid: string): void;
  /** Leaves a part of the past: `items-reset`. */
  showLatest(room: string): void;
  react(room: string, msgid: string, reaction: string): void;
  /** Takes our own reaction back. */
  unreact(room: string, msgid: string, reaction: string): void;
  /** Gives a message of ours another text. */
  edit(room: string, msgid: string, text: string): void;
  /** Deletes a message: ours, or with an operator's rights anybody's. */
  redact(room: string, msgid: string, reason?: string): void;
  /** Tells others that we type; call it at each key: the core keeps the pace of the specification. */
  setTyping(room: string, state: TypingState): void;
  /**
   * Searches in one room, or in all where none is named: in what is loaded at once, on the server where it can.
   * @returns the number that `search-results` carry; a new search ends the one before
   */
  search(query: string, room: string | undefined): number;
  /** Makes our name ours with a password. `account` or `protect-failed` follows. */
  protectName(password: string): void;
  /** Logs in to the account of our name; in the phase `naming` with an owned name, goes on with it. */
  identify(password: string): void;
  /** Answers `server-password-question`: connects again, with this password. */
  giveServerPassword(password: string): void;
  /** Answers `certificate-question`: trust it from now on, only this time, or do not connect. */
  answerCertificate(answer: 'trust' | 'once' | 'no'): void;
  /** What is told of one room; undefined: what the settings say for all. */
  setNotificationLevel(room: string, level: NotificationLevel | undefined): void;
  raiseHand(room: string): void;
  /** Lowers our own hand, or, for an operator, somebody else's. */
  lowerHand(room: string, nick?: string): void;
  /** Puts a text on top of the room for everybody; operators only. */
  announce(room: string, text: string): void;
  /** Takes the announcement away: for everybody where we are an operator, otherwise only here. */
  closeAnnouncement(room: string): void;
  /** Whether only operators may write; operators only. */
  setModerated(room: string, moderated: boolean): void;
  /** In the phase `lost`: keeps the program open and reconnects. In `reconnecting`: tries at once. */
  stay(): void;
  /** The person is in front of the window again: in `reconnecting`, tries at once. */
  comeBack(): void;
  /** Sends QUIT where connected, waits for the flush (500 ms at most), and enters the phase `ended`. */
  quit(exitStatus?: number): Promise<void>;
}
