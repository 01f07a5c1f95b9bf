import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import type { HostedAt, HostRoom } from './core/window';
import { t } from './i18n';

/** How long the server may take to start, and to end, in ms. */
const startTimeout = 20_000;
const stopTimeout = 3000;
/** How much of its last words is kept. */
const maxWords = 4000;

const listening = z.object({ type: z.literal('listening'), port: z.number(), addresses: z.array(z.string()), fingerprint: z.string().optional() });

/** The server in a process of its own, so that the window stays smooth. It ends with the program. */
export class HostedRoom implements HostRoom {
  private child: ChildProcess | undefined;
  private started: Promise<HostedAt> | undefined;

  constructor(private readonly options: { readonly script?: string; readonly args?: readonly string[]; readonly execArgv?: readonly string[] } = {}) {}

  start(): Promise<HostedAt> {
    this.started ??= this.run().catch((error: unknown) => {
      this.started = undefined;
      throw error;
    });
    return this.started;
  }

  stop(): void {
    void this.close();
  }

  /** Ends the server and waits until it has told everybody; 3 s at most. */
  async close(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    this.started = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        resolve();
      }, stopTimeout);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  private run(): Promise<HostedAt> {
    const { script = path.join(__dirname, 'server.js'), args = [], execArgv = [] } = this.options;
    // Not in the terminal's group: Ctrl-C there reaches the window, which ends the server itself.
    // The variable is the window's here: the password of the server that it was to join is not that of this room.
    const env = { ...process.env, RITROVO_PASSWORD_FILE: undefined };
    const child = spawn(process.execPath, [...execArgv, script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true, env,
    });
    this.child = child;
    let words = '';
    const keep = (chunk: Buffer): void => {
      words = (words + chunk.toString()).slice(-maxWords);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(t('hosting.startSlow')));
      }, startTimeout);
      child.on('message', (message: unknown) => {
        const told = listening.safeParse(message);
        if (!told.success) return;
        clearTimeout(timer);
        const { port, addresses, fingerprint } = told.data;
        resolve({ port, addresses, ...(fingerprint === undefined ? {} : { fingerprint }) });
      });
      child.once('error', (error) => {
        clearTimeout(timer);
        reject(new Error(t('hosting.startFailed', { why: error.message }), { cause: error }));
      });
      child.once('close', (status) => {
        clearTimeout(timer);
        if (this.child === child) {
          this.child = undefined;
          this.started = undefined;
        }
        reject(new Error(lastWords(words, status)));
      });
    });
  }
}

function lastWords(words: string, status: number | null): string {
  const text = words.trim();
  return text === '' ? t('hosting.startEnded', { status: String(status) }) : text;
}
