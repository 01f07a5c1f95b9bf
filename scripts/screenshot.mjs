// npm run screenshot: takes assets/screenshot-light.png and assets/screenshot-dark.png anew.
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { becomeChild } from './lib/child.mjs';
import { setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { ensureQtRuntime } from './lib/qt-runtime.mjs';
import { toTest } from './lib/system-needs.mjs';
import { ensureSystem } from './lib/system-packages.mjs';

await setUp(async () => {
  await ensurePackages();
  await ensureSystem(toTest, 'for the screenshot');
  await ensureQtRuntime();
  await ensureBundles(['server', 'client']);
});

process.chdir(root);
await becomeChild(process.execPath, ['--import', 'tsx', path.join('test', 'window', 'support', 'take-screenshot.ts')]);
