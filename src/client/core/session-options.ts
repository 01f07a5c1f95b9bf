import type { PasswordStore } from './accounts';
import type { NotificationLevel } from './events';
import type { Probe } from './heartbeat';
import type { ClientCertificate } from './open-socket';
import type { PasswordOfStart } from './server-password';
import type { TlsMemory } from './transport';

/** What is remembered of rooms. A server is `HOST:PORT`. */
export interface RoomMemory {
  /** What one is told of a room. */
  levelOf(server: string, room: string): NotificationLevel | undefined;
  /** Up to where a room was read, for servers that do not keep it. */
  readUpTo(server: string, room: string): Date | undefined;
  setRead(server: string, room: string, time: Date): void;
  /** The rooms that one was in. */
  roomsOf(server: string): readonly string[];
  setRooms(server: string, rooms: readonly string[]): void;
}

/** What a session can be told; everything has a default. */
export interface SessionOptions {
  /** Joined where the server joins us to no room itself. */
  readonly room?: string;
  /** From one ping of the server's machine to the next. Read before each. */
  readonly pingSeconds?: number | (() => number);
  /** Reconnect when the server is lost, without asking. Read when that happens. */
  readonly stayByDefault?: boolean | (() => boolean);
  /** Whether the person is in the middle of writing: a window that closes now would take that away. */
  readonly isWriting?: () => boolean;
  /** Whether others are told that we type. */
  readonly tellTyping?: () => boolean;
  /** What one is told of where a room says nothing else. */
  readonly notifications?: () => NotificationLevel;
  /** What is remembered of a server's rooms from one start to the next. */
  readonly roomMemory?: RoomMemory;
  readonly tlsMemory?: TlsMemory;
  readonly passwords?: PasswordStore;
  /** The password of a server (PASS) that the program was started with. */
  readonly serverPassword?: PasswordOfStart;
  readonly clientCertificate?: ClientCertificate;
  readonly probe?: Probe;
  /** How long a server may leave a PING before registration unanswered, in ms. */
  readonly fenceTimeout?: number;
  readonly closingDelay?: number;
  readonly backoff?: readonly number[];
  /** In ms since 1970. */
  readonly clock?: () => number;
  /** What addresses this computer has, in any form. */
  readonly ownAddresses?: () => string;
}
