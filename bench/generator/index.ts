// The load generator, a process of its own: `index.ts REQUEST`, where REQUEST is JSON; it prints the figures as JSON.
import type { Figures } from './figures';
import type { Target } from './crowd';
import { fanOut } from './workloads/fan-out';
import { history } from './workloads/history';
import { idle } from './workloads/idle';
import { joining } from './workloads/joining';
import { latency } from './workloads/latency';

/** What a generator is started with. */
export interface Request {
  readonly workload: WorkloadName;
  readonly target: Target;
  /** The server's process, where it is known. */
  readonly pid?: number;
  /** The share of the full size, for a quick look: 1 is the workload as it is described. */
  readonly scale: number;
}

const runs = {
  'fan-out-200': ({ target, scale }) => fanOut(target, Math.ceil(200 * scale), 8 * scale),
  'fan-out-2000': ({ target, scale }) => fanOut(target, Math.ceil(2000 * scale), 8 * scale),
  latency: ({ target, scale }) => latency(target, Math.ceil(1000 * scale), 100, 10 * scale),
  joining: ({ target, scale }) => joining(target, Math.ceil(2000 * scale)),
  idle: ({ target, scale, pid }) => idle(target, Math.ceil(10_000 * scale), 10 * scale, pid),
  history: ({ target, scale }) => history(target, Math.ceil(1_000_000 * scale), 1000),
} as const satisfies Record<string, (request: Request) => Promise<Figures>>;

export type WorkloadName = keyof typeof runs;

export const workloadNames = Object.keys(runs) as readonly WorkloadName[];

async function main(request: Request): Promise<void> {
  process.stdout.write(`${JSON.stringify(await runs[request.workload](request))}\n`);
  process.exit(0);
}

const [, program = '', argument] = process.argv;
if (argument !== undefined && /generator[\\/]index\.ts$/.test(program)) {
  main(JSON.parse(argument) as Request).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
