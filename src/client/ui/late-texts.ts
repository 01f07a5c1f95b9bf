import type { Outgoing, Room } from '../core/events';

/** A text whose echo comes sooner is never shown as on its way: on a network that works it would only flicker. In ms. */
const patience = 400;
/** So many are shown; a long paste has more. */
const most = 30;

/** What was written and has been on its way for so long that it is shown, at the end of the timeline. */
export class LateTexts {
  shown: readonly Outgoing[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param changed others are shown now */
  constructor(private readonly changed: () => void) {}

  /** Another room is open. */
  open(room: Room | undefined): void {
    this.shown = [];
    this.look(room);
  }

  /** Something changed in the room. */
  look(room: Room | undefined): void {
    clearTimeout(this.timer);
    const outgoing = room?.outgoing ?? [];
    const due = Date.now() - patience;
    const late = outgoing.filter(({ since }) => since.getTime() <= due);
    const next = outgoing[late.length];
    if (next !== undefined) this.timer = setTimeout(() => this.look(room), next.since.getTime() - due);
    const first = late.slice(0, most);
    const same = first.length === this.shown.length && first.every(({ key }, place) => key === this.shown[place]?.key);
    this.shown = first;
    if (!same) this.changed();
  }
}
