// Puts together what NodeGui's packer packs: the bundles, the addon, what the bundles load from node_modules, assets.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readJson } from './packages.mjs';
import { dist, nodeModules, root } from './paths.mjs';

/**
 * The packer's start file does require('./dist'). qode always begins with it, also when the window starts the server
 * as a process of its own ("qode server.js --port 8080"), and the server those beside its database: then that it is.
 */
const index = `'use strict';
const path = require('node:path');

const programs = ['server.js', 'database-process', 'database-inspector'].map((name) => path.join(__dirname, name));
const asked = process.argv.findIndex((argument, position) => position > 0 && programs.includes(path.resolve(argument)));
if (asked > 0) {
  process.argv.splice(1, asked - 1);
  require(path.resolve(process.argv[1]));
} else {
  require('./client.js');
}
`;

/**
 * Writes `folder` anew.
 *
 * @param {string} folder
 * @param {string} addon nodegui_core.node of the official runtime
 */
export function assemble(folder, addon) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'index.js'), index);
  for (const bundle of ['server.js', 'database-process.js', 'database-inspector.js', 'client.js']) fs.copyFileSync(path.join(dist, bundle), path.join(folder, bundle));
  // At the top: the packer looks for addons, and so for the Qt libraries they need, nowhere else.
  fs.copyFileSync(addon, path.join(folder, 'nodegui_core.node'));
  fs.cpSync(path.join(root, 'assets'), path.join(folder, 'assets'), { recursive: true });
  for (const name of runtimePackages()) {
    fs.cpSync(path.join(nodeModules, name), path.join(folder, 'node_modules', name), { recursive: true, dereference: true });
  }
}

/** The packages that the bundles load from node_modules, and all that those need, as installed on this system. */
export function runtimePackages() {
  /** @type {{ loadedFromNodeModules: string[] }} */
  const { loadedFromNodeModules } = createRequire(import.meta.url)(path.join(root, 'webpack.config.js'));
  /** @type {Set<string>} */
  const names = new Set();
  const add = (/** @type {string} */ name) => {
    const file = path.join(nodeModules, name, 'package.json');
    // Binaries for other systems are optional, and not installed here.
    if (names.has(name) || !fs.existsSync(file)) return;
    names.add(name);
    const { dependencies, optionalDependencies } = readJson(file);
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(needed);
  };
  for (const name of loadedFromNodeModules) add(name);
  return [...names].sort();
}
