// npm run server -- [flags]: the server alone, in this process.
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { endWithNpm } from './lib/parent.mjs';
import { dist } from './lib/paths.mjs';

endWithNpm();

await setUp(async () => {
  await ensurePackages();
  await ensureBundles(['server']);
});

const program = path.join(dist, 'server.js');
process.argv[1] = program;
createRequire(import.meta.url)(program);
