import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Answer, Request } from './database-process';

interface Waiting {
  readonly resolve: (rows: readonly Readonly<Record<string, unknown>>[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A process with a connection of its own to the database, for what takes long on a slow disk: the people in the rooms
 * shall not wait for it. It is started when it is first asked for something. It is no thread, since SQLite cannot be
 * interrupted there: whoever wants to end would wait for minutes, and the driver would end the whole server then.
 */
export class BackgroundFile {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private isClosed = false;

  constructor(private readonly file: string) {}

  /** Asks SQLite a pragma; one after the other. @throws what SQLite says, or that the process has ended */
  pragma(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    if (this.isClosed) return Promise.reject(closed());
    this.child ??= this.start();
    const { child } = this;
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      setRef(child, true);
      child.send({ id, pragma: text } satisfies Request, (error) => {
        if (error !== null) this.giveUp(child, error);
      });
    });
  }

  /**
   * Takes no more questions. What is under way is ended at once: SQLite leaves the file as it has to be, whenever a
   * process ends. Source: https://www.sqlite.org/atomiccommit.html
   * @returns when the process has let go of the file
   */
  async close(): Promise<void> {
    this.isClosed = true;
    const { child } = this;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      // It could not be started at all.
      child.once('error', () => resolve());
    });
    setRef(child, true);
    if (this.waiting.size > 0) {
      child.kill('SIGKILL');
      this.rejectAll(closed());
    } else if (child.connected) child.disconnect();
    await ended;
  }

  private start(): ChildProcess {
    // Beside this file, as beside the bundle (webpack.config.js): Node adds the extension.
    const child = fork(path.join(__dirname, 'database-process'), [this.file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', ({ id, rows, error }: Answer) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) waiting?.resolve(rows ?? []);
      else waiting?.reject(new Error(error));
      if (this.waiting.size === 0 && !this.isClosed) setRef(child, false);
    });
    child.once('error', (error) => this.giveUp(child, error));
    child.once('exit', () => this.giveUp(child, new Error('the process beside the database has ended')));
    return child;
  }

  /** The next question starts another process. */
  private giveUp(child: ChildProcess, error: Error): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.rejectAll(error);
  }

  private rejectAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

const closed = (): Error => new Error('the database is closed');

/** Sets whether this process stays for the sake of that one. */
function setRef(child: ChildProcess, isWaitedFor: boolean): void {
  if (isWaitedFor) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
