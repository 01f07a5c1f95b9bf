import ping from 'ping';
import { t } from '../i18n';

/** How long one probe may take, in seconds: what the `ping` program is told. */
const probeTimeout = 2;
/** The longest that the `ping` program itself may take, in ms. */
const probeLimit = 8000;
/** How long a protocol PING that follows a failed probe may take, in ms. */
const checkTimeout = 5000;

/** Asks a machine whether it is there: the milliseconds it took, or undefined where no answer came. Never rejects. */
export type Probe = (host: string) => Promise<number | undefined>;

export interface HeartbeatOptions {
  /** The address that is pinged: the one we are connected to. */
  readonly host: string;
  /** From one probe to the next, in ms. Read before each. */
  readonly interval: number | (() => number);
  readonly probe?: Probe;
  /** Sends a protocol PING and waits for its answer. */
  readonly protocolPing: (timeout: number) => Promise<number | undefined>;
  readonly measured: (milliseconds: number | undefined) => void;
  /** Nothing answers any more. Once; nothing follows. */
  readonly dead: (why: string) => void;
  /** In ms; how often the server itself is asked, and how long it may take. */
  readonly serverInterval?: number;
  readonly serverTimeout?: number;
}

/**
 * The ping timer of the original: the server's machine is pinged every few seconds. Many networks drop ICMP, so a
 * failed probe is checked at once by a protocol PING. And since a machine answers ICMP while its server hangs, the
 * server is asked too, less often.
 */
export class Heartbeat {
  private beatTimer: NodeJS.Timeout | undefined;
  private serverTimer: NodeJS.Timeout | undefined;
  private probing = false;
  private asking = false;
  private stopped = false;

  constructor(private readonly options: HeartbeatOptions) {}

  start(): void {
    const { serverInterval = 30_000 } = this.options;
    this.serverTimer = setInterval(() => void this.askServer(), serverInterval);
    this.beatLater();
    void this.beat();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.beatTimer);
    clearInterval(this.serverTimer);
  }

  private beatLater(): void {
    const { interval } = this.options;
    this.beatTimer = setTimeout(() => {
      this.beatLater();
      void this.beat();
    }, typeof interval === 'function' ? interval() : interval);
  }

  private async beat(): Promise<void> {
    // A probe that takes longer than the interval is not overtaken by the next one.
    if (this.probing) return;
    this.probing = true;
    const probe = this.options.probe ?? icmpProbe;
    let milliseconds = await probe(this.options.host);
    if (milliseconds === undefined && !this.isStopped()) {
      milliseconds = await this.options.protocolPing(checkTimeout);
    }
    this.probing = false;
    if (this.isStopped()) return;
    this.options.measured(milliseconds);
    if (milliseconds === undefined) this.die(t('problem.serverGone'));
  }

  private async askServer(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const answer = await this.options.protocolPing(this.options.serverTimeout ?? 60_000);
    this.asking = false;
    if (!this.isStopped() && answer === undefined) this.die(t('problem.serverSilent'));
  }

  private die(why: string): void {
    this.stop();
    this.options.dead(why);
  }

  private isStopped(): boolean {
    return this.stopped;
  }
}

/** One ICMP echo by the system's `ping` program. Where there is no such program, nothing answers. */
export const icmpProbe: Probe = async (host) => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, probeLimit, undefined);
  });
  try {
    const result = await Promise.race([ping.promise.probe(host, { timeout: probeTimeout, numeric: true }), late]);
    if (!result?.alive) return undefined;
    return typeof result.time === 'number' ? result.time : 0;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};
