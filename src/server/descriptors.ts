import { readFileSync } from 'node:fs';

/**
 * Kept of the descriptors for the database, the log, listening sockets, a restart, whoever is told why they are refused,
 * and /metrics; of few half.
 */
const reserve = 128;

/**
 * How many descriptors this process may have open; undefined where the system does not say. Node raises the soft limit to
 * the hard one when it starts.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html
 */
export function descriptorLimit(): number | undefined {
  const [, limit] = /^Max open files\s+(\d+)/m.exec(readLimits()) ?? [];
  return limit === undefined ? undefined : Number(limit);
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return limitsInReport();
  }
}

/** As on Linux, from what Node knows of other systems. */
function limitsInReport(): string {
  const report: unknown = process.report.getReport();
  const limits: unknown = typeof report === 'object' && report !== null && 'userLimits' in report ? report.userLimits : undefined;
  const files: unknown = typeof limits === 'object' && limits !== null && 'open_files' in limits ? limits.open_files : undefined;
  return typeof files === 'object' && files !== null && 'soft' in files ? `Max open files ${String(files.soft)}` : '';
}

/** How many connections there can be with so many descriptors. */
export function connectionsWith(descriptors: number): number {
  return Math.max(1, descriptors - Math.min(reserve, Math.floor(descriptors / 2)));
}
