import type { MessageParts } from '../../shared/message';
import type { Store } from './store';

/** From one attempt to get the name back to the next, in ms, and how often it is tried. */
const interval = 15_000;
const maxAttempts = 80;

/** Gets our name back after a reconnection, when a lost connection of ours held it. */
export class NameWatch {
  private wanted: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private attempts = 0;

  constructor(private readonly host: { readonly store: Store; send(message: MessageParts): void }) {}

  /** This name is ours as soon as it is free. */
  want(nick: string): void {
    this.wanted = nick;
    this.attempts = 0;
  }

  /** We have this name now. */
  registered(nick: string): void {
    clearInterval(this.timer);
    if (this.wanted === undefined) return;
    // Ours again, or the person chose another meanwhile.
    if (this.attempts > 0 || this.host.store.fold(nick) === this.host.store.fold(this.wanted)) {
      this.wanted = undefined;
      return;
    }
    this.timer = setInterval(() => this.attempt(), interval);
    this.timer.unref();
  }

  /** @returns whether it was our own attempt that was refused: nobody need hear of it */
  refused(nick: string): boolean {
    return this.wanted !== undefined && this.host.store.fold(nick) === this.host.store.fold(this.wanted);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private attempt(): void {
    if (this.wanted === undefined || ++this.attempts > maxAttempts) this.stop();
    else this.host.send({ verb: 'NICK', params: [this.wanted] });
  }
}
