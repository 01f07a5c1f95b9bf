import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Inheritance } from './handover/inheritance';

/** The address cannot be listened on; the message says why and which setting to change. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Where the server listens. */
export interface Listening {
  readonly host: string;
  readonly port: number;
}

/** Takes connections on one address, on one port or several. */
export class Listener {
  private readonly servers: NetServer[] = [];

  constructor(private readonly onSocket: (socket: Socket) => void) {}

  /**
   * @param host `::` listens on IPv6 and IPv4; where the machine has no IPv6, on IPv4
   * @param extraPorts the setting; all of them, or none at all, are listened on
   * @returns where `port` is
   * @throws ListenError
   */
  async listen(host: string, port: number, extraPorts: readonly string[] = []): Promise<Listening> {
    try {
      const listening = await this.listenOn(host, port, 'port');
      for (const extra of new Set(extraPorts.map(Number))) {
        if (extra !== listening.port) await this.listenOn(listening.host, extra, 'extra-ports');
      }
      return listening;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Goes on with the sockets of the server before, and listens on what the settings name besides them; what they no
   * longer name is closed.
   * @throws ListenError
   */
  async adopt(inheritance: Inheritance, port: number, extraPorts: readonly string[]): Promise<Listening> {
    const wanted = new Set([port, ...extraPorts.map(Number)]);
    let main: Listening | undefined;
    for (const server of inheritance.listeners) {
      const { address, port: actual } = server.address() as AddressInfo;
      if (!wanted.has(actual) && port !== 0) server.close();
      else {
        this.servers.push(server);
        wanted.delete(actual);
        if (actual === port || main === undefined) main = { host: address, port: actual };
      }
    }
    inheritance.claim(this.onSocket);
    if (main === undefined) throw new ListenError('The server before this one handed over no port. Stop it and start it again.');
    for (const extra of extraPorts.map(Number)) if (wanted.has(extra)) await this.listenOn(main.host, extra, 'extra-ports');
    return main;
  }

  /** Gives each listening socket to somebody else, and then lets go of it: no moment is without a listener. */
  async handOver(give: (listener: NetServer) => Promise<void>): Promise<void> {
    for (const server of this.servers.splice(0)) {
      await give(server);
      server.close();
    }
  }

  /** Takes no more connections. */
  close(): void {
    for (const server of this.servers.splice(0)) server.close();
  }

  private async listenOn(host: string, port: number, setting: PortSetting): Promise<Listening> {
    try {
      return await this.tryToListen(host, port);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (host === '::' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) return this.listenOn('0.0.0.0', port, setting);
      throw new ListenError(wordsFor(code, { host, port, setting }, error), { cause: error });
    }
  }

  private tryToListen(host: string, port: number): Promise<Listening> {
    return new Promise((resolve, reject) => {
      // Half-open: a peer that sends its lines and closes its side (`printf … | nc`) still gets the answers.
      const server = createServer({ allowHalfOpen: true }, this.onSocket);
      server.once('error', reject);
      server.listen({ host, port, backlog: 1024 }, () => {
        server.off('error', reject);
        // Out of descriptors, say: the connections that are there go on.
        server.on('error', () => undefined);
        this.servers.push(server);
        const { address, port: actual } = server.address() as AddressInfo;
        resolve({ host: address, port: actual });
      });
    });
  }
}

type PortSetting = 'port' | 'extra-ports';

/** What cannot be listened on, and the setting that says so. */
interface Wanted {
  readonly host: string;
  readonly port: number;
  readonly setting: PortSetting;
}

function wordsFor(code: unknown, { host, port, setting }: Wanted, error: unknown): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program, perhaps by a Ritrovo server that is already running. Stop that program, or choose another port: ${exampleOf(setting, port + 1)}.`;
    case 'EACCES':
      return `Port ${port} needs more rights than you have. Choose a port from 1024 up: ${exampleOf(setting, setting === 'port' ? 8080 : 6667)}.`;
    case 'ERR_SOCKET_BAD_PORT':
      return `There is no port ${port}. Choose one from 1 to 65535: ${exampleOf(setting, setting === 'port' ? 8080 : 6667)}.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `This computer does not have the address ${host}. Choose one that it has: --host (or RITROVO_HOST); :: is all of them.`;
    default:
      return `Listening on ${host}, port ${port}, failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function exampleOf(setting: PortSetting, port: number): string {
  return `--${setting} ${port} (or RITROVO_${setting.toUpperCase().replace('-', '_')})`;
}

/** The addresses by which others reach a server that listens on `host`, IPv4 first. */
export function reachableAddresses(host: string): string[] {
  if (host !== '::' && host !== '0.0.0.0') return [host];
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family, address }) => !internal && (family === 'IPv4' || (host === '::' && !address.startsWith('fe80:'))));
  found.sort((a, b) => a.family.localeCompare(b.family));
  return found.map(({ address }) => address);
}
