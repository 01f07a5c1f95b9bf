import { foldUnicode } from '../../shared/casemap';
import { listModes } from '../mask-list';
import { isRoomName } from '../rooms';
import { isFlagMode, type Room } from '../room';
import { readRows, type CheckedRow } from './checked-rows';
import type { Database, Statement } from './database';

/** Under which target what is told of a room is kept (METADATA). */
export const metadataTargetOf = (name: string): string => `room ${foldUnicode(name)}`;

/**
 * The rooms that outlive the server: the shared one, those that belong to an account, and those in which somebody keeps
 * their place without a connection.
 */
export class RoomStore {
  private readonly statements: Readonly<Record<'keep' | 'drop' | 'rename' | 'dropMasks' | 'keepMask' | 'dropTrusted' | 'keepTrusted' | 'dropMetadata' | 'renameMetadata', Statement>>;
  /** The versions of the lists and the trusted accounts that are written down, so that a topic does not write all bans again. */
  private written = new WeakMap<Room, string>();

  constructor(private readonly database: Database) {
    database.onLost(() => (this.written = new WeakMap()));
    this.statements = {
      keep: database.prepare(
        `INSERT INTO rooms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET founder = excluded.founder, registered_at = excluded.registered_at,
           created_at = excluded.created_at, flags = excluded.flags, key = excluded.key, member_limit = excluded.member_limit,
           forward = excluded.forward, topic = excluded.topic, topic_by = excluded.topic_by, topic_at = excluded.topic_at`,
      ),
      drop: database.prepare('DELETE FROM rooms WHERE name = ?'),
      rename: database.prepare('UPDATE rooms SET name = ? WHERE name = ?'),
      dropMasks: database.prepare('DELETE FROM room_masks WHERE room = ?'),
      keepMask: database.prepare('INSERT INTO room_masks VALUES (?, ?, ?, ?, ?)'),
      dropTrusted: database.prepare('DELETE FROM room_accounts WHERE room = ?'),
      keepTrusted: database.prepare('INSERT INTO room_accounts VALUES (?, ?, ?)'),
      dropMetadata: database.prepare('DELETE FROM metadata WHERE target = ?'),
      renameMetadata: database.prepare('UPDATE metadata SET target = ? WHERE target = ?'),
    };
  }

  /** @param open finds or makes the room of a name, or says that it is not wanted */
  load(open: (name: string, isOwned: boolean) => Room | undefined): void {
    const { database } = this;
    const found = new Map<string, Room>();
    readRows(database, { table: 'rooms' }, (row) => {
      const name = row.fitting('name', isRoomName);
      const room = open(name, row.optionalText('founder') !== undefined);
      if (room === undefined) return;
      found.set(name, room);
      restore(room, row);
    });
    readRows(database, { table: 'room_masks' }, (row) => {
      found.get(row.text('room'))?.lists[row.oneOf('kind', listModes)].add({ mask: row.text('mask'), by: row.text('set_by', '*'), at: row.date('set_at', new Date(0)) });
    });
    readRows(database, { table: 'room_accounts' }, (row) => {
      const account = row.text('account');
      found.get(row.text('room'))?.ownership?.trusted.set(foldUnicode(account), { account, rank: row.number('rank', 0) });
    });
    for (const room of found.values()) this.written.set(room, partsOf(room));
  }

  /** Writes a room down and commits it. @param undo what is to be done where that fails @throws NotStoredError */
  keep(room: Room, undo: () => void): void {
    this.store(() => this.write(room), undo);
  }

  /** Writes a room down with this turn's commit. */
  write(room: Room): void {
    const { database, statements } = this;
    const { name, ownership, createdAt, flags, key, limit, forward, topic } = room;
    database.write(
      statements.keep, name, ownership?.founder ?? null, ownership?.registeredAt.getTime() ?? null, createdAt.getTime(),
      [...flags].sort().join(''), key ?? null, limit ?? null, forward ?? null,
      topic?.text ?? null, topic?.by ?? null, topic?.at.getTime() ?? null,
    );
    const parts = partsOf(room);
    if (this.written.get(room) === parts) return;
    this.written.set(room, parts);
    database.write(statements.dropMasks, name);
    for (const kind of listModes) {
      for (const { mask, by, at } of room.lists[kind]) database.write(statements.keepMask, name, kind, mask, by, at.getTime());
    }
    database.write(statements.dropTrusted, name);
    for (const { account, rank } of ownership?.trusted.values() ?? []) database.write(statements.keepTrusted, name, account, rank);
  }

  /**
   * Drops a room: one that has the name later finds nothing of this one.
   * @param undo what is to be done where it is not dropped after all
   * @throws NotStoredError
   */
  drop(room: Room, undo: () => void): void {
    this.store(() => this.erase(room), undo);
  }

  /** Drops a room that nobody misses, with this turn's commit. */
  forget(room: Room): void {
    this.database.attempt(() => this.erase(room));
  }

  /** @param undo what is to be done where it has its old name after all @throws NotStoredError */
  rename(old: string, name: string, undo: () => void): void {
    const { database, statements } = this;
    const [from, to] = [metadataTargetOf(old), metadataTargetOf(name)];
    this.store(() => {
      // What was kept of an earlier shared room gives way.
      if (old !== name) database.write(statements.drop, name);
      if (from !== to) {
        database.write(statements.dropMetadata, to);
        database.write(statements.renameMetadata, to, from);
      }
      database.write(statements.rename, name, old);
    }, undo);
  }

  /** See `Database.ifLost`. */
  ifLost(undo: () => void): void {
    this.database.ifLost(undo);
  }

  private erase(room: Room): void {
    this.written.delete(room);
    this.database.write(this.statements.drop, room.name);
    this.database.write(this.statements.dropMetadata, metadataTargetOf(room.name));
  }

  private store(work: () => void, undo: () => void): void {
    const { database } = this;
    try {
      database.store(() => {
        database.ifLost(undo);
        work();
      });
    } catch (error) {
      undo();
      throw error;
    }
  }
}

/** What is damaged of a room is left away rather than the room, since strangers would open it anew. */
function restore(room: Room, row: CheckedRow): void {
  room.createdAt = row.date('created_at', new Date(0));
  room.flags.clear();
  for (const letter of row.text('flags', 'n')) if (isFlagMode(letter)) room.flags.add(letter);
  room.key = row.optionalText('key');
  room.limit = row.optionalNumber('member_limit');
  room.forward = row.optionalText('forward');
  const topic = row.optionalText('topic');
  if (topic !== undefined) room.topic = { text: topic, by: row.text('topic_by', '*'), at: row.date('topic_at', new Date(0)) };
  const founder = row.optionalText('founder');
  if (founder === undefined || room.isShared) return;
  room.ownership = { founder, registeredAt: row.date('registered_at', new Date(0)), trusted: new Map() };
}

/** What the lists and the trusted accounts are, so that a change of them shows. */
function partsOf({ lists, ownership }: Room): string {
  const trusted = [...(ownership?.trusted.values() ?? [])].map(({ account, rank }) => `${account} ${rank}`);
  return [...listModes.map((kind) => `${kind}${lists[kind].version}`), ...trusted].join(',');
}
