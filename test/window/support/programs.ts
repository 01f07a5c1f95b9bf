import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Accessible, Desktop } from '../../helpers/desktop';
import { until } from '../../helpers/until';

/** A bundle as people start it. */
export const clientProgram = path.resolve('dist/client.js');
const serverProgram = path.resolve('dist/server.js');

/** How a program ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs, and what it wrote. */
export class Program {
  output = '';
  private ending: Ending | undefined;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.once('close', (status, signal) => (this.ending = { status, signal }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ended(timeout = 10_000): Promise<Ending> {
    return await until(`the end of the program; it wrote: ${this.output}`, () => Promise.resolve(this.ending), timeout);
  }

  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.ending !== undefined) return;
    this.child.kill(signal);
    await this.ended();
  }
}

/** A server in a process of its own. */
export class ServerProgram extends Program {
  private constructor(child: ChildProcess, readonly port: number) {
    super(child);
  }

  /** @param port 0 for any that is free */
  static async start(port = 0, ...args: readonly string[]): Promise<ServerProgram> {
    const data = temporaryFolder();
    const child = spawn(process.execPath, [serverProgram, '--host', '127.0.0.1', '--port', String(port), '--data', data, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: withoutSettings(process.env),
    });
    const [told] = (await once(child, 'message')) as [{ port: number }];
    return new ServerProgram(child, told.port);
  }
}

export interface ClientOptions {
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where it keeps its settings; a new folder where none is given. */
  readonly settings?: string;
  /** A file that gets every name of a file that the program, or what it starts, gives to the system (strace). */
  readonly trace?: string;
}

/** The real window, on a desktop. */
export class ClientProgram extends Program {
  private constructor(child: ChildProcess, private readonly desktop: Desktop) {
    super(child);
  }

  static start(desktop: Desktop, { args = [], env = {}, settings = temporaryFolder(), trace }: ClientOptions = {}): ClientProgram {
    // -D: the program is the child, not the tracer.
    const tracer = trace === undefined ? [] : ['strace', '-D', '-f', '--seccomp-bpf', '-qq', '-s', '4096', '-e', 'trace=%file', '-e', 'signal=none', '-o', trace];
    const [program = '', ...first] = [...tracer, process.execPath, clientProgram, ...args];
    const child = spawn(program, first, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...desktop.env, RITROVO_CONFIG_DIR: settings, ...env },
    });
    return new ClientProgram(child, desktop);
  }

  /** Starts it with address and name, and waits until it is in the room and has the keyboard. */
  static async join(desktop: Desktop, port: number, nick: string, options: ClientOptions = {}): Promise<ClientProgram> {
    const client = ClientProgram.start(desktop, { ...options, args: [`127.0.0.1:${port}`, '--name', nick, ...(options.args ?? [])] });
    await client.shows('You joined #lobby');
    await client.focused('Your message');
    return client;
  }

  async seen(): Promise<readonly Accessible[]> {
    return await this.desktop.seen(this.pid);
  }

  /** Waits until this stands somewhere in the window. */
  async shows(text: string | RegExp, timeout?: number): Promise<Accessible> {
    return await until(`“${String(text)}” in the window`, async () => (await this.seen()).find((node) => says(node, text)), timeout);
  }

  /** Waits until this stands nowhere in the window. */
  async hides(text: string | RegExp): Promise<void> {
    await until(`no “${String(text)}” in the window`, async () => !(await this.seen()).some((node) => says(node, text)));
  }

  /** Waits for the field, button or list of that name. */
  async part(role: string, name: string): Promise<Accessible> {
    const fits = (node: Accessible): boolean => node.role === role && node.name === name;
    return await until(`the ${role} “${name}”`, async () => (await this.seen()).find(fits));
  }

  async click(role: string, name: string, times = 1): Promise<void> {
    const part = await until(`the ${role} “${name}” to be clicked`, async () => {
      const found = await this.part(role, name);
      return found.states.includes('sensitive') && found;
    });
    await this.desktop.click(part, times);
  }

  /** Clicks into the field and types in the place of what is there. */
  async fill(name: string, text: string): Promise<void> {
    await this.click('text', name);
    await this.focused(name);
    await this.desktop.press('ctrl+a');
    await this.desktop.type(text);
    await until(`“${text}” in the field “${name}”`, async () => (await this.part('text', name)).text === text);
  }

  async focused(name: string): Promise<void> {
    await until(`the focus on “${name}”`, async () => (await this.part('text', name)).states.includes('focused'));
  }

  /** Types into the message box and waits until it stands there. */
  async typeMessage(text: string): Promise<void> {
    await this.focused('Your message');
    await this.desktop.type(text);
    await until(`“${text}” in the box`, async () => (await this.box()) === text);
  }

  /** What stands in the message box. */
  async box(): Promise<string> {
    return (await this.part('text', 'Your message')).text ?? '';
  }

  /** What stands in the message area, without the characters that only make room. */
  async messages(): Promise<string> {
    return visible((await this.part('label', 'Messages')).text ?? '');
  }
}

const folders: string[] = [];

/** A folder that is gone when the tests end. */
export function temporaryFolder(): string {
  if (folders.length === 0) process.once('exit', () => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-test-'));
  folders.push(folder);
  return folder;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The settings of the person who runs the tests must not reach into them. */
export function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('RITROVO_')));
}

function says(node: Accessible, text: string | RegExp): boolean {
  return [node.name, node.text ?? ''].map(visible).some((said) => (typeof text === 'string' ? said.includes(text) : text.test(said)));
}

/** Without the characters that have no width. */
function visible(text: string): string {
  return text.replace(/[\u200b-\u200d\u2060]/g, '');
}
