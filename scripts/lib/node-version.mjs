// Import this first: what follows may use what an older Node does not have.
const needed = /** @type {const} */ ([20, 19]);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Ritrovo needs Node ${needed.join('.')} or later, this is ${process.versions.node} (${process.execPath}).\n`,
  );
  process.exit(1);
}
