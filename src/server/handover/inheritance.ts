import type { Server as NetServer, Socket } from 'node:net';
import type { Config } from '../config';
import { listenOn, listenOnHandle, portsOf } from '../listener';
import { loadIdentity, type Identity } from '../tls/identity';
import { gatewaysOf } from '../transport/gateways';
import { Arrivals } from './interim';
import { isMessage, type Message } from './messages';
import { sendUp } from './talk';

/** What a server takes over from the one before it: the sockets that listen, and who has come on them since. */
export class Inheritance {
  readonly listeners: NetServer[] = [];
  private readonly arrivals = new Arrivals();
  private onSocket: ((socket: Socket) => void) | undefined;

  /** @param identity the certificate, loaded before the server that was there ended */
  private constructor(readonly identity: Identity | undefined) {}

  /**
   * Tries everything that can fail while the server that is to be followed still serves.
   * @param held the ports on which it listens
   * @throws ConfigError, ListenError
   */
  static async prepare(config: Config, held: readonly number[]): Promise<Inheritance> {
    gatewaysOf(config.webirc);
    const inheritance = new Inheritance(await loadIdentity(config));
    for (const { port, setting } of portsOf(config)) {
      if (port === 0 || held.includes(port)) continue;
      inheritance.listeners.push(await listenOn(config.host, port, setting, inheritance.take));
    }
    return inheritance;
  }

  /** Listens on what another process listened on. */
  readonly add = (listener: NetServer): void => {
    this.listeners.push(listenOnHandle(listener, this.take));
  };

  readonly take = (socket: Socket): void => {
    if (this.onSocket === undefined) this.arrivals.add(socket);
    else this.onSocket(socket);
  };

  /** Hands over who has come, and whoever comes from now on. */
  claim(onSocket: (socket: Socket) => void): void {
    this.onSocket = onSocket;
    for (const socket of this.arrivals.taken()) onSocket(socket);
  }

  /** Says that all is ready, and waits until the data folder may be opened. Until then nothing in it is touched. */
  async untilOpen(): Promise<void> {
    process.on('message', (message: unknown, handle?: unknown) => {
      if (!isMessage(message)) return;
      if (message.type === 'listener') this.add(handle as NetServer);
      // Undefined where the peer has gone on the way.
      else if (message.type === 'arrival' && handle !== undefined) this.take(handle as Socket);
    });
    await next('open', { type: 'ready' });
  }

  /** Says that the data folder is open, and waits until everything that listens is here. */
  async untilComplete(): Promise<void> {
    await next('take-over', { type: 'opened' });
  }
}

/** Says something to the supervisor and waits for what it says then. */
function next(type: Message['type'], said: Message): Promise<void> {
  return new Promise((resolve) => {
    const onMessage = (message: unknown): void => {
      if (!isMessage(message) || message.type !== type) return;
      process.off('message', onMessage);
      resolve();
    };
    process.on('message', onMessage);
    void sendUp(said);
  });
}
