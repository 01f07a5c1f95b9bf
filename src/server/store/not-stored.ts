import { resultCodeOf, isBusy } from './sqlite';

const full = 13;
/** LOCKED, NOMEM, READONLY, IOERR, CORRUPT, CANTOPEN, PROTOCOL, NOTADB. Source: https://www.sqlite.org/rescode.html#primary_result_code_list */
const faults: ReadonlySet<number> = new Set([6, 7, 8, 10, 11, 14, 15, 26]);

/** Whether the disk, or who else uses it, is to blame for an error of SQLite rather than the statement. */
export function isStorageFault(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code !== undefined && (code === full || isBusy(error) || faults.has(code));
}

function whyNot(error: unknown): string {
  if (!isStorageFault(error)) return 'of an error that has been logged';
  if (isBusy(error)) return 'another program is using its database';
  return resultCodeOf(error) === full ? 'its disk is full' : 'its disk reports an error';
}

/** What was to be stored could not be: it is not in the file, and nothing goes by it. The message is for whoever asked for it. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';

  constructor(cause: unknown) {
    super(`The server cannot store this, because ${whyNot(cause)}, so it was not done. Try again later, or tell whoever runs the server`, { cause });
  }
}

/** What to tell whoever runs the server: the fault itself where something could not be stored. */
export function faultBehind(error: unknown): unknown {
  return error instanceof NotStoredError ? error.cause : error;
}
