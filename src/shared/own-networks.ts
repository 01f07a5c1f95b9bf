import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** What {@link networkInterfaces} says of this computer. */
type Interfaces = ReturnType<typeof networkInterfaces>;

/** How long an answer of the system is good for, in ms: a cable or a Wi-Fi may come and go. */
const goodFor = 10_000;

/**
 * The networks that this computer has an address in, link-local ones included. They are read again every ten seconds at
 * most, and only when somebody asks.
 */
export class OwnNetworks {
  private list = new BlockList();
  private readAt = -Infinity;

  /** @param now milliseconds that never go back */
  constructor(
    private readonly interfaces: () => Interfaces = networkInterfaces,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Whether an address is in one of them.
   * @param address IPv4 or IPv6, with or without a zone (`%eth0`); anything else is in none
   */
  contains(address: string): boolean {
    const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
    const kind = isIP(plain);
    if (kind === 0) return false;
    this.refresh();
    return this.list.check(plain, kind === 4 ? 'ipv4' : 'ipv6');
  }

  private refresh(): void {
    if (this.now() - this.readAt < goodFor) return;
    this.readAt = this.now();
    const interfaces = this.find();
    if (interfaces === undefined) return;
    const list = new BlockList();
    for (const { cidr } of Object.values(interfaces).flatMap((addresses) => addresses ?? [])) {
      const [network = '', bits = ''] = cidr?.split('/') ?? [];
      const kind = isIP(network);
      if (kind !== 0) list.addSubnet(network, Number(bits), kind === 4 ? 'ipv4' : 'ipv6');
    }
    this.list = list;
  }

  /** Undefined where the system does not say, as when this process is out of descriptors: what was known holds on. */
  private find(): Interfaces | undefined {
    try {
      return this.interfaces();
    } catch {
      return undefined;
    }
  }
}
