import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(__dirname, '..', '..');

export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

const folders = new Set<string>();

/** A folder for one test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-scripts-test-'));
  folders.add(folder);
  return folder;
}

const running = new Set<ChildProcess>();

/** For afterEach: removes the test's folders, and ends what a failed test left behind, with what that started. */
export function tidy(): void {
  for (const child of running) child.kill('SIGTERM');
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.clear();
}

/** Has `tidy` end it. */
export function endLater(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

/** Runs Node with `args` to its end. `environment` stands for the whole of it where `only` is set. */
export function runNode(args: string[], environment: NodeJS.ProcessEnv = {}, only = false): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: only ? environment : { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endLater(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** Runs a piece of a script with the modules of scripts/lib; `body` may await. */
export function runLib(imports: string, body: string, environment?: NodeJS.ProcessEnv, only?: boolean): Promise<Ended> {
  const program = `${imports.replaceAll("'./", `'${root}/scripts/lib/`)}
    import { setUp } from '${root}/scripts/lib/main.mjs';
    await setUp(async () => { ${body} });`;
  return runNode(['--input-type=module', '--eval', program], environment, only);
}

/** A folder of programs for PATH: shell scripts by name. */
export function programs(scripts: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(scripts)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}
