'use strict';

/**
 * Ends the program with a sentence where Node is too old. Written so that the oldest Node can read it, and without
 * anything from outside: webpack puts it at the beginning of the bundles.
 */
module.exports = function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write('Ritrovo needs Node 20.19 or later, this is ' + process.versions.node + ' (' + process.execPath + ').\n');
  process.exit(1);
};
