import { spawn } from 'node:child_process';
import type { PasswordStore } from './core/accounts';

/** How long the platform's program may take, in ms: it may ask the person to unlock the keyring. */
const timeout = 20_000;
const service = 'ritrovo';
const maxAnswer = 4096;

/** One call of a platform's program: its arguments, and what it is told on its standard input. */
interface Call {
  readonly args: readonly string[];
  readonly input: string;
}

/** How one platform keeps passwords. */
interface Platform {
  readonly program: string;
  get(server: string, account: string): Call;
  set(server: string, account: string, password: string): Call;
}

/** libsecret's program. The password goes through standard input: arguments can be read by others. */
const linux: Platform = {
  program: 'secret-tool',
  get: (server, account) => ({ args: ['lookup', 'service', service, 'server', server, 'account', account], input: '' }),
  set: (server, account, password) => ({
    args: ['store', `--label=Ritrovo: ${account} at ${server}`, 'service', service, 'server', server, 'account', account],
    input: password,
  }),
};

/** The keychain. `-i` reads the command from standard input, for the same reason. */
const mac: Platform = {
  program: 'security',
  get: (server, account) => ({ args: ['find-generic-password', '-s', `${service} ${server}`, '-a', account, '-w'], input: '' }),
  set: (server, account, password) => ({
    args: ['-i'],
    input: `add-generic-password -U -s ${quoted(`${service} ${server}`)} -a ${quoted(account)} -w ${quoted(password)}\n`,
  }),
};

/**
 * Passwords in the platform's keyring. Where there is none (another platform, no program, a keyring that is locked)
 * nothing is kept: the password is asked for each time.
 */
export class Keyring implements PasswordStore {
  private readonly platform: Platform | undefined;
  /** Whether the platform's program can be started. */
  private works = true;

  constructor(
    private readonly known: {
      /** Whether a password was kept: without one the keyring is not asked, which may open a dialog. */
      has(server: string, account: string): boolean;
      add(server: string, account: string): void;
    },
    platform: NodeJS.Platform = process.platform,
  ) {
    this.platform = platform === 'linux' ? linux : platform === 'darwin' ? mac : undefined;
  }

  async get(server: string, account: string): Promise<string | undefined> {
    if (this.platform === undefined || !this.known.has(server, account)) return undefined;
    const answer = await this.run(this.platform.program, this.platform.get(server, account));
    const password = answer?.replace(/\r?\n$/, '');
    return password === '' ? undefined : password;
  }

  async set(server: string, account: string, password: string): Promise<void> {
    // A line end would be another command.
    if (this.platform === undefined || /[\r\n\0]/.test(password)) return;
    const answer = await this.run(this.platform.program, this.platform.set(server, account, password));
    if (answer !== undefined) this.known.add(server, account);
  }

  /** What the program says; undefined where it failed or is not there. */
  private run(program: string, { args, input }: Call): Promise<string | undefined> {
    if (!this.works) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout });
      let answer = '';
      child.stdout.on('data', (chunk: Buffer) => {
        if (answer.length < maxAnswer) answer += chunk.toString();
      });
      child.once('error', () => {
        this.works = false;
        resolve(undefined);
      });
      child.once('close', (status) => resolve(status === 0 ? answer : undefined));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
