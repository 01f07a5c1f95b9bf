import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const program = path.join(__dirname, '../../src/client/main.ts');

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

describe('the client\'s program', () => {
  let folder = '';
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  function start(command: string, args: string[], environment: NodeJS.ProcessEnv): ReturnType<typeof spawn> {
    const env = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, QT_QPA_PLATFORM: undefined, RITROVO_CONFIG_DIR: folder, ...environment };
    return spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  }

  async function outcome(child: ReturnType<typeof spawn>, whenSaid: (output: string) => void = () => undefined): Promise<Outcome> {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        whenSaid(output);
      });
    }
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { status, output };
  }

  function run(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return outcome(start(process.execPath, ['--require', 'tsx/cjs', program, ...args], environment));
  }

  /** The program in a terminal of its own, by way of script(1), in the place of the shell that script starts. */
  function inTerminal(args: string[]): ReturnType<typeof spawn> {
    const command = `exec ${[process.execPath, '--require', 'tsx/cjs', program, ...args].map((word) => `'${word}'`).join(' ')}`;
    return start('script', ['-qec', command, '/dev/null'], { QT_QPA_PLATFORM: 'offscreen' });
  }

  it('--help exits with 0 and needs no display', async () => {
    const { status, output } = await run(['--help']);
    assert.equal(status, 0);
    assert.match(output, /Usage/);
  }).timeout(20_000);

  it('a wrong flag exits with 1 and without a stack trace', async () => {
    const { status, output } = await run(['--colour']);
    assert.equal(status, 1);
    assert.match(output, /--colour/);
    assert.doesNotMatch(output, /\n +at /);
  }).timeout(20_000);

  it('what the terminal would obey is shown by its code', async () => {
    const { status, output } = await run(['--ping-seconds', '\x1b]0;mine\x07\u202e'], { DISPLAY: ':0' });
    assert.equal(status, 1);
    assert.match(output, /“<U\+001B>\]0;mine<U\+0007><U\+202E>”/);
  }).timeout(20_000);

  it('no display: one sentence, exit status 1', async () => {
    const { status, output } = await run([]);
    assert.equal(status, 1);
    assert.equal(output.trim().split('\n').length, 1);
    assert.match(output, /no display/);
  }).timeout(20_000);

  it('connection fails in the terminal: a clear message, exit status 2, never a stack trace', async () => {
    const blocker = net.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => blocker.close(resolve));
    const { status, output } = await outcome(inTerminal([`127.0.0.1:${port}`, '--name', 'anna']));
    assert.equal(status, 2);
    assert.match(output, new RegExp(`Nothing listens on port ${port}`));
    assert.doesNotMatch(output, /\n +at /);
  }).timeout(20_000);

  it('Ctrl-C closes the client while it asks for the address', async () => {
    const child = inTerminal([]);
    let typed = false;
    const { status, output } = await outcome(child, (text) => {
      if (!typed && text.includes('Server address')) {
        typed = true;
        child.stdin?.write('\x03');
      }
    });
    assert.match(output, /Server address/);
    assert.equal(status, 0);
  }).timeout(20_000);
});
