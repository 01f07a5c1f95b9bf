import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Config } from './config';
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

  /** What it listens on. */
  get ports(): number[] {
    return this.servers.map((server) => listeningOf(server).port);
  }

  /**
   * @param host `::` listens on IPv6 and IPv4; where the machine has no IPv6, on IPv4
   * @param extraPorts the setting; all of them, or none at all, are listened on
   * @returns where `port` is
   * @throws ListenError
   */
  async listen(host: string, port: number, extraPorts: readonly string[] = []): Promise<Listening> {
    try {
      const listening = await this.add(host, port, 'port');
      for (const extra of new Set(extraPorts.map(Number))) {
        if (extra !== listening.port) await this.add(listening.host, extra, 'extra-ports');
      }
      return listening;
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Goes on with the sockets of the server before, and with those that were opened beside them; what the settings no
   * longer name is closed.
   * @throws ListenError
   */
  adopt(inheritance: Inheritance, config: PortConfig): Listening {
    const wanted = portsOf(config).map(({ port }) => port);
    let main: Listening | undefined;
    for (const server of inheritance.listeners) {
      const listening = listeningOf(server);
      if (!wanted.includes(listening.port) && config.port !== 0) server.close();
      else {
        this.servers.push(server);
        if (listening.port === config.port || main === undefined) main = listening;
      }
    }
    inheritance.claim(this.onSocket);
    if (main === undefined) throw new ListenError('The server before this one handed over no port. Stop it and start it again.');
    return main;
  }

  /** Gives each listening socket to another process, and keeps it until {@link close}: no moment is without a listener. */
  async handOver(give: (listener: NetServer) => Promise<void>): Promise<void> {
    for (const server of this.servers) await give(server);
  }

  /** Listens on what another process listened on. */
  take(listener: NetServer): void {
    this.servers.push(listenOnHandle(listener, this.onSocket));
  }

  /** Takes no more connections. */
  close(): void {
    for (const server of this.servers.splice(0)) server.close();
  }

  private async add(host: string, port: number, setting: PortSetting): Promise<Listening> {
    const server = await listenOn(host, port, setting, this.onSocket);
    this.servers.push(server);
    return listeningOf(server);
  }
}

/** The settings that say where a server listens. */
type PortConfig = Pick<Config, 'port' | 'extraPorts'>;

/** The ports that the settings name, each once. */
export function portsOf({ port, extraPorts }: PortConfig): { readonly port: number; readonly setting: PortSetting }[] {
  const extra = new Set(extraPorts.map(Number));
  extra.delete(port);
  return [{ port, setting: 'port' }, ...[...extra].map((number) => ({ port: number, setting: 'extra-ports' as const }))];
}

function listeningOf(server: NetServer): Listening {
  const { address: host, port } = server.address() as AddressInfo;
  return { host, port };
}

/**
 * Listens on one port. Sockets come paused: one that is handed on to another process must not have been read.
 * @throws ListenError
 */
export async function listenOn(host: string, port: number, setting: PortSetting, onSocket: (socket: Socket) => void): Promise<NetServer> {
  try {
    return await tryToListen(host, port, onSocket);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (host === '::' && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) return listenOn('0.0.0.0', port, setting, onSocket);
    throw new ListenError(wordsFor(code, { host, port, setting }, error), { cause: error });
  }
}

/**
 * Listens on a socket that came from another process.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#serverlistenhandle-backlog-callback
 */
export function listenOnHandle(listener: NetServer, onSocket: (socket: Socket) => void): NetServer {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, onSocket);
  server.on('error', () => undefined);
  return server.listen(listener);
}

function tryToListen(host: string, port: number, onSocket: (socket: Socket) => void): Promise<NetServer> {
  return new Promise((resolve, reject) => {
    // Half-open: a peer that sends its lines and closes its side (`printf … | nc`) still gets the answers.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, onSocket);
    server.once('error', reject);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject);
      // Out of descriptors, say: the connections that are there go on.
      server.on('error', () => undefined);
      resolve(server);
    });
  });
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
