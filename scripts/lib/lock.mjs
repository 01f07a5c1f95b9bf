import fs from 'node:fs';
import path from 'node:path';
import { withCleanUp } from './main.mjs';
import { root } from './paths.mjs';
import { say } from './steps.mjs';

const file = path.join(root, 'build', 'set-up.lock');
const lookAgainMs = 300;
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
    const owner = readOwner();
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (!told) say(`Waiting for another set-up of this folder (process ${owner}).`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

function readOwner() {
  try {
    return Number(fs.readFileSync(file, 'utf8')) || 0;
  } catch {
    return undefined; // given back just now
  }
}

function give() {
  if (readOwner() === process.pid) fs.rmSync(file, { force: true });
}
