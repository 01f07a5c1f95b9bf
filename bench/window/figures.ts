import { setPriority } from 'node:os';

/** One measured figure, and what it is to be at most. */
export interface Figure {
  readonly what: string;
  /** '' for a count. */
  readonly unit: 'ms' | 'MB' | '%' | '';
  readonly value: number;
  readonly most: number;
}

/** The value that so many hundredths of all are below or at. @param values at least one */
export function percentile(values: readonly number[], hundredths: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((hundredths / 100) * sorted.length) - 1)] ?? 0;
}

export function line({ what, unit, value, most }: Figure): string {
  const rounded = value < 10 && unit !== '' ? value.toFixed(2) : value.toFixed(0);
  return `| ${what} | ${`${rounded} ${unit}`.trim()} | ${`${most} ${unit}`.trim()} | ${value <= most ? 'yes' : '**no**'} |`;
}

/** Puts a program before others of a busy machine, where we may: its own speed is wanted. */
export function alone(pid: number): void {
  try {
    setPriority(pid, -15);
  } catch {
    // Only the administrator may.
  }
}
