import { RoomState } from '../../../src/client/core/room';
import type { Message, Room, TimelineItem } from '../../../src/client/core/events';
import { foldAscii } from '../../../src/shared/casemap';

/** A message of a timeline; `more` says what is special. */
export function sampleMessage(more: Partial<Message> = {}): Message {
  const text = more.text ?? 'ciao';
  return {
    kind: 'message', id: 1, time: new Date(0), nick: 'anna', text, formatted: text, style: 'text', own: false, mention: false,
    reactions: [], ...more,
  };
}

/** A room with these items and members. */
export function sampleRoom(items: readonly TimelineItem[], ...nicks: readonly string[]): Room {
  const room = new RoomState('#lobby', true, foldAscii, '@+');
  for (const nick of nicks) room.put({ nick, prefix: '', away: false });
  for (const item of items) room.add(item);
  return room;
}
