import type { MessageParts } from '../../shared/message';

/** PINGs of the protocol that wait for their answers. Source: https://modern.ircdocs.horse/#ping-message */
export class Pings {
  private readonly waiting = new Map<string, (milliseconds: number | undefined) => void>();
  private count = 0;

  constructor(private readonly host: {
    send(message: MessageParts): void;
    /** When bytes last came, by `performance.now()`. */
    lastHeard(): number;
  }) {}

  /** The ms until the answer, or until anything else came; undefined where nothing came in so many ms. */
  ask(timeout: number): Promise<number | undefined> {
    const token = `ritrovo-ping-${++this.count}`;
    const sent = performance.now();
    return new Promise((resolve) => {
      const settle = (milliseconds: number | undefined): void => {
        clearTimeout(timer);
        this.waiting.delete(token);
        resolve(milliseconds);
      };
      const timer = setTimeout(() => {
        const heard = this.host.lastHeard();
        settle(heard > sent ? heard - sent : undefined);
      }, timeout);
      this.waiting.set(token, (milliseconds) => settle(milliseconds === undefined ? undefined : performance.now() - sent));
      this.host.send({ verb: 'PING', params: [token] });
    });
  }

  /** PONG. */
  answered(token: string): void {
    this.waiting.get(token)?.(0);
  }

  /** The connection is over: nothing comes any more. */
  end(): void {
    for (const settle of [...this.waiting.values()]) settle(undefined);
  }
}
