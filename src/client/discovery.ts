import { createSocket } from 'node:dgram';
import type { Bonjour, Browser, Service, ServiceConfig } from 'bonjour-service';
import type { Unsubscribe } from './core/client';
import type { Discovery, FoundServer } from './core/window';
import { FoundServers } from './found-servers';

/** What is looked for: our own servers, and any other IRC server that announces itself. */
const types = ['ritrovo', 'irc'] as const;
/** So many announcements are no network of people: what was found until then stays, and nothing more is listened to. */
const maxHeard = 2000;
/** How long announcements are gathered before they are shown, in ms: every computer answers the first question at once. */
const gatherMs = 100;
/** Source: https://www.rfc-editor.org/rfc/rfc6762#section-3 */
const multicastPort = 5353;

/** Looks for servers on this network. Source: https://www.rfc-editor.org/rfc/rfc6763 */
export class NetworkDiscovery implements Discovery {
  found: readonly FoundServer[] = [];
  private readonly listeners = new Set<(found: readonly FoundServer[]) => void>();
  private readonly servers = new FoundServers();
  private heard = 0;
  private gathering: NodeJS.Timeout | undefined;
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
    if (this.servers.add(type, service)) this.changed();
    if (++this.heard >= maxHeard) this.stop();
  }

  private down(type: string, service: Service): void {
    if (this.servers.remove(type, service)) this.changed();
  }

  private changed(): void {
    this.gathering ??= setTimeout(() => this.tell(), gatherMs).unref();
  }

  private tell(): void {
    this.gathering = undefined;
    this.found = this.servers.list();
    for (const listener of [...this.listeners]) listener(this.found);
  }
}
