import { z } from 'zod';
import { isRoomName } from '../rooms';
import type { User } from '../user';
import type { CheckedRow } from './checked-rows';

/** Where somebody was, as it is written down for when they come back. */
export interface KeptStay {
  /** The rooms that they were in, with their ranks as bits. */
  readonly rooms: readonly { readonly name: string; readonly rank: number }[];
  /** The rooms that they were invited to. */
  readonly invitations: readonly string[];
}

const roomList = z.array(z.object({ name: z.string(), rank: z.number() }));
const nameList = z.array(z.string());

export function stayOf(user: User): KeptStay {
  return {
    rooms: [...user.rooms].map((room) => ({ name: room.name, rank: room.rankOf(user) })),
    invitations: [...user.invitations].map(({ name }) => name),
  };
}

/** Reads the columns `rooms` and `invitations`, which hold JSON. */
export function stayIn(row: CheckedRow): KeptStay {
  return {
    rooms: row.json('rooms', roomList, []).filter(({ name }) => isRoomName(name)),
    invitations: row.json('invitations', nameList, []).filter(isRoomName),
  };
}
