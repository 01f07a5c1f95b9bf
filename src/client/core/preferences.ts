import type { Unsubscribe } from './client';
import type { NotificationLevel } from './timeline';

/** What a person can set. All of it is applied at once. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** A language of the interface, `system` for the system's. */
  readonly language: 'system' | 'en' | 'it';
  /** Who joins and leaves: each in a line, in one line together, or not at all. */
  readonly comings: 'each' | 'condensed' | 'hidden';
  /** Of the emoji that have one; 0: yellow, 1 to 5: light to dark. */
  readonly skinTone: 0 | 1 | 2 | 3 | 4 | 5;
  /** In steps from the system's size: -4 to 12. */
  readonly textSize: number;
  /** What one is told of where a room says nothing else. */
  readonly notifications: NotificationLevel;
  readonly doNotDisturb: boolean;
  readonly sounds: boolean;
  /** Whether the close button leaves the program in the tray. */
  readonly closeToTray: boolean;
  /** Whether others are told that we type. */
  readonly tellTyping: boolean;
  /** From one ping of the server to the next. */
  readonly pingSeconds: number;
  /** When the server is lost: reconnect, close after some seconds, or close only what a terminal started for a server. */
  readonly whenLost: 'usual' | 'stay' | 'close';
  /** In pixels; 0: folded. */
  readonly roomsWidth: number;
  readonly membersWidth: number;
  readonly roomsShown: boolean;
  readonly membersShown: boolean;
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  language: 'system',
  comings: 'condensed',
  skinTone: 0,
  textSize: 0,
  notifications: 'mentions',
  doNotDisturb: false,
  sounds: false,
  closeToTray: false,
  tellTyping: true,
  pingSeconds: 5,
  whenLost: 'usual',
  roomsWidth: 160,
  membersWidth: 160,
  roomsShown: true,
  membersShown: true,
};

/** The preferences as they are, and the way to change them; they are kept by the program around the window. */
export interface PreferenceStore {
  readonly values: Preferences;
  /** Values outside their bounds are brought inside. */
  change(changes: Partial<Preferences>): void;
  on(listener: (values: Preferences) => void): Unsubscribe;
}
