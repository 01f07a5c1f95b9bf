// A short-lived process beside the server's: looks through the tables of its database for damage, one after the other.
import { constants, setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { tellTerminal } from '../../shared/terminal';
import { isCorrupt } from './damage';
import { SqliteFile } from './sqlite';

/** What it sends to the server: of each table what is wrong with it. */
export interface Inspected {
  readonly table: string;
  /** In SQLite's words; none where it is intact. */
  readonly problems: readonly string[];
}

/** The most problems of a table that are told. */
const maxProblems = 20;
/** For how many times as long as a table took nothing is done, so that the disk is there for the server and its log is brought in. */
const restRatio = 2;
/** The shortest rest, in ms. */
const shortestRest = 20;

/** Source: https://www.sqlite.org/pragma.html#pragma_quick_check */
function inspect(file: SqliteFile, table: string): Inspected {
  try {
    const rows = file.pragma(`quick_check('${table.replaceAll("'", "''")}')`);
    const problems = rows.slice(0, maxProblems).map((row) => String(Object.values(row)[0]));
    return { table, problems: problems.filter((problem) => problem !== 'ok') };
  } catch (error) {
    // Such as a file that is being opened by somebody else: nothing is known of it then.
    if (!isCorrupt(error)) throw error;
    return { table, problems: [error instanceof Error ? error.message : String(error)] };
  }
}

async function main(): Promise<void> {
  const file = new SqliteFile(process.argv[2] ?? '', { isReadOnly: true });
  file.exec('PRAGMA busy_timeout = 5000');
  // A virtual table has no pages of its own.
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name").raw().all() as [string][];
  for (const [table] of tables) {
    // The server is gone.
    if (!process.connected) break;
    const startedAt = performance.now();
    const inspected = inspect(file, table);
    await new Promise((resolve) => process.send?.(inspected, resolve));
    await pause(Math.max(shortestRest, restRatio * (performance.now() - startedAt)));
  }
  file.close();
}

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // It only is in the way a little more.
}
// A terminal and systemd send them to all processes of a server, which ends this one.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
main().catch((error: unknown) => {
  tellTerminal(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
