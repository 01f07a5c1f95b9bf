import { foldUnicode } from '../../shared/casemap';
import { listModes, type ListMode } from '../mask-list';
import { isFlagMode, type Room } from '../room';
import type { Database, Statement } from './database';

interface RoomRow {
  readonly name: string;
  /** The account that owns it; none for the shared room. */
  readonly founder: string | null;
  readonly registered_at: number | null;
  readonly created_at: number;
  readonly flags: string;
  readonly key: string | null;
  readonly member_limit: number | null;
  readonly forward: string | null;
  readonly topic: string | null;
  readonly topic_by: string | null;
  readonly topic_at: number | null;
}

interface MaskRow {
  readonly room: string;
  readonly kind: ListMode;
  readonly mask: string;
  readonly set_by: string;
  readonly set_at: number;
}

interface TrustedRow {
  readonly room: string;
  readonly account: string;
  readonly rank: number;
}

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
    for (const row of database.prepare('SELECT * FROM rooms').all() as RoomRow[]) {
      const room = open(row.name, row.founder !== null);
      if (room === undefined) continue;
      found.set(row.name, room);
      restore(room, row);
    }
    for (const { room, kind, mask, set_by: by, set_at: at } of database.prepare('SELECT * FROM room_masks ORDER BY rowid').all() as MaskRow[]) {
      found.get(room)?.lists[kind].add({ mask, by, at: new Date(at) });
    }
    for (const { room, account, rank } of database.prepare('SELECT * FROM room_accounts ORDER BY rowid').all() as TrustedRow[]) {
      found.get(room)?.ownership?.trusted.set(foldUnicode(account), { account, rank });
    }
    for (const room of found.values()) this.written.set(room, partsOf(room));
  }

  keep(room: Room): void {
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

  /** A room that has the name later finds nothing of this one. */
  drop(room: Room): void {
    this.written.delete(room);
    this.database.write(this.statements.drop, room.name);
    this.database.write(this.statements.dropMetadata, metadataTargetOf(room.name));
  }

  rename(old: string, name: string): void {
    const { database, statements } = this;
    const [from, to] = [metadataTargetOf(old), metadataTargetOf(name)];
    // What was kept of an earlier shared room gives way.
    if (old !== name) database.write(statements.drop, name);
    if (from !== to) {
      database.write(statements.dropMetadata, to);
      database.write(statements.renameMetadata, to, from);
    }
    database.write(statements.rename, name, old);
  }
}

function restore(room: Room, row: RoomRow): void {
  room.createdAt = new Date(row.created_at);
  room.flags.clear();
  for (const letter of row.flags) if (isFlagMode(letter)) room.flags.add(letter);
  room.key = row.key ?? undefined;
  room.limit = row.member_limit ?? undefined;
  room.forward = row.forward ?? undefined;
  if (row.topic !== null) room.topic = { text: row.topic, by: row.topic_by ?? '*', at: new Date(row.topic_at ?? 0) };
  if (row.founder === null || room.isShared) return;
  room.ownership = { founder: row.founder, registeredAt: new Date(row.registered_at ?? 0), trusted: new Map() };
}

/** What the lists and the trusted accounts are, so that a change of them shows. */
function partsOf({ lists, ownership }: Room): string {
  const trusted = [...(ownership?.trusted.values() ?? [])].map(({ account, rank }) => `${account} ${rank}`);
  return [...listModes.map((kind) => `${kind}${lists[kind].version}`), ...trusted].join(',');
}
