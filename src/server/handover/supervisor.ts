import { fork, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { RestartError, type Incumbent } from './incumbent';
import { isMessage } from './messages';
import { remote } from './remote';
import { answerOf, ask, giveTo } from './talk';

/** How long a new process may take to load, in ms; */
const readyTimeout = 20_000;
/** and to open the data folder and bring it to its own version. Nobody can chat meanwhile. */
const openTimeout = 60_000;

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
  private ports: readonly number[] = [];
  private isRestarting = false;

  /**
   * @param own the server of this process
   * @param onEnd the server that this process watches over has ended, with that exit status
   */
  constructor(
    private readonly program: Program,
    private readonly own: Incumbent & { readonly ports: readonly number[] },
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
    const incumbent = this.child === undefined ? this.own : remote(this.child);
    try {
      if (process.platform === 'win32') throw new Error('on Windows a running server cannot hand over. Stop it and start it again');
      if (this.isRestarting) throw new Error('a restart is under way already');
      await this.replace(incumbent);
    } catch (error) {
      const refusal = new RestartError(`The server was not restarted and goes on as it was: ${wordsOf(error)}`, { cause: error });
      incumbent.refuse(refusal.message);
      throw refusal;
    }
  }

  private async replace(incumbent: Incumbent): Promise<void> {
    this.isRestarting = true;
    const successor = this.start();
    try {
      await within(readyTimeout, answerOf(successor, 'ready'));
      await incumbent.stepAside();
      await this.change(incumbent, successor);
    } catch (error) {
      await kill(successor);
      throw error;
    } finally {
      this.isRestarting = false;
    }
    await incumbent.leave(giveTo(successor));
  }

  /** Lets the successor take the place of the incumbent; where it cannot, everything is as before. */
  private async change(incumbent: Incumbent, successor: ChildProcess): Promise<void> {
    try {
      await within(openTimeout, ask(successor, { type: 'open' }, 'opened'));
      await incumbent.handOver(giveTo(successor));
      const { ports } = await within(readyTimeout, ask(successor, { type: 'take-over' }, 'started'));
      this.ports = ports;
    } catch (error) {
      // The folder and the ports are free when it is gone.
      await kill(successor);
      await incumbent.resume();
      throw error;
    }
    this.watch(successor);
  }

  private start(): ChildProcess {
    const { script, args, execArgv } = this.program;
    const ports = this.child === undefined ? this.own.ports : this.ports;
    return fork(script, [...args], { execArgv: [...execArgv], env: { ...process.env, RITROVO_TAKES_OVER: ports.join(',') } });
  }

  private watch(child: ChildProcess): void {
    this.child = child;
    child.on('message', (message) => {
      // Where it fails, the child has been told.
      if (isMessage(message) && message.type === 'restart') this.restart().catch(() => undefined);
    });
    child.once('exit', (code, signal) => {
      if (this.child === child) this.onEnd(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    // It could not be started at all.
    child.once('error', () => resolve());
  });
  if (child.kill('SIGKILL')) await ended;
}

async function within<Result>(time: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the new process has not got ready within ${time / 1000} seconds. Stop the server and start it again`)), time);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
