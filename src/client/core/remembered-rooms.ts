import type { Fold } from '../../shared/casemap';
import type { RoomMemory } from './session-options';

/** The most rooms of one server that are joined again; past it the oldest goes. */
export const maxRememberedRooms = 50;

/**
 * The rooms that a person is in, from one start of the program to the next. Only what happens to a room changes them:
 * a list of the rooms that are open at some moment would forget those that are not joined yet.
 */
export class RememberedRooms {
  constructor(private readonly host: {
    readonly memory: RoomMemory | undefined;
    /** `HOST:PORT`; empty where there is none. */
    server(): string;
    fold: Fold;
  }) {}

  get all(): readonly string[] {
    return this.host.memory?.roomsOf(this.host.server()) ?? [];
  }

  entered(room: string): void {
    if (!this.all.some((one) => this.isSame(one, room))) this.set([...this.all, room].slice(-maxRememberedRooms));
  }

  /** The person left it, or was made to. */
  left(room: string): void {
    if (this.all.some((one) => this.isSame(one, room))) this.set(this.all.filter((one) => !this.isSame(one, room)));
  }

  renamed(from: string, to: string): void {
    if (this.all.some((one) => this.isSame(one, from))) this.set(this.all.map((one) => (this.isSame(one, from) ? to : one)));
  }

  private isSame(one: string, other: string): boolean {
    return this.host.fold(one) === this.host.fold(other);
  }

  private set(rooms: readonly string[]): void {
    this.host.memory?.setRooms(this.host.server(), rooms);
  }
}
