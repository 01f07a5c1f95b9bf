import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { isMessage, type Message } from './messages';

/** Connections kept until the server can take them; more are cut off. */
const maxWaiting = 4096;

/** The listening sockets of the server before this one, and who has come on them since. */
export class Inheritance {
  readonly listeners: NetServer[] = [];
  private readonly waiting: Socket[] = [];
  private onSocket: ((socket: Socket) => void) | undefined;

  /** Listens on what another process listened on. */
  readonly add = (listener: NetServer): void => {
    const own = createServer({ allowHalfOpen: true }, this.take);
    own.on('error', () => undefined);
    // Source: https://nodejs.org/docs/latest-v20.x/api/net.html#serverlistenhandle-backlog-callback
    this.listeners.push(own.listen(listener));
  };

  readonly take = (socket: Socket): void => {
    if (this.onSocket !== undefined) this.onSocket(socket);
    else if (this.waiting.length >= maxWaiting) socket.destroy();
    else this.waiting.push(socket.on('error', ignore));
  };

  /** Hands over who has come, and whoever comes from now on. */
  claim(onSocket: (socket: Socket) => void): void {
    this.onSocket = onSocket;
    for (const socket of this.waiting.splice(0)) {
      socket.off('error', ignore);
      onSocket(socket);
    }
  }
}

/**
 * In a process that takes over: says that it is ready, and waits for the listening sockets and for its turn. Until then
 * nothing in the data folder is touched.
 */
export function inherit(): Promise<Inheritance> {
  const inheritance = new Inheritance();
  return new Promise((resolve) => {
    const onMessage = (message: unknown, handle?: unknown): void => {
      if (!isMessage(message)) return;
      if (message.type === 'listener') inheritance.add(handle as NetServer);
      else if (message.type === 'arrival') inheritance.take(handle as Socket);
      if (message.type !== 'take-over') return;
      process.off('message', onMessage);
      resolve(inheritance);
    };
    process.on('message', onMessage);
    process.send?.({ type: 'ready' } satisfies Message);
  });
}

/** A connection may break before it is looked at. */
function ignore(): void {
  // On purpose.
}
