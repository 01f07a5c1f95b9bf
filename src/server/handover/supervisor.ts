import { fork, type ChildProcess } from 'node:child_process';
import { createServer, Socket, type Server as NetServer } from 'node:net';
import { constants } from 'node:os';
import { isMessage, type Message } from './messages';

/** The server is not restarted; the message says why, and it goes on as it was. */
export class RestartError extends Error {
  override readonly name = 'RestartError';
}

/** How long a new process may take to load, in ms. */
const readyTimeout = 20_000;

/** A server whose turn ends. */
export interface Incumbent {
  /**
   * Ends its turn: hands over what it listens on, writes down who is there, tells everybody, closes the data folder.
   * @param give sends a listening socket to the successor; resolves when it is on its way
   * @throws where it cannot; it goes on then
   */
  handOver(give: Give): Promise<void>;
}

/** Sends the successor a socket: one that listens, or one that has just come. */
export type Give = (socket: NetServer | Socket) => Promise<void>;

/** What is started again, as it is on the disk then: a new version takes effect. */
export interface Program {
  readonly script: string;
  readonly args: readonly string[];
  readonly execArgv: readonly string[];
}

/**
 * Restarts the server without losing its listening sockets. The first process runs the server itself, until the first
 * restart; from then on it only watches over the process that does, hands its signals on and ends as that one ends. A
 * further restart replaces that process: there are never more than two.
 */
export class Supervisor {
  private child: ChildProcess | undefined;
  private isRestarting = false;

  /**
   * @param own the server of this process
   * @param onEnd the server that this process watches over has ended, with that exit status
   */
  constructor(
    private readonly program: Program,
    private readonly own: Incumbent,
    private readonly onEnd: (status: number) => void,
  ) {}

  /** Whether another process runs the server now. */
  get isWatching(): boolean {
    return this.child !== undefined;
  }

  /** Hands a signal on to the process that runs the server. */
  forward(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /**
   * Starts the program anew and lets it take over; resolves when it has.
   * @throws RestartError where the new one does not start: the one that is there goes on
   */
  async restart(): Promise<void> {
    if (process.platform === 'win32') throw new RestartError('On Windows a running server cannot hand over: stop it and start it again.');
    if (this.isRestarting) throw new RestartError('A restart is under way already.');
    this.isRestarting = true;
    try {
      await this.replace();
    } finally {
      this.isRestarting = false;
    }
  }

  private async replace(): Promise<void> {
    const successor = await this.start();
    const before = this.child;
    const incumbent = before === undefined ? this.own : remote(before);
    try {
      await incumbent.handOver((socket) => send(successor, socket instanceof Socket ? { type: 'arrival' } : { type: 'listener' }, socket));
    } catch (error) {
      successor.kill('SIGKILL');
      throw new RestartError(`The server cannot hand over and goes on as it was: ${wordsOf(error)}`, { cause: error });
    }
    this.watch(successor);
    const started = told(successor, 'started');
    await send(successor, { type: 'take-over' });
    await started;
  }

  private async start(): Promise<ChildProcess> {
    const { script, args, execArgv } = this.program;
    const successor = fork(script, [...args], { execArgv: [...execArgv], env: { ...process.env, RITROVO_TAKES_OVER: '1' } });
    const timer = setTimeout(() => successor.kill('SIGKILL'), readyTimeout);
    try {
      await told(successor, 'ready');
      return successor;
    } catch (error) {
      throw new RestartError('The new process ended before it could take over; its words are in the log. The server goes on as it was.', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  private watch(child: ChildProcess): void {
    this.child = child;
    child.on('message', (message) => {
      if (isMessage(message) && message.type === 'restart') void this.restartFor(child);
    });
    child.once('exit', (code, signal) => {
      if (this.child === child) this.onEnd(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }

  private async restartFor(child: ChildProcess): Promise<void> {
    try {
      await this.restart();
    } catch (error) {
      if (child.connected) await send(child, { type: 'refused', why: wordsOf(error) });
    }
  }
}

/** A server that runs in another process; see `follow`. */
function remote(child: ChildProcess): Incumbent {
  return {
    async handOver(give) {
      const relayed: Promise<void>[] = [];
      const relay = (message: unknown, handle: unknown): void => {
        if (isMessage(message) && message.type === 'listener') relayed.push(passOn(handle as NetServer, give));
      };
      child.on('message', relay);
      const ended = told(child, 'handed-over');
      await send(child, { type: 'hand-over' });
      try {
        await ended;
      } catch (error) {
        // One that dies on the way has handed over as well as it could.
        if (error instanceof KeptError) throw error;
      } finally {
        child.off('message', relay);
      }
      await Promise.all(relayed);
    },
  };
}

/** Node listens on a server that comes from another process; until it has gone on, whoever comes waits to be read. */
async function passOn(listener: NetServer, give: Give): Promise<void> {
  const waiting = createServer({ pauseOnConnect: true }, (socket) => void give(socket));
  waiting.listen(listener);
  await give(waiting);
  waiting.close();
}

/** A server in another process cannot hand over; the message says why. */
class KeptError extends Error {
  override readonly name = 'KeptError';
}

/** Resolves when a process says something, rejects when it ends instead, or keeps what it has. */
function told(child: ChildProcess, type: Message['type']): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onExit);
    };
    const onMessage = (message: unknown): void => {
      if (!isMessage(message) || (message.type !== type && message.type !== 'kept')) return;
      stop();
      if (message.type === 'kept') reject(new KeptError(message.why));
      else resolve();
    };
    const onExit = (): void => {
      stop();
      reject(new Error(`it ended before it said “${type}”`));
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onExit);
  });
}

/** Sends a message, with a socket where there is one; resolves when it is on its way, or cannot be. */
function send(child: ChildProcess, message: Message, socket?: NetServer | Socket): Promise<void> {
  return new Promise((resolve) => {
    child.send(message, socket, () => resolve());
  });
}

/**
 * In a process that took over: does as the supervisor says.
 * @returns asks for a restart; rejects with a RestartError where there is none
 */
export function follow(own: Incumbent, onHandedOver: () => void): () => Promise<void> {
  let refuse: ((error: RestartError) => void) | undefined;
  process.on('message', (message: unknown) => {
    if (!isMessage(message)) return;
    if (message.type === 'refused') refuse?.(new RestartError(message.why));
    if (message.type !== 'hand-over') return;
    const give: Give = (listener) => sendUp({ type: 'listener' }, listener);
    void own.handOver(give).then(
      () => sendUp({ type: 'handed-over' }).then(onHandedOver),
      (error: unknown) => sendUp({ type: 'kept', why: wordsOf(error) }),
    );
  });
  return () =>
    new Promise((_, reject) => {
      refuse = reject;
      void sendUp({ type: 'restart' });
    });
}

function sendUp(message: Message, socket?: NetServer | Socket): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, socket, undefined, () => resolve());
  });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
