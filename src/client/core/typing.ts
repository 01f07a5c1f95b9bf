import type { TypingState } from './client';
import type { Store } from './store';

/** How long somebody is typing after the last word of it, in ms. Source: https://ircv3.net/specs/client-tags/typing */
const expiry = { active: 6000, paused: 30_000 } as const;
/** The most who are shown in one room, and the most in all. */
const maxTyping = 20;
const maxInAll = 500;
/** From one "active" that we send to the next, in ms. */
const sendInterval = 3000;
/** After how long without a key we are not typing but thinking, in ms. */
const pauseAfter = 5000;

interface Typist {
  readonly nick: string;
  readonly timer: NodeJS.Timeout;
}

/** Who is typing where. */
export class TypingHeard {
  private readonly rooms = new Map<string, Map<string, Typist>>();
  private count = 0;

  constructor(private readonly store: Pick<Store, 'apply' | 'fold' | 'room'>) {}

  heard(room: string, nick: string, state: TypingState): void {
    const key = this.store.fold(room);
    const typists = this.rooms.get(key) ?? new Map<string, Typist>();
    const who = this.store.fold(nick);
    const before = typists.get(who);
    if (before === undefined && (state === 'done' || typists.size >= maxTyping || this.count >= maxInAll)) return;
    if (before !== undefined) clearTimeout(before.timer);
    if (state === 'done') {
      typists.delete(who);
      this.count--;
    } else {
      const timer = setTimeout(() => this.heard(room, nick, 'done'), expiry[state]);
      typists.set(who, { nick, timer });
      if (before === undefined) this.count++;
    }
    if (typists.size === 0) this.rooms.delete(key);
    else this.rooms.set(key, typists);
    if ((before === undefined) !== (state === 'done')) this.tell(room, typists);
  }

  /** The connection is over. */
  end(): void {
    for (const typists of this.rooms.values()) for (const { timer } of typists.values()) clearTimeout(timer);
    this.rooms.clear();
    this.count = 0;
  }

  private tell(room: string, typists: ReadonlyMap<string, Typist>): void {
    this.store.apply({ type: 'typing', room, nicks: [...typists.values()].map(({ nick }) => nick) });
  }
}

/** Tells others that we type, at the pace of the specification. Source: https://ircv3.net/specs/client-tags/typing */
export class TypingTold {
  private room: string | undefined;
  private state: TypingState = 'done';
  private sentAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (room: string, state: TypingState) => void) {}

  set(room: string, state: TypingState): void {
    if (this.room !== room) this.finish();
    clearTimeout(this.timer);
    if (state === 'active') this.timer = setTimeout(() => this.set(room, 'paused'), pauseAfter);
    // Nobody is told twice that we stopped, nor that we began when it was told a moment ago.
    const isDue = state === 'active' ? performance.now() - this.sentAt >= sendInterval : this.state !== 'done' && this.state !== state;
    this.room = state === 'done' ? undefined : room;
    if (!isDue) return;
    this.state = state;
    if (state === 'active') this.sentAt = performance.now();
    this.send(room, state);
  }

  /** A message that was sent says by itself that we are done. */
  sent(room: string): void {
    if (this.room === room) this.end();
  }

  end(): void {
    clearTimeout(this.timer);
    this.room = undefined;
    this.state = 'done';
    this.sentAt = -Infinity;
  }

  private finish(): void {
    if (this.room !== undefined && this.state !== 'done') this.send(this.room, 'done');
    this.end();
  }
}
