// node scripts/run.cjs NAME [arguments]: scripts/NAME.mjs, once it is known that Node can read it.
'use strict';

require('./lib/node-version.cjs')();

const path = require('path');
const { pathToFileURL } = require('url');

const file = path.join(__dirname, process.argv[2] + '.mjs');
process.argv.splice(1, 2, file);
import(pathToFileURL(file).href);
