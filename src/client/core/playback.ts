import type { Message as Line } from '../../shared/message';
import { happeningText } from '../text/event-text';
import type { Change } from './changes';
import { handlerFor } from './handlers';
import { param, sourceOf, timeOf, type Context, type StoreView } from './handlers/context';
import { happeningTone } from './happenings';
import type { HistoryMark, NewItem, RoomState } from './room';
import type { Store } from './store';

/** What a batch of history amounts to. */
export interface Playback {
  readonly items: readonly NewItem[];
  /** Reactions, edits and deletions, in their order: to be applied when the items are in. */
  readonly changes: readonly Change[];
  readonly first: HistoryMark | undefined;
  readonly last: HistoryMark | undefined;
}

/** Verbs that stand in a history. Source: https://ircv3.net/specs/extensions/chathistory#draftevent-playback */
const verbs: ReadonlySet<string> = new Set([
  'PRIVMSG', 'NOTICE', 'TAGMSG', 'JOIN', 'PART', 'QUIT', 'NICK', 'KICK', 'TOPIC', 'MODE', 'REDACT', 'EDIT',
]);

/**
 * Reads lines of the history with the handlers that read live ones, but writes down what they say instead of doing it:
 * who joined long ago is a line of the timeline and no member.
 */
export function playBack(lines: readonly Line[], room: RoomState, context: Context, store: Store): Playback {
  const items: NewItem[] = [];
  const changes: Change[] = [];
  const view: StoreView = {
    get isupport() { return store.isupport; },
    get nick() { return store.nick; },
    get active() { return room; },
    fold: store.fold,
    ownHost: store.ownHost,
    room: (name) => (store.fold(name) === store.fold(room.name) ? room : undefined),
    // Who came or went in the history came or went in this room.
    roomsOf: () => [room],
    isOwn: (nick) => store.isOwn(nick),
    isChannel: (name) => store.isChannel(name),
    apply: record,
  };
  const recording: Context = { ...context, store: view, live: false, send: () => undefined };
  for (const line of lines) {
    if (verbs.has(line.verb) && !isOwnMove(line, store)) handlerFor(line.verb)(line, recording);
  }
  return { items, changes, first: markOf(lines[0]), last: markOf(lines.at(-1)) };

  function record(change: Change): void {
    if (!('room' in change) || change.room === undefined || store.fold(change.room) !== store.fold(room.name)) return;
    switch (change.type) {
      case 'message':
        items.push(store.itemOf(room, change.message));
        break;
      case 'happened':
        items.push({
          kind: 'event', time: change.time, text: happeningText(change.happening), tone: happeningTone(change.happening),
          happening: change.happening,
        });
        break;
      case 'note':
        items.push({ kind: 'event', time: change.time, text: change.text, tone: change.tone });
        break;
      case 'reaction':
      case 'edited':
      case 'redacted':
      case 'announcement':
      case 'hand':
        changes.push(change);
        break;
      default:
      // Members, topics and modes are as the server tells them now.
    }
  }
}

/**
 * Whether a line tells of our own coming or going, or of our own names: the window has told that when it happened, and
 * of earlier times nobody wants to be told when they themselves were there.
 */
function isOwnMove(line: Line, store: Store): boolean {
  const { nick } = sourceOf(line);
  switch (line.verb) {
    case 'JOIN': case 'PART': case 'QUIT': return store.isOwn(nick);
    case 'NICK': return store.isOwn(nick) || store.isOwn(param(line, 0));
    default: return false;
  }
}

/** Where a line of the history stands. */
export function markOf(line: Line | undefined): HistoryMark | undefined {
  if (line === undefined) return undefined;
  return { msgid: line.tags.get('msgid'), time: timeOf(line) };
}
