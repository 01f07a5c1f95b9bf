import { foldUnicode } from '../shared/casemap';
import { Room, type Journal } from './room';
import type { RoomStore } from './store/rooms';
import type { User } from './user';

/** The longest name of a room, in characters, the prefix included; sent as ISUPPORT `CHANNELLEN`. */
export const maxRoomNameLength = 64;

// No spaces, commas, controls or characters that do not show. Source: https://modern.ircdocs.horse/#channels
const allowed = /^#[^\p{C}\p{Z},]+$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;

/** Whether a text can be the name of a room. */
export function isRoomName(name: string): boolean {
  return allowed.test(name) && !invisible.test(name) && Array.from(name).length <= maxRoomNameLength;
}

/** All rooms by name, without regard to case. What is to outlive the server is kept in the store. */
export class Rooms {
  private readonly byKey = new Map<string, Room>();
  readonly shared: Room;
  private journal: Journal | undefined;

  /** @param awaited rooms that somebody may come back to after a restart */
  constructor(
    sharedName: string,
    private readonly store: RoomStore,
    awaited: readonly string[] = [],
  ) {
    this.shared = new Room(sharedName, true);
    this.byKey.set(foldUnicode(sharedName), this.shared);
    const awaitedKeys = new Set(awaited.map(foldUnicode));
    store.load((name, isOwned) => {
      const known = this.find(name);
      const isAwaited = !isOwned && awaitedKeys.has(foldUnicode(name));
      // What was kept of an earlier shared room waits until it is the shared one again.
      if (known !== undefined || !(isOwned || isAwaited)) return known;
      const room = this.open(name);
      room.isAwaited = isAwaited;
      return room;
    });
  }

  /** Writes down every room, for a server that comes right after this one. */
  keepAll(): void {
    for (const room of this.all) this.store.write(room);
  }

  /** Nobody comes back any more, or those who do are there again: rooms that were only kept for that are as others again. */
  stopWaiting(names: readonly string[]): void {
    for (const name of names) {
      const room = this.find(name);
      if (room?.isAwaited !== true) continue;
      room.isAwaited = false;
      if (!room.isKept) this.store.forget(room);
      this.closeIfEmpty(room);
    }
  }

  /** Has everything that happens in rooms written down from now on. */
  writeTo(journal: Journal): void {
    this.journal = journal;
    for (const room of this.all) room.journal = journal;
  }

  find(name: string): Room | undefined {
    return this.byKey.get(foldUnicode(name));
  }

  /**
   * The same for what somebody asks about a room: a secret room that they are not in is not there, so that no answer
   * tells it from a name that nobody uses. Source: https://modern.ircdocs.horse/#secret-channel-mode
   */
  findFor(user: User, name: string): Room | undefined {
    const room = this.find(name);
    return room?.isVisibleTo(user) === true ? room : undefined;
  }

  /** The room of this name, made where there is none. */
  open(name: string): Room {
    const known = this.find(name);
    if (known !== undefined) return known;
    const room = new Room(name.normalize('NFC'), false);
    room.journal = this.journal;
    this.byKey.set(foldUnicode(name), room);
    return room;
  }

  /** Writes down, with this turn's commit, that the owner of an account keeps their place in a room, or does so no more. */
  setKeptFor(room: Room, key: string, on: boolean): void {
    if (on) {
      room.keptFor.add(key);
      this.store.write(room);
    } else if (room.keptFor.delete(key) && !room.isKept) {
      this.store.forget(room);
    }
  }

  /** Forgets a room that nobody is in; the shared one and those that are owned stay. */
  closeIfEmpty(room: Room): void {
    if (room.size > 0 || room.staysEmpty) return;
    // Another one may have the name before the turn is over.
    for (const key of [...room.keptFor]) this.setKeptFor(room, key, false);
    this.byKey.delete(foldUnicode(room.name));
    for (const user of [...room.invited]) room.forgetInvitation(user);
  }

  /** Gives a room another name, which must be free or the same but for case. @throws NotStoredError; it has its old name then */
  rename(room: Room, name: string): void {
    const old = room.name;
    const wanted = name.normalize('NFC');
    const undo = (): void => this.move(room, old);
    if (room.isKept) this.store.rename(old, wanted, undo);
    else this.store.ifLost(undo);
    this.move(room, wanted);
    for (const member of room.members) member.noteChange();
  }

  private move(room: Room, name: string): void {
    this.byKey.delete(foldUnicode(room.name));
    room.name = name;
    this.byKey.set(foldUnicode(name), room);
  }

  /**
   * Changes something of a room, and commits it where the room is one that outlives the server. Whoever is to be told is
   * told afterwards.
   * @throws NotStoredError; the room is as it was before then
   */
  change(room: Room, change: () => void): void {
    const undo = room.remember();
    change();
    this.keep(room, undo);
  }

  /** The same for what has been changed already. @param undo what `room.remember` gave before that */
  keep(room: Room, undo: () => void): void {
    if (room.isKept) this.store.keep(room, undo);
  }

  /** Ends the ownership of a room. @throws NotStoredError; it goes on then */
  disown(room: Room): void {
    const { ownership } = room;
    const undo = (): void => {
      room.ownership = ownership;
      this.byKey.set(foldUnicode(room.name), room);
    };
    room.ownership = undefined;
    if (room.isKept) this.store.keep(room, undo);
    else this.store.drop(room, undo);
    this.closeIfEmpty(room);
  }

  /** The rooms that an account owns. */
  ownedBy(account: string): Room[] {
    const key = foldUnicode(account);
    return [...this.all].filter(({ ownership }) => ownership !== undefined && foldUnicode(ownership.founder) === key);
  }

  get all(): IterableIterator<Room> {
    return this.byKey.values();
  }

  get count(): number {
    return this.byKey.size;
  }
}
