import type { MessageParts } from '../../shared/message';
import type { Store } from './store';

/** From one question to the next on servers that have no MONITOR, in ms. */
const isonInterval = 60_000;
/** The most names that are watched. */
const maxWatched = 100;
const isonLength = 400;

/**
 * Whether the people of private conversations are there: the server tells with MONITOR, and is asked with ISON where it
 * has not got that.
 * Source: https://ircv3.net/specs/extensions/monitor
 */
export class PresenceWatch {
  private readonly watched = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private asked: readonly string[] = [];

  constructor(private readonly host: { readonly store: Store; send(message: MessageParts): void }) {}

  /** Registration is over: what the server knows is known. */
  start(): void {
    for (const room of this.host.store.rooms) if (!room.isChannel) this.watch(room.name);
  }

  watch(nick: string): void {
    const { store } = this.host;
    if (this.watched.size >= this.limit || nick.includes(',') || nick.includes(' ')) return;
    this.watched.set(store.fold(nick), nick);
    if (this.hasMonitor) this.host.send({ verb: 'MONITOR', params: ['+', nick] });
    else this.poll();
  }

  unwatch(nick: string): void {
    if (!this.watched.delete(this.host.store.fold(nick))) return;
    if (this.hasMonitor) this.host.send({ verb: 'MONITOR', params: ['-', nick] });
  }

  /** RPL_ISON. Source: https://modern.ircdocs.horse/#rplison-303 */
  isonAnswered(names: readonly string[]): void {
    const { store } = this.host;
    const here = new Set(names.map((name) => store.fold(name)));
    for (const nick of this.asked) store.apply({ type: 'presence', nick, here: here.has(store.fold(nick)) });
    this.asked = [];
  }

  end(): void {
    clearInterval(this.timer);
    this.watched.clear();
  }

  private get hasMonitor(): boolean {
    return this.host.store.isupport.has('MONITOR');
  }

  private get limit(): number {
    const limit = Number(this.host.store.isupport.get('MONITOR'));
    return this.hasMonitor && limit > 0 ? Math.min(limit, maxWatched) : maxWatched;
  }

  private poll(): void {
    this.timer ??= setInterval(() => this.ask(), isonInterval);
    if (this.asked.length === 0) this.ask();
  }

  private ask(): void {
    const names: string[] = [];
    let length = 0;
    for (const nick of this.watched.values()) {
      length += Buffer.byteLength(nick) + 1;
      if (length <= isonLength) names.push(nick);
    }
    if (names.length === 0) return;
    this.asked = names;
    this.host.send({ verb: 'ISON', params: names });
  }
}
