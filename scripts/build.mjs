// npm run build: all of dist/, so that "node dist/server.js" and "node dist/client.js" run.
import { ensureBundles } from './lib/bundles.mjs';
import { setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ensureQtRuntime } from './lib/qt-runtime.mjs';

await setUp(async () => {
  await ensurePackages();
  await ensureQtRuntime();
  await ensureBundles(['server', 'client']);
});
