// node scripts/tool.mjs NAME [arguments]: a program that comes with one of the packages, which are installed first.
import path from 'node:path';
import { becomeChild } from './lib/child.mjs';
import { SetUpError, setUp } from './lib/main.mjs';
import { ensurePackages, readJson } from './lib/packages.mjs';
import { nodeModules, root } from './lib/paths.mjs';

const [name, ...args] = process.argv.slice(2);

const program = await setUp(async () => {
  if (!name) throw new SetUpError('Usage: node scripts/tool.mjs NAME [arguments]');
  await ensurePackages();
  const { dependencies, devDependencies } = readJson(path.join(root, 'package.json'));
  for (const owner of Object.keys({ ...dependencies, ...devDependencies })) {
    const { bin = {} } = readJson(path.join(nodeModules, owner, 'package.json'));
    const file = typeof bin === 'string' ? owner.split('/').pop() === name && bin : bin[name];
    if (file) return path.join(nodeModules, owner, file);
  }
  throw new SetUpError(`No package of this project has a program "${name}".`);
});

await becomeChild(process.execPath, [program, ...args]);
