import type { Address } from '../../shared/address';
import type { MessageParts } from '../../shared/message';
import type { Store } from './store';

/** The most joins that are waited for. */
const maxAwaited = 50;

export interface JoiningHost {
  readonly store: Store;
  /** The address that we are at. */
  address(): Address | undefined;
  /** The rooms of this server that we were in and did not leave, also in an earlier run of the program. */
  remembered(): readonly string[];
  /** Where we go when there is nowhere else to go. */
  readonly fallback: string;
}

/** Which rooms we go into by ourselves, and which of those that we go into are shown as soon as we are in them. */
export class Joining {
  private readonly awaited = new Set<string>();
  /** The address whose rooms were joined. */
  private obeyed: Address | undefined;

  constructor(private readonly host: JoiningHost) {}

  /**
   * A Ritrovo server joins everybody to the shared room itself; elsewhere, and after a loss, we do. So we do with the
   * rooms that we were in the last time.
   */
  settled(link: { send(message: MessageParts): void }): void {
    const { store } = this.host;
    const wanted = store.rooms.filter((room) => room.rejoin && !room.joined).map((room) => room.name);
    wanted.push(...this.host.remembered().filter((room) => store.isChannel(room) && !this.isIn(room)));
    wanted.push(...this.named());
    if (wanted.length === 0 && !store.rooms.some((room) => room.joined)) wanted.push(this.host.fallback);
    for (const room of new Set(wanted)) link.send({ verb: 'JOIN', params: [room] });
  }

  /** Shows the room as soon as we are in it. */
  await(room: string): void {
    if (this.awaited.size < maxAwaited) this.awaited.add(this.host.store.fold(room));
  }

  /** We are in a room. @returns whether it is to be shown */
  takeAwaited(room: string): boolean {
    return this.awaited.delete(this.host.store.fold(room));
  }

  /** The connection is over. */
  forget(): void {
    this.awaited.clear();
  }

  /** The rooms that the address names and that we are not in; the first is shown. Once: they may be left again. */
  private named(): readonly string[] {
    const address = this.host.address();
    const named = address === this.obeyed ? [] : address?.rooms ?? [];
    this.obeyed = address;
    const [shown] = named;
    if (shown === undefined) return [];
    if (this.isIn(shown)) this.host.store.apply({ type: 'activate', room: shown });
    else this.await(shown);
    return named.filter((room) => !this.isIn(room));
  }

  private isIn(room: string): boolean {
    return this.host.store.room(room)?.joined === true;
  }
}
