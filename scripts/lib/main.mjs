// The frame around every script: errors for people, Ctrl-C at any moment, the processes that the set-up starts.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { abandonStep, say } from './steps.mjs';

/** What went wrong, in words for the person who typed the command; ends the script with `status`. */
export class SetUpError extends Error {
  /** @param {string} message @param {{ status?: number, cause?: unknown }} [options] */
  constructor(message, { status = 1, cause } = {}) {
    super(message, { cause });
    this.name = 'SetUpError';
    this.status = status;
  }
}

/** A program of the set-up ended with an error. */
export class CommandFailed extends Error {
  /** @param {string} command @param {string} reason @param {string[]} lastLines of what it wrote */
  constructor(command, reason, lastLines) {
    super(`${command}: ${reason}`);
    this.name = 'CommandFailed';
    this.lastLines = lastLines;
  }
}

const keptLines = 25;
const patienceMs = 3000;
const afterChildMs = 50;
/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
/** @type {Set<() => void>} */
const cleanUps = new Set();
let ending = false;

/** @param {NodeJS.Signals} signal */
async function interrupted(signal) {
  if (ending) return;
  ending = true;
  abandonStep();
  // From a terminal the children got the signal too; from anywhere else they did not.
  const ends = [...children].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of children) child.kill('SIGTERM');
  await Promise.race([Promise.all(ends), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  for (const child of children) child.kill('SIGKILL');
  for (const cleanUp of cleanUps) cleanUp();
  process.exit(128 + os.constants.signals[signal]);
}

/** @type {NodeJS.Signals[]} */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a script's set-up: a `SetUpError` is told and ends the process with its status; a signal ends what was started,
 * undoes what is half-done and ends the process with 128 + its number.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function setUp(work) {
  for (const signal of signals) process.on(signal, interrupted);
  try {
    return await work();
  } catch (error) {
    if (ending) return await new Promise(() => {}); // interrupted() ends the process
    const told = error instanceof SetUpError ? error : fileProblem(error);
    if (!told) throw error;
    say(told.message);
    return process.exit(told.status);
  } finally {
    for (const signal of signals) process.off(signal, interrupted);
  }
}

/** Why a file of the set-up cannot be written. @type {Readonly<Record<string, string>>} */
const fileProblems = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of its name is no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
};

/** In words, where the disk is to blame rather than we. @param {unknown} error */
function fileProblem(error) {
  const { code = '', path = '', dest = path } = /** @type {NodeJS.ErrnoException & { dest?: string }} */ (error);
  const why = fileProblems[code];
  if (!why) return undefined;
  return new SetUpError(`${dest || 'A file'} cannot be written: ${why} (${code}).\nThe set-up writes to this folder and to the cache folder (XDG_CACHE_HOME).`, { cause: error });
}

/**
 * Does `work`; when the script is interrupted meanwhile, does `cleanUp`.
 *
 * @template Result
 * @param {() => void} cleanUp
 * @param {() => Promise<Result>} work
 */
export async function withCleanUp(cleanUp, work) {
  cleanUps.add(cleanUp);
  try {
    return await work();
  } finally {
    cleanUps.delete(cleanUp);
  }
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] on top of this process's
 * @param {(line: string) => void} [options.onLine] gets each line that it writes
 * @param {string} [options.log] a file to which all that it writes is appended
 * @param {boolean} [options.onTerminal] it may talk with the person (stdin, stderr)
 * @returns {Promise<string>} what it wrote on stdout
 * @throws {CommandFailed}
 */
export function run(command, args, { cwd, env, onLine, log, onTerminal = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: onTerminal ? ['inherit', 2, 2] : ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    children.add(child);
    let output = '';
    /** @type {string[]} */
    const last = [];
    let rest = '';
    const keep = (/** @type {string} */ text) => {
      if (log) fs.appendFileSync(log, text);
      const lines = (rest + text).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines.filter((each) => each.trim())) {
        last.push(line);
        if (last.length > keptLines) last.shift();
        onLine?.(line);
      }
    };
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
      keep(text);
    });
    child.stderr?.setEncoding('utf8').on('data', keep);
    // What fails because of Ctrl-C is no failure; the child may hear of that a moment before us.
    const fail = (/** @type {string} */ reason) =>
      setTimeout(() => ending || reject(new CommandFailed(command, reason, last)), afterChildMs);
    child.once('error', (error) => {
      children.delete(child);
      fail(error.message);
    });
    child.once('close', (status, signal) => {
      children.delete(child);
      if (rest.trim()) last.push(rest);
      if (status === 0) resolve(output);
      else fail(signal ? `ended by ${signal}` : `exit status ${status}`);
    });
  });
}

/** Whether a program says yes (exit status 0). @param {string} command @param {string[]} args */
export async function succeeds(command, args) {
  try {
    await run(command, args);
    return true;
  } catch {
    return false;
  }
}
