import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dist = path.join(root, 'dist');
export const nodeModules = path.join(root, 'node_modules');

/** Where compiled Qt runtimes are kept for all clones of this user. */
export function runtimeCache() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'ritrovo', 'qt-runtime');
}
