// Loaded before each script of the tests: NodeGui under plain Node with the runtime from dist/, unbundled. Puts our
// addon in the place of NodeGui's, as webpack.config.js does for the bundle.
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { loadQt } from '../../src/client/qt/runtime';

const root = path.resolve(__dirname, '..', '..');
const requireHere = createRequire(path.join(root, 'package.json'));

const file = requireHere.resolve('@nodegui/nodegui/dist/lib/utils/addon.js');
const replacement = new Module(file);
replacement.filename = file;
replacement.loaded = true;
replacement.exports = { __esModule: true, default: loadQt(path.join(root, 'dist')) };
requireHere.cache[file] = replacement;
