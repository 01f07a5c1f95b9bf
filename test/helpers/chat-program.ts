import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './server';

/** How long a program may take to show something, in ms. */
const patience = 15_000;

const running = new Set<ChatProgram>();

afterEach(() => {
  for (const program of running) program.kill();
});

/** How a program logs in by SASL. */
export interface ProgramLogin {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256';
  readonly account: string;
  readonly password: string;
}

/** Whether a program can be started by its name here. */
export function isInstalled(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** An IRC client that others made, driven as a person does: lines are typed, and what it shows is read. */
export abstract class ChatProgram {
  private readonly watchers = new Set<() => void>();

  protected constructor(protected readonly child: ChildProcess) {
    running.add(this);
    child.once('close', () => running.delete(this));
  }

  /** Everything that it has shown so far. */
  protected abstract get shown(): string;

  /** Types a line and presses Return. */
  abstract type(line: string): void;

  /** Waits until it has shown the text. */
  async shows(text: string): Promise<void> {
    const deadline = Date.now() + patience;
    while (!this.shown.includes(text)) {
      if (Date.now() > deadline) throw new Error(`“${text}” was not shown within ${String(patience)} ms, but:\n${this.shown.slice(-2000)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        this.watchers.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Waits for its end. */
  async ended(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
  }

  kill(): void {
    running.delete(this);
    this.child.kill('SIGKILL');
  }

  protected hasShown(): void {
    const watchers = [...this.watchers];
    this.watchers.clear();
    for (const wake of watchers) wake();
  }
}

/** irssi on a terminal of its own; what it shows is what it writes to that terminal, without the codes. */
export class Irssi extends ChatProgram {
  private screen = '';

  /** @param fingerprint of the server's certificate, `AB:CD:…`; without one, there is no TLS */
  static start(port: number, nick: string, fingerprint?: string, login?: ProgramLogin): Irssi {
    const home = temporaryFolder();
    // It paces itself to one command in 2.2 s unless it is told otherwise.
    const settings = 'settings = { "irc/core" = { cmd_queue_speed = "10msec"; }; };\n';
    writeFileSync(path.join(home, 'config'), settings + (login === undefined ? '' : irssiNetwork(port, login)));
    const target = login === undefined ? `-c 127.0.0.1 -p ${String(port)}` : '-c ritrovo';
    const options = fingerprint === undefined ? target : '--noconnect';
    const command = `stty rows 40 cols 150; exec irssi --home=${home} ${options} -n ${nick}`;
    const environment = { ...process.env, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
    const irssi = new Irssi(spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], { env: environment }));
    if (fingerprint !== undefined) irssi.type(`/connect -tls -notls_verify -tls_pinned_cert ${fingerprint} 127.0.0.1 ${String(port)}`);
    return irssi;
  }

  private constructor(child: ChildProcess) {
    super(child);
    child.stdout?.on('data', (chunk: Buffer) => {
      this.screen += chunk.toString();
      this.hasShown();
    });
  }

  protected get shown(): string {
    return this.screen.replace(/\x1b\[[\d;?]*[A-Za-z]|\x1b[()][A-Z\d]|[\x0e\x0f\r]/g, '');
  }

  type(line: string): void {
    this.child.stdin?.write(`${line}\r`);
  }
}

/** irssi's configuration of a network with a login. */
function irssiNetwork(port: number, { mechanism, account, password }: ProgramLogin): string {
  const sasl = `sasl_mechanism = "${mechanism}"; sasl_username = "${account}"; sasl_password = "${password}";`;
  return (
    `chatnets = { ritrovo = { type = "IRC"; ${sasl} }; };\n` +
    `servers = ( { address = "127.0.0.1"; chatnet = "ritrovo"; port = "${String(port)}"; } );\n`
  );
}

const signals = ['SIGUSR1', 'SIGUSR2', 'SIGHUP', 'SIGQUIT', 'SIGTERM'] as const;

/**
 * WeeChat without a terminal. It has no keyboard then: each line that a test types is bound to a signal at the start.
 * What it shows stands in its logs.
 */
export class WeeChat extends ChatProgram {
  private readonly logs: string;
  private readonly watcher: FSWatcher;

  /**
   * @param lines all that will be typed, at most five
   * @param fingerprint of the server's certificate, `AB:CD:…`; without one, there is no TLS
   */
  static start(port: number, nick: string, lines: readonly string[], fingerprint?: string, login?: ProgramLogin): WeeChat {
    const home = temporaryFolder();
    mkdirSync(path.join(home, 'logs'));
    const bound = lines.map((line, index) => `/set weechat.signal.${(signals[index] ?? '').toLowerCase()} "${line}"`);
    // Until WeeChat 4 its options said ssl, not tls.
    const word = /^[0-3]\./.test(spawnSync('weechat-headless', ['--version']).stdout.toString()) ? 'ssl' : 'tls';
    const security = fingerprint === undefined ? `-no${word}` : `-${word} -${word}_fingerprint=${fingerprint.replaceAll(':', '')}`;
    const sasl = login === undefined ? '' : ` -sasl_mechanism=${login.mechanism.toLowerCase()} -sasl_username=${login.account} -sasl_password=${login.password}`;
    const server = [`/server add ritrovo 127.0.0.1/${String(port)} ${security} -nicks=${nick}${sasl}`, '/connect ritrovo'];
    const commands = ['/set logger.file.flush_delay 0', ...bound, ...server].flatMap((command) => ['--run-command', command]);
    const environment = { ...process.env, HOME: home, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
    return new WeeChat(spawn('weechat-headless', ['--dir', home, ...commands], { env: environment, stdio: 'ignore' }), lines, home);
  }

  private constructor(
    child: ChildProcess,
    private readonly lines: readonly string[],
    home: string,
  ) {
    super(child);
    this.logs = path.join(home, 'logs');
    this.watcher = watch(this.logs, () => this.hasShown());
    child.once('close', () => this.watcher.close());
  }

  protected get shown(): string {
    return readdirSync(this.logs).map((file) => readFileSync(path.join(this.logs, file), 'utf8')).join('\n');
  }

  type(line: string): void {
    const signal = signals[this.lines.indexOf(line)];
    if (signal === undefined) throw new Error(`not bound to a signal: ${line}`);
    this.child.kill(signal);
  }

  override kill(): void {
    this.watcher.close();
    super.kill();
  }
}
