import type { Client } from './client';
import type { Config } from './config';
import type { Faults } from './faults';

/** How often a part of the clients is looked at, in ms. */
const tickInterval = 100;
/** Everybody is looked at within this many ticks: a second. */
const ticksPerRound = 10;
/** At most this part of all is asked in one tick, so that a crowd that came at once is asked over ten seconds. */
const askedPart = 100;

/**
 * Ends registrations that take too long, asks silent clients whether they are there, and ends those that do not answer.
 * It looks at a tenth of the clients at a time: ten thousand of them cost the loop well under a millisecond a tick.
 */
export class SilenceSweep {
  private readonly timer: NodeJS.Timeout;
  private readonly ping: Buffer;
  private round: Iterator<Client> | undefined;

  constructor(
    private readonly clients: ReadonlySet<Client>,
    private readonly limits: Pick<Config, 'registrationTimeout' | 'pingInterval' | 'pingTimeout'>,
    name: string,
    { faults, pause }: { readonly faults: Faults; readonly pause: { readonly isOn: boolean } },
  ) {
    this.ping = Buffer.from(`PING :${name}\r\n`);
    this.timer = faults.every(tickInterval, () => {
      if (!pause.isOn) this.tick();
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = performance.now();
    let asked = Math.ceil(this.clients.size / askedPart);
    for (let left = Math.ceil(this.clients.size / ticksPerRound); left > 0 && asked > 0; left--) {
      this.round ??= this.clients.values();
      const next = this.round.next();
      if (next.done === true) {
        this.round = undefined;
        return;
      }
      if (this.check(next.value, now)) asked--;
    }
  }

  /** @returns whether the client was sent something */
  private check(client: Client, now: number): boolean {
    const { registrationTimeout, pingInterval, pingTimeout } = this.limits;
    const { lastHeard } = client.connection;
    const silence = now - lastHeard;
    if (client.user === undefined) {
      if (now - client.connectedAt <= registrationTimeout * 1000) return false;
      client.quit('Registration timed out');
    } else if (silence < pingInterval * 1000) {
      client.pingedAt = undefined;
      return false;
    } else if (client.pingedAt === undefined || lastHeard >= client.pingedAt) {
      client.pingedAt = now;
      client.send(this.ping);
    } else if (now - client.pingedAt > pingTimeout * 1000) {
      client.quit(`Ping timeout: ${Math.round(silence / 1000)} seconds`);
    } else {
      return false;
    }
    return true;
  }
}
