import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Logger } from '../log';
import { contentsOf } from './damage';
import type { Inspected } from './database-inspector';

/** How long the server has run before the file is looked through, in ms: those who come back come first. */
const delay = 5000;
/** How long it may take, in ms; a file that needs longer is looked through in part. */
const longest = 30 * 60_000;
/** How many tables are named to operators; the log has all. */
const maxNamed = 3;

/** How to go on, for whoever runs the server. */
const advice = 'What cannot be read is lost, the rest is served. Save what can be read (export), then stop the server and go back to a copy (README, Back-up)';

/**
 * Looks through the database for pages that a disk has damaged, soon after the start, so that it is known before somebody
 * needs what is on them, and while there is still a good copy. A process of its own does that, since it reads the whole
 * file: the one that brings in the log is not to wait for that, and a thread could not be ended while SQLite works.
 */
export class Inspection {
  private readonly damaged = new Map<string, string>();
  private timer: NodeJS.Timeout;
  private child: ChildProcess | undefined;
  private lastWords = '';
  private isStopped = false;

  /** @param warn told what is damaged, in words for the operators */
  constructor(
    private readonly file: string,
    private readonly log: Logger,
    private readonly warn: (words: string) => void,
  ) {
    this.timer = setTimeout(() => this.start(), delay).unref();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.child?.kill('SIGKILL');
  }

  private start(): void {
    const startedAt = performance.now();
    // Beside this file, as beside the bundle (webpack.config.js): Node adds the extension.
    const child = fork(path.join(__dirname, 'database-inspector'), [this.file], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    this.child = child;
    child.unref();
    child.channel?.unref();
    child.stderr?.on('data', (chunk: Buffer) => (this.lastWords = chunk.toString().trim().slice(0, 300)));
    child.on('message', (message) => this.hear(message as Inspected));
    child.once('error', (error) => this.giveUp(error.message));
    child.once('close', (code, signal) => {
      clearTimeout(this.timer);
      this.child = undefined;
      if (this.isStopped) return;
      if (code !== 0) this.giveUp(this.lastWords || `it ended with ${signal ?? String(code)}`);
      else if (this.damaged.size === 0) this.log.debug({ ms: Math.round(performance.now() - startedAt) }, 'the database was looked through: it is not damaged');
    });
    this.timer = setTimeout(() => {
      this.lastWords = `it took more than ${String(longest / 60_000)} minutes`;
      child.kill('SIGKILL');
    }, longest).unref();
  }

  private hear({ table, problems }: Inspected): void {
    const [first] = problems;
    if (first === undefined || this.isStopped) return;
    // The tables in which the search keeps its words belong to it.
    const contents = contentsOf[table] ?? (table.startsWith('search_') ? contentsOf.search : undefined) ?? 'data';
    this.damaged.set(table, contents);
    const more = problems.length === 1 ? '' : ` (and ${String(problems.length - 1)} more)`;
    this.log.error({ table, problems }, `the table ${table} (${contents}) of ${this.file} is damaged: ${first}${more}. ${advice}`);
    const all = [...new Set(this.damaged.values())];
    const rest = all.length > maxNamed ? ` and ${String(all.length - maxNamed)} more` : '';
    this.warn(`The database is damaged: ${all.slice(0, maxNamed).join('; ')}${rest}. ${advice}; the log says more`);
  }

  private giveUp(why: string): void {
    if (!this.isStopped) this.log.warn(`the database could not be looked through for damage: ${why}. The server goes on`);
  }
}
