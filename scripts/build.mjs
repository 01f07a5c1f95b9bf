// npm run build: all of dist/, so that "node dist/server.js" and "node dist/client.js" run; npm run build:server: the
// server alone, which never touches Qt.
import { ensureBundles } from './lib/bundles.mjs';
import { SetUpError, setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ensureQtRuntime } from './lib/qt-runtime.mjs';

const isServerOnly = process.argv[2] === 'server';

await setUp(async () => {
  await ensurePackages();
  // First, so that whoever cannot install what the window needs has the server all the same.
  await ensureBundles(['server']);
  if (isServerOnly) return;
  try {
    await ensureQtRuntime();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    throw new SetUpError(`${error.message}\nThe server is built, only the window is not: node dist/server.js`, { cause: error });
  }
  await ensureBundles(['client']);
});
