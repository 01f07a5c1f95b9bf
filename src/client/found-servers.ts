import { isIP, isIPv4 } from 'node:net';
import type { Service } from 'bonjour-service';
import { defaultPort, formatAddress } from '../shared/address';
import { OwnNetworks } from '../shared/own-networks';
import type { FoundServer } from './core/window';

/** What is known of a service that announces itself. */
export type Announcement = Pick<Service, 'name' | 'port' | 'addresses' | 'host' | 'referer'> & { readonly txt?: unknown };

/** The most servers that are listed, whatever a network announces. */
const maxServers = 300;
/** The most servers that one computer may announce: one that invents them does not crowd out the others. */
const maxPerComputer = 10;
const maxName = 100;

interface Heard {
  readonly server: FoundServer;
  readonly computer: string;
}

/** The servers that announced themselves: bounded, those of this computer's own networks first. */
export class FoundServers {
  private readonly heard = new Map<string, Heard>();
  private readonly perComputer = new Map<string, number>();

  constructor(private readonly own: Pick<OwnNetworks, 'contains'> = new OwnNetworks()) {}

  /** @returns whether the list has changed */
  add(type: string, announcement: Announcement): boolean {
    const server = serverOf(announcement, this.own);
    const key = keyOf(type, announcement);
    if (server === undefined || this.heard.has(key)) return false;
    const computer = announcement.referer?.address ?? server.address.host;
    const count = this.perComputer.get(computer) ?? 0;
    if (count >= maxPerComputer || (this.heard.size >= maxServers && !this.makeRoomFor(server))) return false;
    this.perComputer.set(computer, count + 1);
    this.heard.set(key, { server, computer });
    return true;
  }

  /** @returns whether the list has changed */
  remove(type: string, announcement: Pick<Announcement, 'name'>): boolean {
    return this.forget(keyOf(type, announcement));
  }

  /** Those of the own networks first, each part by name. */
  list(): readonly FoundServer[] {
    // One server may announce itself under both types.
    const once = new Map([...this.heard.values()].map(({ server }) => [`${server.name} ${formatAddress(server.address)}`, server]));
    return [...once.values()].sort((a, b) => Number(b.near) - Number(a.near) || a.name.localeCompare(b.name, undefined, { numeric: true }));
  }

  /** A neighbour takes the place of somebody who is none. */
  private makeRoomFor({ near }: FoundServer): boolean {
    const [far] = near ? [...this.heard].find(([, { server }]) => !server.near) ?? [] : [];
    return far !== undefined && this.forget(far);
  }

  private forget(key: string): boolean {
    const gone = this.heard.get(key);
    if (gone === undefined) return false;
    this.heard.delete(key);
    const left = (this.perComputer.get(gone.computer) ?? 1) - 1;
    if (left > 0) this.perComputer.set(gone.computer, left);
    else this.perComputer.delete(gone.computer);
    return true;
  }
}

/** What a service says of itself; undefined where it cannot be reached by what it says. */
export function serverOf(service: Announcement, own: Pick<OwnNetworks, 'contains'>): FoundServer | undefined {
  const addresses = service.addresses ?? [];
  const host = addresses.find((address) => isIPv4(address)) ?? service.referer?.address ?? addresses[0] ?? service.host;
  const port = service.port || defaultPort;
  if (host === '' || !(port >= 1 && port <= 65_535)) return undefined;
  const name = service.name.replace(/\p{C}+/gu, '').slice(0, maxName);
  const near = own.contains(isIP(host.replace(/%.*$/, '')) === 0 ? (service.referer?.address ?? '') : host);
  const address = { host, port, ...(says(service.txt, 'tls') ? { tls: true as const } : {}) };
  return { name: name === '' ? host : name, near, wantsPassword: says(service.txt, 'password'), address };
}

/** `tls=1` in the TXT record: the port speaks TLS; `password=1`: it wants a password of everybody. */
function says(txt: unknown, key: 'tls' | 'password'): boolean {
  const value: unknown = typeof txt === 'object' && txt !== null ? Object.entries(txt).find(([name]) => name === key)?.[1] : undefined;
  return ['1', 'true', 'yes'].includes(String(value));
}

function keyOf(type: string, { name }: Pick<Announcement, 'name'>): string {
  return `${type} ${name}`;
}
