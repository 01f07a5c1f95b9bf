import type { ClientEvent, NotificationLevel } from './events';
import type { NewItem, RoomState } from './room';

/** What the store asks of the session around it. */
export interface StoreHost {
  emit(event: ClientEvent): void;
  /** A room was read up to `room.readUpTo` at this window. */
  wasRead?(room: RoomState): void;
  /** What one is told of where a room says nothing else. */
  notifications?(): NotificationLevel;
  /** What was set for a room when it was open last. */
  levelOf?(room: string): NotificationLevel | undefined;
  /** Up to where it was read. */
  readUpTo?(room: string): Date | undefined;
  /** A private conversation was opened, or is no more. */
  conversation?(nick: string, open: boolean): void;
  /** We are in a room. */
  entered?(room: string): void;
  /** We left a room, or were made to. */
  left?(room: string): void;
  /** A room, or the person of a conversation, has another name; everybody who shows it has heard that. */
  renamed?(from: string, to: string): void;
  /** What was missed while there was no connection is in the room now. */
  missed?(room: string, items: readonly NewItem[]): void;
}
