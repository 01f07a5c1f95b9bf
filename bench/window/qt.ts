// Lets a program that tsx runs load NodeGui as the bundle does: its native part lies in dist/.
import Module from 'node:module';
import path from 'node:path';
import { loadQt } from '../../src/client/qt/runtime';

const load = Module.createRequire(__filename);
const file = load.resolve('@nodegui/nodegui/dist/lib/utils/addon.js');
const addon = new Module(file);
addon.filename = file;
addon.loaded = true;
addon.exports = { default: loadQt(path.resolve('dist')), __esModule: true };
load.cache[file] = addon;
