import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { alone } from './lock.mjs';
import { CommandFailed, SetUpError, run } from './main.mjs';
import { nodeModules, root } from './paths.mjs';
import { step } from './steps.mjs';

const stampFile = path.join(nodeModules, '.ritrovo');

/** Installs the npm packages where they are missing or package.json asks for others. */
export async function ensurePackages() {
  if (upToDate()) return;
  await alone(async () => {
    if (upToDate()) return;
    if (!installedByHand()) await install();
    fs.writeFileSync(stampFile, wanted());
  });
}

/** Changes whenever the packages do. */
export function packagesStamp() {
  return wanted();
}

function upToDate() {
  try {
    return fs.readFileSync(stampFile, 'utf8') === wanted();
  } catch {
    return false;
  }
}

function wanted() {
  const { dependencies, devDependencies } = readJson(path.join(root, 'package.json'));
  return createHash('sha256')
    .update(JSON.stringify([dependencies, devDependencies, process.platform, process.arch]))
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** Whether somebody's own "npm ci" or "npm install" left exactly what the lock file says. */
function installedByHand() {
  try {
    const want = readJson(path.join(root, 'package-lock.json')).packages;
    const have = readJson(path.join(nodeModules, '.package-lock.json')).packages;
    return Object.entries(want).every(
      ([name, entry]) => name === '' || have[name]?.version === entry.version || (entry.optional && !have[name]),
    );
  } catch {
    return false;
  }
}

async function install() {
  fs.rmSync(stampFile, { force: true });
  // Without install scripts: NodeGui's download from places that may be out of reach (see qt-runtime.mjs).
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  const { command, before } = npm();
  try {
    await step('Fetching packages from the npm registry', { hint: 'once' }, () =>
      run(command, [...before, ...args], { cwd: root }),
    );
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetUpError(
      `${error.lastLines.join('\n')}\n\nThe packages could not be installed (npm ${args.join(' ')}).\n` +
        'Check that the npm registry can be reached ("npm ping") and try again.',
      { cause: error },
    );
  }
}

/** npm's own program where a script of npm runs us: the same one, and no shell on Windows. */
function npm() {
  const own = process.env.npm_execpath;
  if (own && /\.c?js$/.test(own) && fs.existsSync(own)) return { command: process.execPath, before: [own] };
  const beside = path.join(path.dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (fs.existsSync(beside)) return { command: process.execPath, before: [beside] };
  return { command: 'npm', before: [] };
}

/** @param {string} file @returns {any} */
export function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
