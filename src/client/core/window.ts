import type { Address } from '../../shared/address';
import type { Client, Unsubscribe } from './client';
import type { PreferenceStore } from './preferences';

/** Where a room on this computer can be joined. */
export interface HostedAt {
  readonly port: number;
  readonly addresses: readonly string[];
  /** SHA-256 of the server's certificate, where it has one. */
  readonly fingerprint?: string;
}

/** A room on this computer, in a process of its own. */
export interface HostRoom {
  /** Starts the server; where it is running already, says where. @throws Error whose message is for people */
  start(): Promise<HostedAt>;
  stop(): void;
}

/** A server that announces itself on this network. */
export interface FoundServer {
  /** What it calls itself. */
  readonly name: string;
  readonly address: Address;
  /** Whether it is in a network that this computer is in, too. */
  readonly near: boolean;
  /** Whether it says that it wants a password of everybody. */
  readonly wantsPassword: boolean;
}

/** What is found on this network, while it is looked for. Never throws; where there is no multicast nothing is found. */
export interface Discovery {
  /** The near ones first, each part by name; at most 300. */
  readonly found: readonly FoundServer[];
  on(listener: (found: readonly FoundServer[]) => void): Unsubscribe;
}

/** In pixels. */
export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** A certificate that nobody signed and that is trusted on this server. */
export interface TrustedServer {
  /** `HOST:PORT`. */
  readonly server: string;
  /** SHA-256 of its certificate. */
  readonly fingerprint: string;
}

/** The servers whose certificates are trusted. */
export interface TrustStore {
  readonly all: readonly TrustedServer[];
  /** The next certificate is trusted as the first was. */
  forget(server: string): void;
}

/** What the window needs of the program around it. */
export interface WindowOptions {
  client: Client;
  /** What stands in the fields of the connect page at the start. */
  defaults: { address: string; nick: string };
  size: WindowSize | undefined;
  /** Where the settings, and what is known of certificates, are kept as they were, where some could not be understood. */
  broken: { readonly settings: string | undefined; readonly trust: string | undefined };
  /** What is being typed in a room of the server that we are on, or was when the program was closed last. */
  draftOf(room: string): string;
  host: HostRoom;
  discovery: Discovery;
  preferences: PreferenceStore;
  trusted: TrustStore;
  /** Emoji to how much it was used. */
  emojiUse: Readonly<Record<string, number>>;
  /** The last servers that were joined, newest first: addresses as a person types them. */
  recentServers: readonly string[];
  /** The close event, Ctrl+Q, the menu. */
  onClose(): void;
  onDraft(room: string, text: string): void;
  onEmojiUse(weights: Readonly<Record<string, number>>): void;
  onResize(size: WindowSize): void;
  /** "Join" on the connect page. */
  onConnect(address: Address, nick: string): void;
}

export interface Window {
  /** Whether there is something in the box. */
  readonly isWriting: boolean;
  show(): void;
  close(): void;
}
