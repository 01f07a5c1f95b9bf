import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

const screen = '1280x900x24';
const startTimeoutMs = 15_000;
const endTimeoutMs = 3000;

/** A screen of its own with a window manager and a session bus for screen readers. */
export interface Display {
  /** For programs that are to show windows there. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Starts a private display; nothing of it is left after `stop`. */
export async function startDisplay(): Promise<Display> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-display-'));
  const started: ChildProcess[] = [];
  const endAll = (): void => started.forEach(({ pid = 0 }) => signalGroup(pid, 'SIGKILL'));
  process.once('exit', endAll);
  const stop = async (): Promise<void> => {
    for (const child of started.reverse()) await end(child);
    process.off('exit', endAll);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const home: NodeJS.ProcessEnv = { ...withoutDesktop(process.env), HOME: folder, XDG_RUNTIME_DIR: folder, XDG_CONFIG_HOME: path.join(folder, 'config') };
    const number = await startTold('Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'], home, started);
    const onScreen = { ...home, DISPLAY: `:${number}` };
    const bus = await startTold('dbus-daemon', ['--session', '--nofork', '--print-address=3'], onScreen, started);
    const env = { ...onScreen, DBUS_SESSION_BUS_ADDRESS: bus, QT_LINUX_ACCESSIBILITY_ALWAYS_ON: '1', NO_AT_BRIDGE: '1' };
    start('openbox', ['--sm-disable'], env, started);
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The person's own desktop must not reach into the tests. */
function withoutDesktop(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(?:DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|SESSION_MANAGER|AT_SPI_BUS_ADDRESS|DBUS_.*|XDG_.*|QT_.*|KDE_.*|DESKTOP_.*|RITROVO_.*)$/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name) || name === 'RITROVO_QT'));
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv, started: ChildProcess[]): ChildProcess {
  // In a group of its own: what it starts in turn ends with it.
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  started.push(child);
  return child;
}

/** Starts a program that tells one line on its descriptor 3 once it is ready. */
async function startTold(command: string, args: readonly string[], env: NodeJS.ProcessEnv, started: ChildProcess[]): Promise<string> {
  const child = start(command, args, env, started);
  const told = child.stdio[3] as Readable;
  told.setEncoding('utf8');
  return await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command} was not ready in time`)), startTimeoutMs);
    let text = '';
    told.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`${command} ended with status ${status}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  signalGroup(child.pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child.pid ?? 0, 'SIGKILL'), endTimeoutMs);
  await ended;
  clearTimeout(timer);
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  if (leader <= 1) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // Gone already.
  }
}
