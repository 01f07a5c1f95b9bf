import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import type { Bonjour, Browser, Service, ServiceConfig } from 'bonjour-service';
import { defaultPort } from '../shared/address';
import type { Unsubscribe } from './core/client';
import type { Discovery, FoundServer } from './core/window';

/** What is looked for: our own servers, and any other IRC server that announces itself. */
const types = ['ritrovo', 'irc'] as const;
/** The most servers that are listed, whatever a network announces. */
const maxFound = 50;
const maxName = 100;
/** Source: https://www.rfc-editor.org/rfc/rfc6762#section-3 */
const multicastPort = 5353;

/** Looks for servers on this network. Source: https://www.rfc-editor.org/rfc/rfc6763 */
export class NetworkDiscovery implements Discovery {
  found: readonly FoundServer[] = [];
  private readonly listeners = new Set<(found: readonly FoundServer[]) => void>();
  private readonly services = new Map<string, Service>();
  private bonjour: Bonjour | undefined;
  private browsers: Browser[] = [];
  private wanted = false;

  /** Where there is no multicast nothing is found, and nothing is thrown. */
  async start(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    // Loaded when the window is there: it costs a part of the time until then.
    const { Bonjour } = await import('bonjour-service');
    if (!this.isWanted()) return;
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    try {
      // The options go on to multicast-dns, which takes a socket: an error on one of its own would end the program.
      const options = { socket, bind: false } as Partial<ServiceConfig>;
      const bonjour = new Bonjour(options, () => this.stop());
      this.bonjour = bonjour;
      socket.removeAllListeners('error');
      socket.on('error', () => this.stop());
      socket.bind(multicastPort);
      this.browsers = types.map((type) => this.browse(bonjour, type));
    } catch {
      this.stop();
    }
  }

  stop(): void {
    this.wanted = false;
    this.browsers.forEach((browser) => browser.stop());
    this.browsers = [];
    this.bonjour?.destroy();
    this.bonjour = undefined;
  }

  private isWanted(): boolean {
    return this.wanted;
  }

  private browse(bonjour: Bonjour, type: string): Browser {
    const browser = bonjour.find({ type });
    browser.on('up', (service: Service) => this.up(type, service));
    browser.on('down', (service: Service) => this.down(type, service));
    return browser;
  }

  on(listener: (found: readonly FoundServer[]) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private up(type: string, service: Service): void {
    if (this.services.size < maxFound) this.services.set(keyOf(type, service), service);
    this.tell();
  }

  private down(type: string, service: Service): void {
    this.services.delete(keyOf(type, service));
    this.tell();
  }

  private tell(): void {
    const found = new Map<string, FoundServer>();
    for (const service of this.services.values()) {
      const server = serverOf(service);
      // One server may announce itself under both types.
      if (server !== undefined) found.set(`${server.name} ${server.address.port}`, found.get(`${server.name} ${server.address.port}`) ?? server);
    }
    this.found = [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
    for (const listener of [...this.listeners]) listener(this.found);
  }
}

/** What a service says of itself; undefined where it cannot be reached by what it says. */
export function serverOf(service: Pick<Service, 'name' | 'port' | 'addresses' | 'host' | 'referer'> & { readonly txt?: unknown }): FoundServer | undefined {
  const addresses = service.addresses ?? [];
  const host = addresses.find((address) => isIPv4(address)) ?? service.referer?.address ?? addresses[0] ?? service.host;
  const port = service.port || defaultPort;
  if (host === '' || !(port >= 1 && port <= 65_535)) return undefined;
  const name = service.name.replace(/\p{C}+/gu, '').slice(0, maxName);
  return { name: name === '' ? host : name, address: { host, port, ...(saysTls(service.txt) ? { tls: true } : {}) } };
}

/** `tls=1` in the TXT record: the port speaks TLS. */
function saysTls(txt: unknown): boolean {
  return typeof txt === 'object' && txt !== null && 'tls' in txt && ['1', 'true', 'yes'].includes(String(txt.tls));
}

function keyOf(type: string, { name }: Service): string {
  return `${type} ${name}`;
}
