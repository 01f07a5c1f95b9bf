import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { endLater, root, temporaryFolder, tidy } from './run-script';

interface Started {
  child: ChildProcess;
  /** Resolves once the words were said, on either stream. */
  says: (words: string | RegExp) => Promise<void>;
  ended: Promise<number | null>;
  port: number;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function start(environment: NodeJS.ProcessEnv, port?: number): Promise<Started> {
  const chosen = port ?? (await freePort());
  const folder = temporaryFolder();
  const none = { DISPLAY: '', WAYLAND_DISPLAY: '', QT_QPA_PLATFORM: '', XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(chosen), '--data', path.join(folder, 'data')], {
    cwd: root,
    env: { ...process.env, ...none, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endLater(child);
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', (status) => resolve(status)));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  const says = (words: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (typeof words === 'string' ? said.includes(words) : words.test(said)) resolve();
      };
      look();
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      void ended.then(() => reject(new Error(`ended without ${String(words)}: ${said}`)));
    });
  return { child, says, ended, port: chosen };
}

/** The processes that it started, by the script they run. */
function childrenOf(pid: number): Map<string, number> {
  const pids = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  return new Map(pids.map((child) => [path.basename(fs.readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0')[1] ?? ''), child]));
}

/** Whether Qt is loaded; the client handles signals by then. */
function hasQt(pid: number): boolean {
  return fs.readFileSync(`/proc/${pid}/maps`, 'utf8').includes('nodegui_core.node');
}

/** For what other processes do and nobody announces. */
async function until<Value>(look: () => Value | undefined): Promise<Value> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

describe('npm start', function () {
  this.timeout(120_000);
  afterEach(tidy);
  const offscreen = { QT_QPA_PLATFORM: 'offscreen' };

  it('without a display starts the server alone and says how people join', async () => {
    const { child, says, ended, port } = await start({});
    await says('There is no display here, so only the server runs.');
    await says(new RegExp(`npm run client -- \\S+:${port}\\n`));
    assert.ok(await connects(port));
    assert.deepEqual([...childrenOf(child.pid ?? 0).keys()], ['server.js']);
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  it('starts the server where the window cannot be shown, and says why', async () => {
    const { child, says, ended, port } = await start({ ...offscreen, RITROVO_QT: 'none' });
    await says('RITROVO_QT is "none"');
    await says('The window cannot be shown yet (see above), so only the server runs.');
    assert.ok(await connects(port));
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  it('shows the window too, whose end leaves the server running and is told', async () => {
    const { child, says, ended, port } = await start(offscreen);
    await says('listening on port');
    const window = await until(() => {
      const pid = childrenOf(child.pid ?? 0).get('client.js');
      return pid !== undefined && hasQt(pid) ? pid : undefined;
    });
    process.kill(window, 'SIGTERM');
    await says('The window is closed. The server goes on');
    assert.ok(await connects(port));
    child.kill('SIGINT');
    assert.equal(await ended, 0);
    assert.equal(await connects(port), false);
  });

  it('ends both on Ctrl-C, with status 0', async () => {
    const { child, says, ended } = await start(offscreen);
    await says('listening on port');
    const pids = [...childrenOf(child.pid ?? 0).values()];
    child.kill('SIGINT');
    assert.equal(await ended, 0);
    for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  });

  it('ends with status 1 when the port is taken', async () => {
    const other = net.createServer().listen(0);
    const { ended } = await start({}, (other.address() as AddressInfo).port);
    assert.equal(await ended, 1);
    other.close();
  });
});
