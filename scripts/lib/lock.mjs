import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withCleanUp } from './main.mjs';
import { root } from './paths.mjs';
import { say } from './steps.mjs';

const file = path.join(root, 'build', 'set-up.lock');
const lookAgainMs = 300;
/** Between making the lock and writing the number into it a process takes no time, unless it was killed or the disk is full. */
const unwrittenMs = 2000;
/** @type {Promise<unknown> | undefined} */
let held;

/** Whether a process of that number lives (on this machine, for us or for others). @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Does `work` while no other set-up of this clone works: two commands typed at the same time do not write the same
 * folders. Call it only where there is something to do; inside, look again whether there still is.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function alone(work) {
  if (held) return work();
  await take();
  try {
    held = withCleanUp(give, work);
    return await /** @type {Promise<Result>} */ (held);
  } finally {
    held = undefined;
    give();
  }
}

async function take() {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const lock = read(file);
    if (!lock) continue;
    if (isLeft(lock)) {
      takeAway(lock);
      continue;
    }
    if (!told && lock.owner) {
      say(`Waiting for another set-up of this folder (process ${lock.owner}).`);
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

/** @typedef {{ owner: number, at: number }} Lock the process (0: not written yet) and when it took it */

/** @param {string} from @returns {Lock | undefined} undefined when it was given back just now */
function read(from) {
  try {
    return { owner: Number(fs.readFileSync(from, 'utf8')) || 0, at: fs.statSync(from).mtimeMs };
  } catch {
    return undefined;
  }
}

/** Whether its process ended without giving it back. @param {Lock} lock */
function isLeft({ owner, at }) {
  const age = Date.now() - at;
  // A number from before the machine was started again may mean another process by now.
  return owner === 0 ? age > unwrittenMs : age > os.uptime() * 1000 || !isAlive(owner);
}

/** Two may find the same lock left: the second must not take away the one that the first has made since. @param {Lock} left */
function takeAway(left) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (read(aside)?.owner === left.owner) fs.rmSync(aside, { force: true });
    else fs.renameSync(aside, file);
  } catch {
    // The other was faster.
  }
}

function give() {
  if (read(file)?.owner === process.pid) fs.rmSync(file, { force: true });
}
