import type { Room } from '../core/events';
import { NameSkeletons } from '../text/look-alikes';

/** So many members are compared: those that are listed. */
const mostCompared = 1000;

/** The names of the room that is shown, and one's own: made again only where somebody came or went. */
export class RoomSkeletons {
  private members: Room['members'] | undefined;
  private nick = '';
  private skeletons = new NameSkeletons([]);

  of(room: Room | undefined, nick: string): NameSkeletons {
    const members = room?.members ?? [];
    if (members !== this.members || nick !== this.nick) {
      this.skeletons = new NameSkeletons([...members.slice(0, mostCompared).map((member) => member.nick), nick]);
      this.members = members;
      this.nick = nick;
    }
    return this.skeletons;
  }
}
