'use strict';

const { reporters } = require('mocha');

/** Mocha's "spec" report, closed by one plain line that a script can read: `N passed, N failed, N skipped`. */
module.exports = class PlainCount extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
};
