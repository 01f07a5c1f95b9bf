// npm run test:hostile -- [--minutes N] [--seed N]: attacks the server, the client and the window (test/hostile).
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBundles } from './lib/bundles.mjs';
import { becomeChild } from './lib/child.mjs';
import { SetUpError, setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { nodeModules, root } from './lib/paths.mjs';
import { ensureQtRuntime } from './lib/qt-runtime.mjs';
import { toTest } from './lib/system-needs.mjs';
import { ensureSystem } from './lib/system-packages.mjs';

await setUp(async () => {
  const { minutes, seed } = options();
  if (minutes !== undefined) process.env.HOSTILE_MINUTES = minutes;
  if (seed !== undefined) process.env.HOSTILE_SEED = seed;
  await ensurePackages();
  await ensureSystem(toTest, 'for the tests');
  await ensureQtRuntime();
  await ensureBundles(['server', 'client']);
});

process.chdir(root);
await becomeChild(process.execPath, [path.join(nodeModules, 'mocha', 'bin', 'mocha.js'), 'test/hostile/**/*.test.ts']);

/** @throws {SetUpError} for what cannot be read */
function options() {
  const usage = 'Usage: npm run test:hostile -- [--minutes N] [--seed N]';
  try {
    const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
    if (!(Number(values.minutes ?? 1) > 0) || !Number.isSafeInteger(Number(values.seed ?? 0))) throw new RangeError(usage);
    return values;
  } catch (error) {
    throw new SetUpError(usage, { cause: error });
  }
}
