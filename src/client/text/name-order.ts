import type { Room } from '../core/events';

/** The names in a room, those who spoke last first: whom Tab should offer. */
export function nameOrder(room: Room | undefined): readonly string[] {
  if (room === undefined) return [];
  const here = new Set(room.members.map(({ nick }) => nick));
  const spoke = new Set<string>();
  for (const item of room.items.toReversed()) {
    if (item.kind === 'message' && !item.own && (here.has(item.nick) || !room.isChannel)) spoke.add(item.nick);
  }
  return [...spoke, ...[...here].filter((nick) => !spoke.has(nick))];
}
