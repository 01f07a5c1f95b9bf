import { createSocket } from 'node:dgram';
import { hostname } from 'node:os';
import type { Bonjour, ServiceConfig } from 'bonjour-service';
import type { Logger } from './log';
import { cutToBytes } from './text';

/** Source: https://www.rfc-editor.org/rfc/rfc6762#section-3 */
const multicastPort = 5353;
/** The longest name of a service, in bytes. Source: https://www.rfc-editor.org/rfc/rfc6763#section-4.1.1 */
const maxName = 63;
/** The longest value of an entry, so that the whole entry fits. Source: https://www.rfc-editor.org/rfc/rfc6763#section-6.1 */
const maxValue = 200;
/** How long a goodbye may take, in ms. */
const goodbyeTime = 300;

/** As what the server is found: our own clients look for the first, other IRC programs for the second. */
const types = ['ritrovo', 'irc'] as const;

/** What is told of the server. */
export interface Announcement {
  readonly name: string;
  readonly port: number;
  readonly room: string;
  /** The SHA-256 of its certificate; undefined where it does not speak TLS. */
  readonly fingerprint: string | undefined;
  /** Whether everybody who joins has to give a password. */
  readonly hasPassword: boolean;
}

/**
 * Tells the network that there is a server (DNS-SD over multicast DNS), so that people need not know its address. Where
 * multicast is impossible, or its port is taken, nobody finds the server by itself, and that is all.
 * Source: https://www.rfc-editor.org/rfc/rfc6763
 */
export class Announcer {
  private bonjour: Bonjour | undefined;

  constructor(private readonly log: Logger) {}

  async start(announcement: Announcement): Promise<void> {
    try {
      // Loaded only where it is needed: it costs a part of the time that the server takes to start.
      const { Bonjour } = await import('bonjour-service');
      const socket = createSocket({ type: 'udp4', reuseAddr: true });
      // The options go on to multicast-dns, which takes a socket: an error on one of its own would end the process.
      const options = { socket, bind: false } as Partial<ServiceConfig>;
      const bonjour = new Bonjour(options, (error: unknown) => this.fail(error));
      this.bonjour = bonjour;
      socket.removeAllListeners('error');
      socket.on('error', (error) => this.fail(error));
      socket.bind(multicastPort);
      for (const type of types) bonjour.publish(serviceOf(announcement, type));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Tells the network that the server is gone. @param goodbye whether it is; false where another takes its place */
  async stop(goodbye: boolean): Promise<void> {
    const { bonjour } = this;
    this.bonjour = undefined;
    if (bonjour === undefined) return;
    if (goodbye) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, goodbyeTime);
        bonjour.unpublishAll(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    bonjour.destroy();
  }

  private fail(error: unknown): void {
    this.log.debug({ err: error }, 'the server cannot be announced on this network (DNS-SD)');
    void this.stop(false);
  }
}

/** Two servers of the same name are told apart by the computers that they run on. */
function serviceOf({ name, port, room, fingerprint, hasPassword }: Announcement, type: (typeof types)[number]): ServiceConfig {
  const host = hostname().replace(/\.local$/, '');
  return {
    name: cutToBytes(`${name} (${host})`, maxName),
    type,
    port,
    host: `${host}.local`,
    txt: {
      ...(Buffer.byteLength(room) <= maxValue ? { room } : {}),
      tls: fingerprint === undefined ? '0' : '1',
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(hasPassword ? { password: '1' } : {}),
    },
    // It would ask for half a second, and then write to the terminal.
    probe: false,
  };
}
