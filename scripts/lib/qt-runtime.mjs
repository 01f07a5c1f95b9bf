// Which Qt the window runs on: NodeGui's own ("official") or the system's.
import fs from 'node:fs';
import path from 'node:path';
import { alone } from './lock.mjs';
import { SetUpError } from './main.mjs';
import { readJson } from './packages.mjs';
import { dist } from './paths.mjs';
import { installOfficial, officialCommand, officialExists, officialReachable, officialReady } from './qt-official.mjs';
import { compiledRuntime, ensureSystemRuntime, parts, runtimeStamp } from './qt-system.mjs';
import { say } from './steps.mjs';
import { missing, toRun, toRunOfficial } from './system-needs.mjs';
import { ensureSystem } from './system-packages.mjs';

/** @typedef {'official' | 'system'} Runtime */
/** @typedef {{ runtime: Runtime, stamp: string, sizes: number[] }} Record what lies in dist/ */

const recordFile = path.join(dist, '.qt-runtime.json');

/**
 * Sees to it that dist/client.js can run, and says on what.
 *
 * @returns {Promise<Runtime>}
 * @throws {SetUpError}
 */
export async function ensureQtRuntime() {
  const wish = wanted();
  const there = inPlace();
  if (there && (!wish || wish === there)) return there;
  return alone(async () => {
    const runtime = await choose(wish);
    if (runtime === 'official') useOfficial();
    else useSystem(await ensureSystemRuntime());
    return runtime;
  });
}

/** How to run a script with the window: the program and what stands before the script. @param {Runtime} runtime */
export function qtCommand(runtime) {
  return runtime === 'official' ? officialCommand() : { command: process.execPath, before: [] };
}

/** @returns {Runtime | undefined} */
function wanted() {
  const wish = process.env.RITROVO_QT;
  if (!wish) return undefined;
  if (wish !== 'official' && wish !== 'system') {
    throw new SetUpError(`RITROVO_QT is "${wish}"; it can be "official" (NodeGui's own Qt) or "system" (Linux).`);
  }
  if (wish === 'system' && process.platform !== 'linux') {
    throw new SetUpError('RITROVO_QT=system is for Linux; leave RITROVO_QT unset here.');
  }
  return wish;
}

/**
 * What the last set-up left, if it is still right. Runs at every start: it reads a few small files.
 *
 * @returns {Runtime | undefined}
 */
function inPlace() {
  try {
    /** @type {Record} */
    const record = readJson(recordFile);
    if (record.runtime === 'official') return officialReady() && missing(toRunOfficial).length === 0 ? 'official' : undefined;
    const whole = parts.every((part, index) => fs.statSync(path.join(dist, part)).size === record.sizes[index]);
    return whole && record.stamp === runtimeStamp() && missing(toRun).length === 0 ? 'system' : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Runtime | undefined} wish @returns {Promise<Runtime>} */
async function choose(wish) {
  if (wish === 'system') return 'system';
  if (!wish && process.platform === 'linux' && compiledRuntime()) return 'system';
  if (!officialReady()) {
    if (!officialExists()) {
      if (wish) throw new SetUpError(`NodeGui publishes no runtime for ${process.platform} on ${process.arch}.`);
      return 'system';
    }
    if (!(await officialReachable())) {
      if (!wish && process.platform === 'linux') return 'system';
      throw new SetUpError(
        "The official Qt runtime comes from github.com and download.qt.io, and they do not answer.\n" +
          (process.platform === 'linux'
            ? "Without RITROVO_QT=official the system's own Qt is used."
            : 'Connect to the internet for the first start; later starts need no connection.'),
      );
    }
    try {
      await installOfficial();
    } catch (error) {
      if (wish || process.platform !== 'linux' || !(error instanceof SetUpError)) throw error;
      say(`${error.message}\nUsing the system's own Qt instead.`);
      return 'system';
    }
  }
  await ensureSystem(toRunOfficial, 'to show the window');
  return 'official';
}

function useOfficial() {
  fs.mkdirSync(dist, { recursive: true });
  // qode would take these for its own; it loads the addon from inside node_modules, where its Qt is (addon.ts).
  for (const part of parts) fs.rmSync(path.join(dist, part), { force: true });
  write({ runtime: 'official', stamp: '', sizes: [] });
}

/** @param {string} folder with the compiled parts */
function useSystem(folder) {
  fs.mkdirSync(dist, { recursive: true });
  fs.rmSync(recordFile, { force: true });
  const sizes = parts.map((part) => {
    const target = path.join(dist, part);
    const fresh = `${target}.${process.pid}`;
    fs.copyFileSync(path.join(folder, part), fresh);
    // Renamed, not overwritten: a window that is open now keeps the file that it has mapped.
    fs.renameSync(fresh, target);
    return fs.statSync(target).size;
  });
  write({ runtime: 'system', stamp: runtimeStamp(), sizes });
}

/** @param {Record} record */
function write(record) {
  fs.writeFileSync(recordFile, JSON.stringify(record));
}
