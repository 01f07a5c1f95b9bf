import type { Room } from '../core/events';
import { searchHits } from '../text/search';
import type { TimelineLook } from '../text/timeline-html';
import { RoomSkeletons } from './room-skeletons';
import type { Theme } from './theme';

/** What the looks need to know of the program. */
export interface LooksOptions {
  /** The name of the person who reads. */
  nick(): string;
  /** How who joins and leaves is shown. */
  comings(): TimelineLook['comings'];
}

/** How the messages are to look now: the theme, what the person has uncovered, and what was searched for. */
export class TimelineLooks {
  /** What a search looked for: it is shown where it stands. */
  sought: string | undefined;
  /** How many characters of code fit into a line. */
  columns = 0;
  /** The hidden texts that the person wants to see. */
  private readonly revealed = new Set<string>();
  private readonly skeletons = new RoomSkeletons();

  constructor(public theme: Theme, private readonly options: LooksOptions) {}

  /** Shows or hides a hidden text. */
  toggleSpoiler(key: string): void {
    if (!this.revealed.delete(key)) this.revealed.add(key);
  }

  of(room: Room | undefined, start: TimelineLook['start']): TimelineLook {
    const { theme, sought, revealed, columns, options } = this;
    return {
      theme, start, revealed, columns, now: new Date(), nick: options.nick(), firstUnread: room?.firstUnread, comings: options.comings(),
      isName: (nick) => room?.members.some((member) => member.nick === nick) ?? false,
      isDoubtful: (nick) => this.skeletons.of(room, options.nick()).isDoubtful(nick),
      ...(sought === undefined ? {} : { hits: (plain: string) => searchHits(sought, plain) }),
    };
  }
}
