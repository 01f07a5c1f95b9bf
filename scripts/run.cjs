// node scripts/run.cjs NAME [arguments]: scripts/NAME.mjs, once it is known that Node can read it.
'use strict';

require('./lib/node-version.cjs')();

const path = require('path');
const { pathToFileURL } = require('url');

// A password is not to be seen in the list of processes while the script works; npm and its shell show it all the same.
if (process.argv.some((argument) => /^--password(?:=|$)|^ircs?:\/\/[^@/:]*:[^@/]*@/i.test(argument))) process.title = 'node scripts/' + process.argv[2] + '.mjs';

const file = path.join(__dirname, process.argv[2] + '.mjs');
process.argv.splice(1, 2, file);
import(pathToFileURL(file).href);
