import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { alone } from './lock.mjs';
import { CommandFailed, SetUpError, run } from './main.mjs';
import { packagesStamp } from './packages.mjs';
import { dist, nodeModules, root } from './paths.mjs';
import { step } from './steps.mjs';

/** @typedef {'server' | 'client'} Bundle */

/** Builds those bundles of dist/ whose sources changed. @param {Bundle[]} names */
export async function ensureBundles(names) {
  if (stale(names).length === 0) return;
  await alone(async () => {
    const now = stale(names);
    if (now.length > 0) await build(now);
  });
}

/** @param {Bundle[]} names */
function stale(names) {
  const stamp = sourcesStamp();
  return names.filter((name) => {
    try {
      return !fs.existsSync(path.join(dist, `${name}.js`)) || fs.readFileSync(stampFile(name), 'utf8') !== stamp;
    } catch {
      return true;
    }
  });
}

/** @param {Bundle} name */
function stampFile(name) {
  return path.join(dist, `.${name}.stamp`);
}

/** Sizes and times, not contents: some hundred files in a few ms. */
function sourcesStamp() {
  const hash = createHash('sha256').update(packagesStamp());
  for (const top of ['src', 'assets', 'webpack.config.js', 'tsconfig.json', 'scripts/lib/node-version.cjs']) addToStamp(hash, path.join(root, top));
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} file */
function addToStamp(hash, file) {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) addToStamp(hash, path.join(file, name));
  } else {
    hash.update(`${path.relative(root, file)}\0${found.size}\0${found.mtimeMs}\0`);
  }
}

/** @param {Bundle[]} names */
async function build(names) {
  // Of the time before: what changes while webpack reads is built the next time.
  const stamp = sourcesStamp();
  for (const name of names) fs.rmSync(stampFile(name), { force: true });
  const webpack = path.join(nodeModules, 'webpack', 'bin', 'webpack.js');
  try {
    await step(`Bundling the ${names.join(' and the ')}`, {}, () =>
      run(process.execPath, [webpack, ...names.flatMap((name) => ['--config-name', name])], { cwd: root }),
    );
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetUpError(`${error.lastLines.join('\n')}\n\nThe sources could not be bundled.`, { cause: error });
  }
  for (const name of names) fs.writeFileSync(stampFile(name), stamp);
}
