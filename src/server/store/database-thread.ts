// The thread beside the server's: what takes long on a slow disk is done here, on a connection of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { SqliteFile } from './sqlite';

/** What the thread is asked for; `end` lets go of the file, and is the last. */
export type Request =
  | 'end'
  | {
      readonly id: number;
      /** A pragma; only those that change no rows. */
      readonly pragma: string;
    };

export interface Answer {
  readonly id: number;
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly error?: string;
}

const file = new SqliteFile((workerData as { file: string }).file, { mustExist: true });

parentPort?.on('message', (request: Request) => {
  if (request === 'end') {
    file.close();
    parentPort?.close();
    return;
  }
  const { id, pragma } = request;
  let answer: Answer;
  try {
    answer = { id, rows: file.pragma(pragma).map((row) => ({ ...row })) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
