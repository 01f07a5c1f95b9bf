import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, Request } from './database-thread';

interface Waiting {
  readonly resolve: (rows: readonly Readonly<Record<string, unknown>>[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A thread with a connection of its own to the database, for what takes long on a slow disk: the people in the rooms
 * shall not wait for it. It is started when it is first asked for something. It must not be cut off while SQLite works:
 * the driver ends the whole process then. So it keeps the process alive until it has answered, and is asked to end.
 */
export class BackgroundFile {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private isClosed = false;

  constructor(private readonly file: string) {}

  /** Asks SQLite a pragma; one after the other. @throws what SQLite says, or that the thread has ended */
  pragma(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    if (this.isClosed) return Promise.reject(new Error('the database is closed'));
    this.worker ??= this.start();
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.ref();
      this.worker?.postMessage({ id, pragma: text } satisfies Request);
    });
  }

  /**
   * Takes no more questions; what is under way is done. The thread is not terminated: the driver's C++ would throw where
   * nobody catches, and that ends the whole process.
   * @returns when the thread has let go of the file
   */
  async close(): Promise<void> {
    this.isClosed = true;
    const { worker } = this;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    worker.postMessage('end' satisfies Request);
    await ended;
  }

  private start(): Worker {
    // Beside this file, as beside the bundle (webpack.config.js): Node adds the extension.
    const worker = new Worker(path.join(__dirname, 'database-thread'), { name: 'database', workerData: { file: this.file } });
    worker.on('message', ({ id, rows, error }: Answer) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) waiting?.resolve(rows ?? []);
      else waiting?.reject(new Error(error));
      if (this.waiting.size === 0 && !this.isClosed) worker.unref();
    });
    worker.once('error', (error) => this.giveUp(worker, error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', () => this.giveUp(worker, new Error('the thread of the database has ended')));
    return worker;
  }

  /** The next question starts another thread. */
  private giveUp(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
