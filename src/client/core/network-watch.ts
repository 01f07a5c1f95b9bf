import os from 'node:os';

/** From one look to the next, in ms. */
const interval = 2000;

/** What addresses this computer has: another network is another text. */
export function ownAddresses(): string {
  const addresses = Object.entries(os.networkInterfaces()).flatMap(([name, all]) => (all ?? []).map(({ address }) => `${name} ${address}`));
  return addresses.sort().join('\n');
}

/** Notices that the computer came into a network, or into another one. */
export class NetworkWatch {
  private known = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly changed: () => void, private readonly addresses: () => string = ownAddresses) {}

  start(): void {
    if (this.timer !== undefined) return;
    this.known = this.addresses();
    this.timer = setInterval(() => this.look(), interval);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    const now = this.addresses();
    if (now === this.known) return;
    this.known = now;
    this.changed();
  }
}
