import { spawn } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { workloadNames, type Request, type WorkloadName } from './generator';
import type { Figures } from './generator/figures';
import { inspircdVersion, room, running, startInspircd, startRitrovo, type BenchServer } from './servers';

const usage = `Usage: npm run bench -- [--vs inspircd | --vs HOST:PORT] [--only WORKLOAD,…] [--rounds N] [--scale SHARE] [--durability power]

Loads this server, and another one in turn, with: ${workloadNames.join(', ')}.
  --vs       inspircd starts the one from Debian's packages; HOST:PORT is a server that runs
  --only     these workloads only
  --rounds   how often each is measured; the best of each server counts [2]
  --scale    a share of the full size, such as 0.1, for a quick look [1]
  --durability   what the server's messages survive: process or power [process]`;

/** What only a server with history has; another one is not asked for it. */
const ritrovoOnly: ReadonlySet<WorkloadName> = new Set(['history']);
/** So long may one run of the generator take, in ms. */
const runTimeout = 120_000;

interface Options {
  readonly vs: string | undefined;
  readonly workloads: readonly WorkloadName[];
  readonly rounds: number;
  readonly scale: number;
  readonly durability: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      vs: { type: 'string' }, only: { type: 'string' }, rounds: { type: 'string', default: '2' }, scale: { type: 'string', default: '1' },
      durability: { type: 'string', default: 'process' }, help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const wanted = values.only?.split(',');
  const workloads = workloadNames.filter((name) => wanted?.includes(name) ?? true);
  if (workloads.length === 0) throw new Error(`There is no such workload. There are: ${workloadNames.join(', ')}`);
  return { vs: values.vs, workloads, rounds: Number(values.rounds), scale: Number(values.scale), durability: values.durability };
}

/** Starts the server anew for each run, so that no run stands on what the one before left. */
type Start = () => Promise<BenchServer>;

function opponent(vs: string | undefined): Start | undefined {
  if (vs === undefined) return undefined;
  if (vs === 'inspircd') return startInspircd;
  const [, host = '127.0.0.1', port = ''] = /^(?:(.*):)?(\d+)$/.exec(vs) ?? [];
  if (port === '') throw new Error(`--vs ${vs}: give inspircd, or HOST:PORT`);
  return () => Promise.resolve(running(host, Number(port)));
}

async function measure(start: Start, workload: WorkloadName, scale: number): Promise<Figures> {
  const server = await start();
  try {
    const { host, port, pid } = server;
    return await generate({ workload, scale, target: { host, port, room }, ...(pid === undefined ? {} : { pid }) });
  } finally {
    await server.stop();
  }
}

/** Runs the generator in a process of its own. */
function generate(request: Request): Promise<Figures> {
  const generator = path.join(import.meta.dirname, 'generator/index.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', generator, JSON.stringify(request)], { stdio: ['ignore', 'pipe', 'pipe'], timeout: runTimeout });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => {
      if (status === 0) resolve(JSON.parse(output) as Figures);
      else reject(new Error(errors.trim() === '' ? `it took longer than ${runTimeout / 1000} s` : errors.trim()));
    });
  });
}

const isRate = (name: string): boolean => name.endsWith('/s');

/** The better figure of several runs. */
function best(runs: readonly Figures[]): Figures {
  const names = new Set(runs.flatMap((run) => Object.keys(run)));
  return Object.fromEntries([...names].map((name) => {
    const values = runs.map((run) => run[name]).filter((value) => value !== undefined);
    return [name, isRate(name) ? Math.max(...values) : Math.min(...values)];
  }));
}

function report(workload: string, ours: Figures, theirs: Figures | undefined, theirName: string): void {
  for (const [name, value] of Object.entries(ours)) {
    const other = theirs?.[name];
    const ratio = other === undefined || other === 0 ? '' : `  ratio ${(value / other).toFixed(2)}`;
    const beside = theirs === undefined ? '' : `  ${theirName} ${other?.toLocaleString('en') ?? '–'}${ratio}`;
    process.stdout.write(`${workload.padEnd(14)} ${name.padEnd(16)} Ritrovo ${value.toLocaleString('en')}${beside}\n`);
  }
}

async function main(): Promise<void> {
  const { vs, workloads, rounds, scale, durability } = readOptions();
  const program = path.join(import.meta.dirname, '../dist/server.js');
  const startOurs: Start = () => startRitrovo(program, '--durability', durability);
  const startTheirs = opponent(vs);
  const theirName = vs === 'inspircd' ? `InspIRCd ${inspircdVersion()}` : (vs ?? '');
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, durability ${durability}\n`);
  for (const workload of workloads) {
    const ours: Figures[] = [];
    const theirs: Figures[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await attempt('Ritrovo', workload, () => measure(startOurs, workload, scale)));
      if (startTheirs !== undefined && !ritrovoOnly.has(workload)) theirs.push(await attempt(theirName, workload, () => measure(startTheirs, workload, scale)));
    }
    report(workload, best(ours), theirs.length === 0 ? undefined : best(theirs), theirName);
  }
}

/** A run that fails is told and counts as nothing; the others go on. */
async function attempt(name: string, workload: string, run: () => Promise<Figures>): Promise<Figures> {
  try {
    return await run();
  } catch (error) {
    process.stderr.write(`${name}, ${workload}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return {};
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exitCode = 1;
});
