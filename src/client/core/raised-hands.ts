import type { RoomState } from './room';

/** Within how long whoever has a hand up tells it to newcomers, in ms: not all at the same moment. */
const leastDelay = 300;
const mostDelay = 2000;

/** How long after a loss our own hand goes up again, in ms: later it would be one of an earlier lesson. */
const sameLesson = 10 * 60_000;

/**
 * Servers do not keep who has raised a hand, so that somebody who comes later would not see it: whoever has a hand up
 * tells it again when somebody comes, at most once in two seconds, with the time at which it was raised.
 */
export class RaisedHands {
  private readonly waiting = new Map<RoomState, NodeJS.Timeout>();

  constructor(private readonly host: {
    tell(room: string, since: Date): void;
  }) {}

  /** Somebody came to a room. */
  arrived(room: RoomState): void {
    if (this.waiting.has(room) || room.ownHand === undefined) return;
    this.waiting.set(room, setTimeout(() => this.tell(room), leastDelay + Math.random() * (mostDelay - leastDelay)));
  }

  /** We are in a room: a hand that only went down with the connection goes up again, in its old place. */
  joined(room: RoomState): void {
    const lost = room.lostHand;
    room.lostHand = undefined;
    if (lost !== undefined && Date.now() - lost.lostAt.getTime() < sameLesson) this.host.tell(room.name, lost.since);
  }

  end(): void {
    this.waiting.forEach((timer) => clearTimeout(timer));
    this.waiting.clear();
  }

  private tell(room: RoomState): void {
    this.waiting.delete(room);
    const own = room.ownHand;
    if (own !== undefined) this.host.tell(room.name, own.since);
  }
}
