// npm test -- [mocha's arguments]: sets up all that the tests need, then runs them.
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { becomeChild } from './lib/child.mjs';
import { setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { nodeModules, root } from './lib/paths.mjs';
import { ensureQtRuntime } from './lib/qt-runtime.mjs';
import { toTest } from './lib/system-needs.mjs';
import { ensureSystem } from './lib/system-packages.mjs';

await setUp(async () => {
  await ensurePackages();
  await ensureSystem(toTest, 'for the tests');
  await ensureQtRuntime();
  await ensureBundles(['server', 'client']);
});

process.chdir(root);
await becomeChild(process.execPath, [path.join(nodeModules, 'mocha', 'bin', 'mocha.js'), ...process.argv.slice(2)]);
