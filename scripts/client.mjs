// npm run client -- [ADDRESS[:PORT]] [flags]: the window.
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { hasDisplay, noDisplay } from './lib/display.mjs';
import { SetUpError, setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { endWithNpm } from './lib/parent.mjs';
import { dist } from './lib/paths.mjs';
import { ensureQtRuntime, qtCommand } from './lib/qt-runtime.mjs';
import { becomeChild } from './lib/child.mjs';

endWithNpm();

const args = process.argv.slice(2);
// Only asks for words: no window, so no display and no Qt.
const words = args.some((arg) => ['--help', '-h', '--version'].includes(arg));

const runtime = await setUp(async () => {
  if (!words && !hasDisplay()) throw new SetUpError(noDisplay);
  await ensurePackages();
  const chosen = words ? 'system' : await ensureQtRuntime();
  await ensureBundles(['client']);
  return chosen;
});

const program = path.join(dist, 'client.js');
if (runtime === 'system') {
  process.argv[1] = program;
  createRequire(import.meta.url)(program);
} else {
  const { command, before } = qtCommand(runtime);
  await becomeChild(command, [...before, program, ...args]);
}
