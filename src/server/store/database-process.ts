// The process beside the server's: what takes long on a slow disk is done here, on a connection of its own.
import { SqliteFile } from './sqlite';

/** What the process is asked for. */
export interface Request {
  readonly id: number;
  /** A pragma; only those that change no rows. */
  readonly pragma: string;
}

export interface Answer {
  readonly id: number;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly error?: string;
}

// A terminal and systemd send them to all processes of a server: this one ends with the server, when the channel to it is closed.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

let file: SqliteFile | undefined;

process.on('message', ({ id, pragma }: Request) => {
  // Nobody waits for it any more.
  if (!process.connected) return;
  let answer: Answer;
  try {
    file ??= new SqliteFile(process.argv[2] ?? '', { mustExist: true });
    answer = { id, rows: file.pragma(pragma).map((row) => ({ ...row })) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer, undefined, undefined, () => undefined);
});

process.on('disconnect', () => file?.close());
