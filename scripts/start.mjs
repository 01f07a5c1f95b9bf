// npm start -- [the server's flags]: the server, and the window joined to it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { exitStatus } from './lib/child.mjs';
import { hasDisplay } from './lib/display.mjs';
import { SetUpError, setUp } from './lib/main.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { endWithNpm } from './lib/parent.mjs';
import { dist } from './lib/paths.mjs';
import { ensureQtRuntime, qtCommand } from './lib/qt-runtime.mjs';
import { say } from './lib/steps.mjs';

endWithNpm();

/** @typedef {{ type: 'listening', host: string, port: number, addresses: string[] }} Listening from the server */
/** @typedef {import('node:child_process').ChildProcess} Child */

const flags = process.argv.slice(2);
const words = flags.some((flag) => ['--help', '-h', '--version'].includes(flag));
const withWindow = hasDisplay() && !words;
/** After Ctrl-C the children have this long to end by themselves. */
const patienceMs = 700;
const lastPatienceMs = 5000;

const runtime = await setUp(async () => {
  await ensurePackages();
  const chosen = withWindow ? await qtRuntime() : undefined;
  await ensureBundles(chosen ? ['server', 'client'] : ['server']);
  return chosen;
});

/** What the window runs on; undefined, and told, where the system lacks something: the server needs nothing of it. */
async function qtRuntime() {
  try {
    return await ensureQtRuntime();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(`${error.message}\n`);
    return undefined;
  }
}

let ending = false;
/** @type {Child | undefined} */
let client;
const server = spawn(process.execPath, [path.join(dist, 'server.js'), ...flags], {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
server.on('message', (message) => {
  const said = /** @type {Listening} */ (message);
  if (said.type === 'listening' && !ending) join(said);
});
server.once('exit', async (status, signal) => {
  if (client && client.exitCode === null && client.signalCode === null && !ending) {
    say('The server has ended. The window is still open, and joins again when the server is back: close it, or press Ctrl-C here.');
  }
  if (client) await ended(client);
  process.exit(ending ? 0 : exitStatus(status, signal));
});
for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => end(signal));
}

/** @param {Listening} listening */
function join({ host, port, addresses }) {
  if (!runtime) {
    say(
      `${withWindow ? 'The window cannot be shown yet (see above)' : 'There is no display here'}, so only the server runs. People join with their IRC program, or with:\n` +
        (addresses.length > 0 ? addresses : ['THE-ADDRESS-OF-THIS-COMPUTER'])
          .map((address) => `  npm run client -- ${withPort(address, port)}`)
          .join('\n') +
        '\nCtrl-C stops the server.',
    );
    return;
  }
  const { command, before } = qtCommand(runtime);
  client = spawn(command, [...before, path.join(dist, 'client.js'), withPort(nearest(host), port)], {
    stdio: 'inherit',
    // The window is a person's own: it does not end because its server does.
    env: { ...process.env, RITROVO_LAUNCHER: 'npm start' },
  });
  client.once('error', (error) => say(`The window cannot be started: ${error.message}`));
  client.once('exit', (status, signal) => {
    if (ending || server.exitCode !== null) return;
    const code = exitStatus(status, signal);
    say(
      (code === 0 ? 'The window is closed.' : `The window ended with status ${code}.`) +
        ` The server goes on, for the others. Ctrl-C stops it; "npm run client -- ${withPort(nearest(host), port)}" joins again.`,
    );
  });
}

/** The address on which this computer reaches a server that listens on `host`. @param {string} host */
function nearest(host) {
  if (['', '0.0.0.0', '::', 'localhost'].includes(host)) return '127.0.0.1';
  return host;
}

/** @param {string} address @param {number} port */
function withPort(address, port) {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  if (ending) return;
  ending = true;
  // Ctrl-C went to the whole group, the children say goodbye already: a second signal only if it did not.
  const typed = signal === 'SIGINT';
  setTimeout(() => tell('SIGTERM'), typed ? patienceMs : 0);
  setTimeout(() => tell('SIGKILL'), lastPatienceMs);
}

/** @param {NodeJS.Signals} signal */
function tell(signal) {
  for (const child of [client, server]) {
    if (child && child.exitCode === null && child.signalCode === null) child.kill(signal);
  }
}

/** @param {Child} child @returns {Promise<void>} */
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
