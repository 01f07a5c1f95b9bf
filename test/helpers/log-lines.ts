import pino, { type Logger } from 'pino';

/** A log whose lines a test can read. */
export function logLines(level = 'warn'): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push((JSON.parse(line) as { msg: string }).msg);
  return { log: pino({ level }, { write }), lines };
}
