// The system runtime: NodeGui's addon and native/qt-loop, compiled against the system's Qt 6 and kept in the user's
// cache folder, so that the next clone compiles nothing.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from './lock.mjs';
import { CommandFailed, SetUpError, run, withCleanUp } from './main.mjs';
import { readJson } from './packages.mjs';
import { nodeModules, root, runtimeCache } from './paths.mjs';
import { step } from './steps.mjs';
import { find, libuv, toCompile, toRun } from './system-needs.mjs';
import { ensureSystem } from './system-packages.mjs';

export const parts = ['qt_loop.node', 'nodegui_core.node'];

const oldestQt = /** @type {const} */ ([6, 4]);
const nodegui = path.join(nodeModules, '@nodegui', 'nodegui');
const qtLoop = path.join(root, 'native', 'qt-loop');
// Unity builds halve the time; -O1 is a third faster to compile than -O2, and no hot path lies in these wrappers.
const compilerFlags = '-O1 -w';
const unityBatch = 12;
/** What one compiler process takes at most with these batches. */
const compilerMemory = 900e6;

/** What the runtime is made from; another hash, another runtime. */
export function runtimeStamp() {
  const hash = createHash('sha256').update(JSON.stringify([nodeguiVersion(), process.arch, compilerFlags, unityBatch]));
  for (const folder of [qtLoop, path.join(qtLoop, 'src')]) {
    for (const name of fs.readdirSync(folder).sort()) {
      const file = path.join(folder, name);
      if (fs.statSync(file).isFile() && /\.(cpp|h|txt)$/.test(name)) hash.update(name).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** The cache's folder with a runtime for this system's Qt, or undefined: nobody compiled it yet. */
export function compiledRuntime() {
  const version = qtVersion();
  const folder = version && path.join(runtimeCache(), key(version));
  return folder && parts.every((part) => fs.existsSync(path.join(folder, part))) ? folder : undefined;
}

/**
 * The cache's folder with the runtime for this system; compiles it first where need be.
 *
 * @returns {Promise<string>}
 * @throws {SetUpError}
 */
export async function ensureSystemRuntime() {
  if (compiledRuntime()) {
    await ensureSystem(toRun, 'to show the window');
  } else {
    // Node's own uv.h where it is: it fits by construction.
    const headers = nodeHeaders() ? [] : [libuv];
    await ensureSystem([...toRun, ...toCompile, ...headers], 'to compile and show the window');
  }
  const version = qtVersion();
  if (!version) throw new SetUpError("Qt 6 is not to be found on this system, though its packages are: libQt6Core.so.6 is missing.");
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldestQt[0] || (major === oldestQt[0] && minor < oldestQt[1])) {
    throw new SetUpError(
      `Ritrovo's window needs Qt ${oldestQt.join('.')} or later, this system has ${version}.\n` +
        'A newer system has it, or NodeGui\'s own runtime where the internet can be reached: RITROVO_QT=official npm start\n' +
        'The server needs no Qt: npm run server',
    );
  }
  return compiledRuntime() ?? (await compile(version));
}

function nodeguiVersion() {
  return readJson(path.join(nodegui, 'package.json')).version;
}

/** @param {string} version of Qt */
function key(version) {
  return `nodegui-${nodeguiVersion()}-qt-${version}-${process.arch}-${runtimeStamp().slice(0, 12)}`;
}

/** As the library's file says: "6.4.2" for libQt6Core.so.6.4.2. No program is asked, so this takes no time. */
function qtVersion() {
  for (const folder of ['/usr/lib', '/usr/lib64', '/usr/lib/*', '/usr/local/lib', '/usr/local/lib/*']) {
    const library = find(`${folder}/libQt6Core.so.6`);
    const version = library && /\.so\.(\d+\.\d+\.\d+)$/.exec(fs.realpathSync(library))?.[1];
    if (version) return version;
  }
  return undefined;
}

function nodeHeaders() {
  const folder = path.join(path.dirname(process.execPath), '..', 'include', 'node');
  return fs.existsSync(path.join(folder, 'uv.h')) ? folder : undefined;
}

/** @param {string} version of Qt */
async function compile(version) {
  const cache = runtimeCache();
  const target = path.join(cache, key(version));
  fs.mkdirSync(cache, { recursive: true });
  removeAbandoned(cache);
  // Built beside its place and renamed when whole: who finds the folder finds all of it, whatever happened on the way.
  const temporary = path.join(cache, `building-${process.pid}-${processSpace()}-${randomUUID().slice(0, 8)}`);
  const remove = () => fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const log = path.join(temporary, 'log');
  fs.mkdirSync(temporary);
  await withCleanUp(remove, async () => {
    try {
      await build(version, temporary, log);
      const result = path.join(temporary, 'result');
      fs.mkdirSync(result);
      fs.copyFileSync(path.join(temporary, 'qt-loop', 'qt_loop.node'), path.join(result, 'qt_loop.node'));
      fs.copyFileSync(path.join(temporary, 'nodegui', 'nodegui_core.node'), path.join(result, 'nodegui_core.node'));
      publish(result, target);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      const kept = path.join(cache, 'failed.log');
      // A program that could not even be started has written nothing.
      const isLogged = fs.existsSync(log);
      if (isLogged) fs.copyFileSync(log, kept);
      throw new SetUpError(
        `${error.lastLines.join('\n')}\n\nThe Qt runtime could not be compiled (${error.message}).\n` +
          (isLogged ? `The whole log: ${kept}\n` : '') +
          'Often that is a full disk, too little memory, or a Qt package that was half-updated: then run the command again.\n' +
          "NodeGui's own runtime needs no compiling, but the internet: RITROVO_QT=official npm start",
        { cause: error },
      );
    } finally {
      remove();
    }
  });
  return target;
}

/** @param {string} result @param {string} target */
function publish(result, target) {
  try {
    fs.renameSync(result, target);
  } catch (error) {
    // Another process compiled the same meanwhile, and was first: as good.
    if (!parts.every((part) => fs.existsSync(path.join(target, part)))) throw error;
  }
}

/** @param {string} version @param {string} folder @param {string} log */
async function build(version, folder, log) {
  const headers = path.join(nodeModules, 'node-api-headers', 'include');
  const env = {
    QT_INSTALL_DIR: '/usr', // keeps NodeGui's CMake files from looking for a Qt of their own
    PATH: `${process.env.PATH ?? ''}:${path.dirname(process.execPath)}`, // they run "node"
  };
  const common = ['-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_SKIP_RPATH=ON'];
  await step('Preparing to compile the Qt runtime', {}, async () => {
    await run('cmake', ['-S', qtLoop, '-B', path.join(folder, 'qt-loop'), ...common,
      `-DNODE_API_INCLUDE=${headers}`, `-DUV_INCLUDE=${nodeHeaders() ?? ''}`], { env, log });
    await run('cmake', ['-S', nodegui, '-B', path.join(folder, 'nodegui'), ...common,
      `-DCMAKE_JS_INC=${headers}`, '-DCMAKE_JS_SRC=', `-DCMAKE_CXX_FLAGS=${compilerFlags}`,
      '-DCMAKE_UNITY_BUILD=ON', `-DCMAKE_UNITY_BUILD_BATCH_SIZE=${unityBatch}`], { env, log });
  });
  const jobs = Math.max(1, Math.min(os.availableParallelism(), Math.floor(os.totalmem() / compilerMemory)));
  for (const { title, name, hint } of [
    { title: 'Compiling qt-loop', name: 'qt-loop', hint: 'once' },
    { title: `Compiling NodeGui for Qt ${version}`, name: 'nodegui', hint: 'once, two or three minutes' },
  ]) {
    await step(title, { hint }, (update) =>
      run('ninja', ['-C', path.join(folder, name), '-j', String(jobs)], {
        env,
        log,
        onLine: (line) => update(/^\[\d+\/\d+\]/.exec(line)?.[0] ?? ''),
      }),
    );
  }
}

/** What a process number refers to: it means another process in another container that shares the cache. */
function processSpace() {
  return /\d+/.exec(fs.readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
}

/** Folders of builds that were killed. @param {string} cache */
function removeAbandoned(cache) {
  for (const name of fs.readdirSync(cache)) {
    const [, pid, space] = /^building-(\d+)-(\d+)-/.exec(name) ?? [];
    if (!pid) continue;
    const folder = path.join(cache, name);
    const dayOld = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 86_400_000;
    if (dayOld || (space === processSpace() && !isAlive(Number(pid)))) fs.rmSync(folder, { recursive: true, force: true });
  }
}
