import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from './server';

const bundle = path.join(import.meta.dirname, '../../dist/server.js');
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from the signal, or from the start, to the end. */
  readonly duration: number;
  readonly output: string;
  readonly errors: string;
}

/** The real program, `node dist/server.js`, in a process of its own; it ends with the test. */
export class ServerProcess {
  private output = '';
  private errors = '';
  private startedAt = Date.now();
  private readonly ended: Promise<unknown[]>;

  private constructor(private readonly child: ChildProcess) {
    running.add(child);
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.ended = once(child, 'close').finally(() => running.delete(child));
  }

  /** Starts the program with these arguments; a data folder is made for it. */
  static start(...args: readonly string[]): ServerProcess {
    if (!existsSync(bundle)) throw new Error('dist/server.js is not built: npm run build');
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RITROVO_')));
    return new ServerProcess(
      spawn(process.execPath, [bundle, '--data', temporaryFolder(), '--announce', 'no', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment }),
    );
  }

  /** The same for a process that may have only so many files open. */
  static startWithDescriptors(limit: number, ...args: readonly string[]): ServerProcess {
    const command = [process.execPath, bundle, '--data', temporaryFolder(), '--announce', 'no', ...args];
    return new ServerProcess(spawn('sh', ['-c', `ulimit -n ${String(limit)}; exec "$0" "$@"`, ...command], { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Waits until the log says that it listens. @returns the port */
  async listening(): Promise<number> {
    if (this.child.stdout === null) throw new Error('there is no output');
    for await (const line of createInterface(this.child.stdout)) {
      const entry: unknown = JSON.parse(line);
      if (typeof entry === 'object' && entry !== null && 'port' in entry) return Number(entry.port);
    }
    throw new Error(`the server ended before it listened: ${this.errors}`);
  }

  /** Waits until a line of the log, from now on, fits. */
  async logged(pattern: RegExp): Promise<string> {
    const from = this.output.length;
    for (;;) {
      const line = this.output.slice(from).split('\n').find((text) => pattern.test(text));
      if (line !== undefined) return line;
      if (this.child.stdout?.readableEnded !== false) throw new Error(`the log ended before ${String(pattern)}: ${this.output}`);
      await once(this.child.stdout, 'data');
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Sends a signal, as Ctrl-C does; the time to the end is counted from here. */
  signal(signal: NodeJS.Signals): void {
    this.startedAt = Date.now();
    this.child.kill(signal);
  }

  async exit(): Promise<Exit> {
    await this.ended;
    const { exitCode: code, signalCode: signal } = this.child;
    return { code, signal, duration: Date.now() - this.startedAt, output: this.output, errors: this.errors };
  }
}
