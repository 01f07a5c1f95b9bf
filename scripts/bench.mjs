// npm run bench -- [--vs inspircd | HOST:PORT] …: loads the server, and another one in turn (bench/main.ts).
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { becomeChild } from './lib/child.mjs';
import { setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';

await setUp(async () => {
  await ensurePackages();
  await ensureBundles(['server']);
});

process.chdir(root);
await becomeChild(process.execPath, ['--import', 'tsx', path.join('bench', 'main.ts'), ...process.argv.slice(2)]);
