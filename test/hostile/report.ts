import { percentile } from '../../bench/window/figures';
import { Random } from '../helpers/random';

/** How long all attacks may take together, in minutes: a short look in every run of the tests. */
const minutes = Number(process.env.HOSTILE_MINUTES ?? 2);
const attacks = 5;

/** How long one attack goes on, in ms. */
export const share = (minutes * 60_000) / attacks;

/** What one attack came to. */
export interface Row {
  readonly attack: string;
  readonly seed: number;
  /** Lines, connections or requests. */
  readonly inputs: number;
  /** How long others waited for an answer meanwhile, in ms. */
  readonly waits: readonly number[];
  /** The most resident memory of what was attacked, in MB. */
  readonly memory: number;
}

const rows: Row[] = [];

export function report(row: Row): void {
  rows.push(row);
}

/** The chance of an attack: a new seed in each run, or the one that is given. */
export function chance(): Random {
  return process.env.HOSTILE_SEED === undefined ? new Random() : new Random(Number(process.env.HOSTILE_SEED));
}

after(function table() {
  if (rows.length === 0) return;
  console.log('\n  attack            seed          inputs   others waited: p50     p99     most    memory');
  for (const { attack, seed, inputs, waits, memory } of rows) {
    const waited = [percentile(waits, 50), percentile(waits, 99), Math.max(0, ...waits)].map((ms) => `${ms.toFixed(0)} ms`.padStart(8));
    console.log(`  ${attack.padEnd(16)}  ${String(seed).padEnd(10)}  ${String(inputs).padStart(8)}            ${waited.join('')}  ${memory.toFixed(0).padStart(5)} MB`);
  }
});
