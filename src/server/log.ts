import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/** Lines for people on a terminal, JSON otherwise; both on standard output. */
export function createLog(level: string): Logger {
  const options = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } };
  if (!process.stdout.isTTY) return pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime });
  // What the words of a line say anyway is for programs.
  const ignore = 'pid,hostname,fingerprint,host,port';
  return pino(options, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore, singleLine: true, sync: true }));
}

/** A log that writes nothing. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}
