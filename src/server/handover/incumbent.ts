import type { Server as NetServer, Socket } from 'node:net';

/** The server is not restarted; the message says why, and it goes on as it was. */
export class RestartError extends Error {
  override readonly name = 'RestartError';
}

/** Sends a socket to another process: one that listens, or one that has just come. Resolves when it is on its way. */
export type Give = (socket: NetServer | Socket) => Promise<void>;

/** A server whose turn ends, step by step. Until {@link leave} it can go on as if nothing had happened. */
export interface Incumbent {
  /**
   * Writes down who is there and lets go of the data folder. Nothing changes from then on: what people send waits.
   * @throws where it cannot; it goes on as it was then
   */
  stepAside(): Promise<void>;
  /** Gives the successor what it listens on, and keeps it as well. */
  handOver(give: Give): Promise<void>;
  /** Goes on as it was: the successor has failed, and is gone. */
  resume(): Promise<void>;
  /** Tells the log and the operators that there is no restart, and why. */
  refuse(why: string): void;
  /** The successor serves: gives it who has come since {@link stepAside}, tells everybody else to come back, and ends. */
  leave(give: Give): Promise<void>;
}

/** A server that runs under a supervisor, which keeps its sockets meanwhile. */
export interface Supervised extends Incumbent {
  /** Takes no more connections. */
  stopListening(): void;
  /** Listens again on what was handed over. */
  listenAgain(listener: NetServer): void;
  accept(socket: Socket): void;
}
