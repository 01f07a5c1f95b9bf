import type { Server as NetServer, Socket } from 'node:net';
import { listenOnHandle } from '../listener';
import type { Give } from './incumbent';

/** The most who wait while nobody serves; more are cut off. */
const maxWaiting = 4096;

/** Who comes while nobody serves. None of them has been read, so that they can go to another process. */
export class Arrivals {
  private readonly sockets: Socket[] = [];

  /** @param socket one that is paused */
  readonly add = (socket: Socket): void => {
    if (this.sockets.length >= maxWaiting) socket.destroy();
    // A connection may break before it is looked at.
    else this.sockets.push(socket.on('error', ignore));
  };

  /** Gives them away, those who come meanwhile as well. */
  async giveTo(give: Give): Promise<void> {
    for (const socket of this.taken()) await give(socket);
  }

  *taken(): Generator<Socket> {
    for (let socket = this.sockets.shift(); socket !== undefined; socket = this.sockets.shift()) yield socket.off('error', ignore);
  }
}

/** Listening sockets that are on their way from one process to another. */
export class Interim {
  private readonly listeners: NetServer[] = [];
  private readonly arrivals = new Arrivals();

  /** Takes a socket from another process. */
  add(listener: NetServer): void {
    this.listeners.push(listenOnHandle(listener, this.arrivals.add));
  }

  /** Gives the listening sockets to a process, which may fail yet: they are kept as well. */
  async lend(give: Give): Promise<void> {
    for (const listener of this.listeners) await give(listener);
  }

  /** Lets go of the listening sockets, and sends on who has come on them. */
  async end(give: Give): Promise<void> {
    for (const listener of this.listeners.splice(0)) listener.close();
    await this.arrivals.giveTo(give);
  }
}

/** Whoever breaks off is noticed when they are looked at. */
function ignore(): void {
  // On purpose.
}
