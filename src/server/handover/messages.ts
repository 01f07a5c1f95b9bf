/**
 * What the processes of a restart tell each other, in the order of a restart that succeeds; the listening sockets go with
 * `listener`. A successor is told that it is one by RITROVO_TAKES_OVER in its environment, which names the ports that are
 * listened on. The first process of all is the supervisor; the one whose turn ends is the incumbent, the new one the
 * successor. Until `started` the incumbent can go on as it was, and nobody has been told anything.
 */
export type Message =
  /** Incumbent to supervisor: an operator asks for a restart. */
  | { readonly type: 'restart' }
  /** Successor to supervisor: the program is loaded, and all that can be tried beforehand has been tried. */
  | { readonly type: 'ready' }
  /** Supervisor to incumbent: write down who is there, let go of the data folder, hand over what listens. */
  | { readonly type: 'step-aside' }
  /** Incumbent to supervisor, supervisor to successor or, where that fails, back to the incumbent: a socket that listens. */
  | { readonly type: 'listener' }
  /** Incumbent to supervisor: done; nothing changes here until `resume` or `leave`. */
  | { readonly type: 'aside' }
  /** Supervisor to successor: open the data folder. */
  | { readonly type: 'open' }
  /** Successor to supervisor: done, and everything in it has been read. */
  | { readonly type: 'opened' }
  /** Supervisor to successor: all that listens has been sent to you; serve. */
  | { readonly type: 'take-over' }
  /** Successor to supervisor: it serves, on these ports. */
  | { readonly type: 'started'; readonly ports: readonly number[] }
  /** Supervisor to whoever serves now: somebody who has come meanwhile. */
  | { readonly type: 'arrival' }
  /** Supervisor to incumbent: tell everybody, and end. */
  | { readonly type: 'leave' }
  /** Incumbent or successor to supervisor, instead of what was asked for: it cannot, and why. */
  | { readonly type: 'failed'; readonly why: string }
  /** Supervisor to incumbent: go on as before; `resumed` when that is so. */
  | { readonly type: 'resume' }
  | { readonly type: 'resumed' }
  /** Supervisor to incumbent: no restart, and why. */
  | { readonly type: 'refused'; readonly why: string };

const types: ReadonlySet<unknown> = new Set<Message['type']>([
  'restart', 'ready', 'step-aside', 'aside', 'open', 'opened', 'listener', 'arrival', 'take-over', 'started', 'leave', 'failed', 'resume', 'resumed', 'refused',
]);

/** Whether something that came from another process is one of ours. */
export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'type' in value && types.has(value.type);
}
