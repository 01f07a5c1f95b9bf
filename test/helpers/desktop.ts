import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { startDisplay, type Display } from './display';
import { until } from './until';

const run = promisify(execFile);
/** Git ignores it. */
const pictures = path.resolve('test-results');

/** One thing that a window shows, as a screen reader sees it. Places are in pixels of the screen. */
export interface Accessible {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly text: string | null;
  readonly states: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly children: readonly Accessible[];
}

/** A person in front of a screen: sees what is there, types and clicks. */
export class Desktop {
  private constructor(
    private readonly display: Display,
    private readonly eyes: Eyes,
  ) {}

  static async start(): Promise<Desktop> {
    const display = await startDisplay();
    return new Desktop(display, new Eyes(display.env));
  }

  get env(): NodeJS.ProcessEnv {
    return this.display.env;
  }

  async stop(): Promise<void> {
    this.eyes.close();
    await this.display.stop();
  }

  /** All that a process shows now. */
  async seen(pid: number): Promise<Accessible[]> {
    return (await this.eyes.look(pid)).flatMap(flatten).filter(({ states }) => states.includes('showing'));
  }

  async type(text: string): Promise<void> {
    await this.xdotool('type', '--delay', '4', '--', text);
  }

  async press(...keys: string[]): Promise<void> {
    await this.xdotool('key', '--delay', '10', ...keys);
  }

  async click({ x, y, width, height }: Pick<Accessible, 'x' | 'y' | 'width' | 'height'>, times = 1): Promise<void> {
    const place = [String(Math.round(x + width / 2)), String(Math.round(y + height / 2))];
    await this.xdotool('mousemove', ...place, 'click', '--repeat', String(times), '--delay', '50', '1');
  }

  async rightClick({ x, y, width, height }: Pick<Accessible, 'x' | 'y' | 'width' | 'height'>): Promise<void> {
    await this.xdotool('mousemove', String(Math.round(x + width / 2)), String(Math.round(y + height / 2)), 'click', '3');
  }

  /** Pastes what is selected, in X11's way. */
  async middleClick({ x, y, width, height }: Pick<Accessible, 'x' | 'y' | 'width' | 'height'>): Promise<void> {
    await this.xdotool('mousemove', String(Math.round(x + width / 2)), String(Math.round(y + height / 2)), 'click', '2');
  }

  /** Rests the pointer on the middle. */
  async hover({ x, y, width, height }: Pick<Accessible, 'x' | 'y' | 'width' | 'height'>): Promise<void> {
    const [left, top] = [Math.round(x + width / 2), Math.round(y + height / 2)];
    // A pointer that was there already has not moved.
    await this.xdotool('mousemove', String(left - 8), String(top), 'mousemove', String(left), String(top));
  }

  /** Presses the button in the middle of one place and lets go in the middle of another. */
  async drag(from: Pick<Accessible, 'x' | 'y' | 'width' | 'height'>, to: Pick<Accessible, 'x' | 'y' | 'width' | 'height'>): Promise<void> {
    const middle = ({ x, y, width, height }: typeof from): string[] => [String(Math.round(x + width / 2)), String(Math.round(y + height / 2))];
    await this.xdotool('mousemove', ...middle(from), 'mousedown', '1', 'mousemove', ...middle(to), 'mouseup', '1');
  }

  /** Clicks on the cross in the title bar that the window manager drew. */
  async clickCloseButton(pid: number): Promise<void> {
    const window = await this.window(pid);
    const { stdout } = await run('xprop', ['-id', window, '_NET_FRAME_EXTENTS'], { env: this.env });
    const [, right = 0, top = 20] = (/=\s*(.*)/.exec(stdout)?.[1] ?? '').split(',').map(Number);
    const frame = (await this.seen(pid)).find(({ role }) => role === 'frame');
    if (frame === undefined) throw new Error('there is no window to close');
    await this.click({ x: frame.x + frame.width + right - top, y: frame.y - top, width: top, height: top });
  }

  /** The window's title as the window manager shows it. */
  async title(pid: number): Promise<string> {
    return (await this.xdotool('getwindowname', await this.window(pid))).trim();
  }

  async resize(pid: number, width: number, height: number): Promise<void> {
    await this.xdotool('windowsize', '--sync', await this.window(pid), String(width), String(height));
  }

  /** Leaves a picture of the screen in test-results. */
  async screenshot(name: string): Promise<void> {
    fs.mkdirSync(pictures, { recursive: true });
    await this.picture(path.join(pictures, `${name}.png`));
  }

  /** @param crop as ImageMagick writes it: 860x600+10+10 */
  async picture(file: string, crop?: string): Promise<void> {
    await run('import', ['-window', 'root', ...(crop === undefined ? [] : ['-crop', crop, '+repage']), file], { env: this.env });
  }

  async window(pid: number): Promise<string> {
    return await until(`a window of process ${pid}`, async () => {
      const found = await this.xdotool('search', '--onlyvisible', '--pid', String(pid)).catch(() => '');
      return found.trim().split('\n').filter(Boolean).at(-1);
    });
  }

  private async xdotool(...args: string[]): Promise<string> {
    return (await run('xdotool', args, { env: this.env })).stdout;
  }
}

/** The reader of windows: one process that answers one question after the other. */
class Eyes {
  private readonly process: ChildProcessByStdio<Writable, Readable, null>;
  private readonly waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    // The bindings are the system's: another Python that stands first in PATH does not have them.
    const python = ['/usr/bin/python3'].find((file) => fs.existsSync(file)) ?? 'python3';
    this.process = spawn(python, [path.resolve('test/helpers/atspi.py')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    readline.createInterface({ input: this.process.stdout }).on('line', (line) => this.waiting.shift()?.resolve(line));
    this.process.once('exit', () => this.waiting.splice(0).forEach(({ reject }) => reject(new Error('the reader of windows ended'))));
  }

  async look(pid: number): Promise<readonly Accessible[]> {
    const line = await new Promise<string>((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.process.stdin.write(`${JSON.stringify({ pid })}\n`);
    });
    return (JSON.parse(line) as { windows: readonly Accessible[] }).windows;
  }

  close(): void {
    this.process.stdin.end();
  }
}

function flatten(node: Accessible): Accessible[] {
  return [node, ...node.children.flatMap(flatten)];
}
