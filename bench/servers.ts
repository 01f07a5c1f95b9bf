import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A server that is measured. */
export interface BenchServer {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Its process, where we know it. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** The room of the load; on our server it is the shared room, so that everybody is in one room on every server. */
export const room = '#bench';

const startTimeout = 15_000;

/** This project's server, as `npm run build` has made it, with nothing switched off but the pace of a single client. */
export async function startRitrovo(program: string, ...flags: readonly string[]): Promise<BenchServer> {
  const port = await freePort();
  const data = mkdtempSync(path.join(tmpdir(), 'ritrovo-bench-'));
  const child = spawn(process.execPath, [
    program, '--host', '127.0.0.1', '--port', String(port), '--data', data, '--room', room, '--announce', 'no', '--log-level', 'error',
    '--command-burst', '1000000', '--command-rate', '1000000', '--max-connections', '100000', '--memory-limit', '16384', ...flags,
  ], { stdio: ['ignore', 'ignore', 'inherit'] });
  return started('Ritrovo', child, port, data);
}

/** InspIRCd from Debian's packages, without its limits on a single client. */
export async function startInspircd(): Promise<BenchServer> {
  const program = ['/usr/sbin/inspircd', '/usr/bin/inspircd'].find((file) => existsSync(file));
  if (program === undefined) throw new Error('InspIRCd is not installed: apt-get install inspircd');
  const port = await freePort();
  const data = mkdtempSync(path.join(tmpdir(), 'ritrovo-bench-'));
  const configuration = path.join(data, 'inspircd.conf');
  writeFileSync(configuration, inspircdConfiguration(port, data));
  const asRoot = process.getuid?.() === 0 ? ['--runasroot'] : [];
  const child = spawn(program, ['--nofork', '--nopid', `--config=${configuration}`, ...asRoot], { stdio: ['ignore', 'ignore', 'inherit'] });
  return started('InspIRCd', child, port, data);
}

/** What the packaged InspIRCd says of itself. */
export function inspircdVersion(): string {
  try {
    return execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'inspircd'], { encoding: 'utf8' });
  } catch {
    return 'unknown';
  }
}

/** A server that somebody else has started. */
export function running(host: string, port: number): BenchServer {
  return { name: `${host}:${port}`, host, port, pid: undefined, stop: () => Promise.resolve() };
}

async function started(name: string, child: ChildProcess, port: number, data: string): Promise<BenchServer> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const givesUpAt = Date.now() + startTimeout;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > givesUpAt) {
      await stop();
      throw new Error(`${name} did not start`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { name, host: '127.0.0.1', port, pid: child.pid, stop };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const inspircdModules = ['cap', 'ircv3_servertime', 'ircv3_msgid', 'ircv3_ctctags', 'ircv3_batch', 'ircv3_echomessage'];

/** Source: https://docs.inspircd.org/3/configuration */
function inspircdConfiguration(port: number, folder: string): string {
  return `<config format="xml">
<define name="folder" value="${folder}">
<path configdir="&folder;" datadir="&folder;" logdir="&folder;" runtimedir="&folder;">
<server name="bench.example" description="bench" network="Bench" id="1BE">
<admin name="bench" nick="bench" email="bench@example.org">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect name="all" allow="*" timeout="300" pingfreq="600" hardsendq="1073741824" softsendq="1073741824" recvq="1048576" threshold="1000000"
  commandrate="1000000000" fakelag="no" localmax="100000" globalmax="100000" maxconnwarn="no" limit="100000" maxchans="100" useident="no" resolvehostnames="no">
<performance softlimit="100000" somaxconn="1024" netbuffersize="65535">
<options prefixquit="" defaultmodes="n" splitwhois="no">
<channels users="100">
<log method="file" type="*" level="sparse" target="inspircd.log">
${inspircdModules.map((name) => `<module name="${name}">`).join('\n')}
`;
}
