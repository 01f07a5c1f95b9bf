import { spawn } from 'node:child_process';
import os from 'node:os';

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How a program ended, as a shell would say. @param {number | null} status @param {NodeJS.Signals | null} signal */
export function exitStatus(status, signal) {
  return status ?? (signal ? 128 + os.constants.signals[signal] : 1);
}

/**
 * Runs a program in the place of this one: same terminal, signals passed on, same exit status.
 *
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<never>}
 */
export function becomeChild(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of signals) process.on(signal, () => passOn(child, signal));
  return new Promise(() => {
    child.once('error', (error) => {
      process.stderr.write(`${command} cannot be run: ${error.message}\n`);
      process.exit(1);
    });
    child.once('exit', (status, signal) => process.exit(exitStatus(status, signal)));
  });
}

/**
 * A signal for a child. Ctrl-C in a terminal reaches the child too, so that it is passed on only when the child has
 * not ended of it by itself.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function passOn(child, signal) {
  const typed = signal === 'SIGINT' && process.stdin.isTTY;
  if (typed) setTimeout(() => child.kill('SIGTERM'), 1000).unref();
  else child.kill(signal);
}
