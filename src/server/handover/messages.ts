/**
 * What the processes of a restart tell each other; the listening sockets go with `listener`. A successor is told that it
 * is one by RITROVO_TAKES_OVER in its environment. The first process of all
 * is the supervisor; the one whose turn ends is the incumbent, the new one the successor.
 */
export type Message =
  /** Successor to supervisor: the program is loaded and its settings are right. */
  | { readonly type: 'ready' }
  /** Supervisor to incumbent: hand over. */
  | { readonly type: 'hand-over' }
  /** Incumbent to supervisor, supervisor to successor: a socket that listens. */
  | { readonly type: 'listener' }
  /** Supervisor to successor: somebody who came while a listening socket was on its way. */
  | { readonly type: 'arrival' }
  /** Incumbent to supervisor: everything is written down, everybody has been told. */
  | { readonly type: 'handed-over' }
  /** Incumbent to supervisor: it cannot hand over and goes on, and why. */
  | { readonly type: 'kept'; readonly why: string }
  /** Supervisor to successor: the data folder is yours. */
  | { readonly type: 'take-over' }
  /** Successor to supervisor: it serves. */
  | { readonly type: 'started' }
  /** Incumbent to supervisor: an operator asks for a restart. */
  | { readonly type: 'restart' }
  /** Supervisor to incumbent: no restart, and why. */
  | { readonly type: 'refused'; readonly why: string };

const types: ReadonlySet<unknown> = new Set<Message['type']>(['ready', 'hand-over', 'listener', 'arrival', 'handed-over', 'kept', 'take-over', 'started', 'restart', 'refused']);

/** Whether something that came from another process is one of ours. */
export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && types.has(value.type);
}
