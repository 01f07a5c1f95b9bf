import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..');

export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** Resolves with the line once the script printed one that begins so; rejects when it ends without. */
  line(beginning: string): Promise<string>;
  ended: Promise<Ended>;
}

export interface Options {
  environment?: NodeJS.ProcessEnv;
  /** Without NodeGui: for what happens before it is loaded. */
  bare?: boolean;
  /** The most descriptors that it may have open. */
  descriptors?: number;
}

const running = new Set<ChildProcess>();

/** For afterEach: ends what a failed test left behind. */
export function killLeftOvers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Runs a script under plain Node; `nodegui`, `runtime` (runtime.ts) and `glib` (glib-watch.cpp) are there for it. */
export function startQt(script: string, { environment = {}, bare = false, descriptors }: Options = {}): Running {
  const names = bare
    ? ''
    : `const nodegui = require('@nodegui/nodegui');
       const runtime = require('./src/client/qt/runtime.ts');
       const glib = require(${JSON.stringify(glibWatch())});`;
  const program = `${names}\n(async () => {${script}\n})();`;
  const preload = ['--require', 'tsx/cjs', ...(bare ? [] : ['--require', path.join(__dirname, 'prelude.ts')])];
  const command = [process.execPath, ...preload, '--eval', program];
  const limited = descriptors === undefined ? command : ['sh', '-c', `ulimit -n ${descriptors}; exec "$@"`, 'sh', ...command];
  const child = spawn(limited[0] ?? '', limited.slice(1), {
    cwd: root,
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen', XDG_RUNTIME_DIR: os.tmpdir(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
  const line = (beginning: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = stdout.split('\n').slice(0, -1).find((each) => each.startsWith(beginning));
        if (found !== undefined) resolve(found);
      };
      look();
      child.stdout.on('data', look);
      void ended.then(() => reject(new Error(`ended without "${beginning}": ${stdout}${stderr}`)));
    });
  return { child, line, ended };
}

/** Runs a script to its end. */
export function runQt(script: string, options?: Options): Promise<Ended> {
  return startQt(script, options).ended;
}

let compiled: string | undefined;

/** The test's own addon, compiled once for each version of its source. */
export function glibWatch(): string {
  if (compiled !== undefined) return compiled;
  const source = path.join(__dirname, 'glib-watch.cpp');
  const hash = createHash('sha256').update(fs.readFileSync(source)).digest('hex').slice(0, 12);
  const folder = path.join(root, 'build', 'test');
  compiled = path.join(folder, `glib-watch-${hash}.node`);
  if (fs.existsSync(compiled)) return compiled;
  fs.mkdirSync(folder, { recursive: true });
  const glib = spawnSync('pkg-config', ['--cflags', '--libs', 'glib-2.0'], { encoding: 'utf8' }).stdout.trim().split(/\s+/);
  const headers = path.join(root, 'node_modules', 'node-api-headers', 'include');
  const unfinished = `${compiled}.${process.pid}`;
  const result = spawnSync(
    'c++',
    ['-std=c++17', '-O1', '-shared', '-fPIC', `-I${headers}`, source, '-o', unfinished, ...glib],
    { encoding: 'utf8' },
  );
  if (result.status !== 0) throw new Error(`glib-watch.cpp does not compile: ${result.stderr}`);
  fs.renameSync(unfinished, compiled);
  return compiled;
}
