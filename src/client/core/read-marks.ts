import type { RoomState } from './room';

/** How long changes are gathered before the server is told, in ms. */
const delay = 1000;

/** Tells the server what was read, but not with every message. Source: https://ircv3.net/specs/extensions/read-marker */
export class ReadMarks {
  private readonly changedRooms = new Set<RoomState>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (room: string, time: Date) => void) {}

  changed(room: RoomState): void {
    this.changedRooms.add(room);
    this.timer ??= setTimeout(() => this.flush(), delay);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { name, readUpTo } of this.changedRooms) if (readUpTo !== undefined) this.tell(name, readUpTo);
    this.changedRooms.clear();
  }
}
