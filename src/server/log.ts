import type { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';
import { jsonForTerminal, lineForTerminal, linesForTerminal } from '../shared/terminal';

export type { Logger };

/**
 * Lines for people on a terminal, JSON otherwise. What peers wrote stands in both, and both end up on terminals.
 * @param to the standard output where nothing is said
 */
export function createLog(level: string, to?: Writable & { readonly isTTY?: boolean }): Logger {
  const options = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } };
  if ((to ?? process.stdout).isTTY !== true) {
    const written = { ...options, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: jsonForTerminal } };
    return to === undefined ? pino(written) : pino(written, to);
  }
  // What the words of a line say anyway is for programs.
  const ignore = 'pid,hostname,fingerprint,host,port';
  const lines = pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore, singleLine: true, sync: true, destination: to ?? 1 });
  return pino({ ...options, hooks: { streamWrite: withSafeTexts } }, lines);
}

/** A line of the log before it is made readable: the colours that come with that are our own, and stay. */
function withSafeTexts(json: string): string {
  const safe = (name: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    // A stack is written in several lines, indented.
    return name === 'stack' ? linesForTerminal(value) : lineForTerminal(value);
  };
  return `${JSON.stringify(JSON.parse(json), safe)}\n`;
}

/** A log that writes nothing. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}

/** A log for one person: errors only, and of them the words. */
export function wordsOnly(tell: (words: string) => void): Logger {
  const write = (line: string): void => tell(lineForTerminal((JSON.parse(line) as { msg: string }).msg));
  return pino({ level: 'error' }, { write });
}
