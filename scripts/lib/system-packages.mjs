import fs from 'node:fs';
import readline from 'node:readline/promises';
import { CommandFailed, SetUpError, run, succeeds } from './main.mjs';
import { say, step } from './steps.mjs';
import { hasProgram, missing } from './system-needs.mjs';

/** @typedef {import('./system-needs.mjs').Need} Need */

/**
 * Sees to it that the system has what is needed: installs it where we may (root, sudo without a password), asks first
 * on a terminal, else says what to type and ends.
 *
 * @param {Need[]} needs
 * @param {string} why "to show the window"
 */
export async function ensureSystem(needs, why) {
  if (process.platform !== 'linux') return;
  const gaps = missing(needs);
  if (gaps.length === 0) return;

  if (!hasProgram('apt-get')) {
    throw new SetUpError(
      `Missing on this system, ${why}:\n${gaps.map(({ what }) => `  ${what}`).join('\n')}\n` +
        'Install them with your package manager, then try again.',
    );
  }
  const asRoot = await rights();
  const names = await packageNames(gaps, asRoot);
  const command = `apt-get install --no-install-recommends ${names.join(' ')}`;
  if (!asRoot && !(await agrees(names, why))) {
    throw new SetUpError(`Missing on this system, ${why}: ${names.join(', ')}\n${toType(command)}`);
  }
  await install(names, asRoot ?? ['sudo'], why, command);

  const left = missing(gaps);
  if (left.length > 0) {
    throw new SetUpError(`Still missing after the installation of ${names.join(', ')}:\n${left.map(({ what }) => `  ${what}`).join('\n')}`);
  }
}

/** What whoever has the rights can type, as it is. @param {string} command */
function toType(command) {
  const whole = hasPackageLists() ? command : `apt-get update && ${command}`;
  if (!hasProgram('sudo')) return `Install with (it asks for the password of root):\n  su - -c '${whole}'`;
  return `Install with:\n  ${whole.split(' && ').map((each) => `sudo ${each}`).join(' && ')}`;
}

/** What to put before a command that needs root, or undefined where that takes a password. */
async function rights() {
  if (process.getuid?.() === 0) return [];
  if (hasProgram('sudo') && (await succeeds('sudo', ['-n', 'true']))) return ['sudo', '-n'];
  return undefined;
}

/** @param {string[]} names @param {string} why */
async function agrees(names, why) {
  if (!process.stdin.isTTY || !process.stderr.isTTY || !hasProgram('sudo')) return false;
  say(`Missing on this system, ${why}: ${names.join(', ')}`);
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  // readline takes Ctrl-C for itself: hand it on.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const answer = await terminal.question('Install them now with sudo? [Y/n] ');
  terminal.close();
  return /^(y|yes|)$/i.test(answer.trim());
}

/**
 * The name under which the system's archive has each of them.
 *
 * @param {Need[]} needs
 * @param {string[] | undefined} asRoot
 */
async function packageNames(needs, asRoot) {
  if (asRoot && !hasPackageLists()) await update(asRoot);
  /** @type {Set<string>} */
  const names = new Set();
  for (const { packages } of needs) {
    names.add((packages.length > 1 ? await available(packages) : packages[0]) ?? '');
  }
  return [...names];
}

/** @param {string[]} packages in order of preference */
async function available(packages) {
  for (const name of packages) {
    const policy = await run('apt-cache', ['policy', name], { env: { LC_ALL: 'C' } }).catch(() => '');
    if (/Candidate: (?!\(none\))/.test(policy)) return name;
  }
  return packages.at(-1);
}

function hasPackageLists() {
  try {
    return fs.readdirSync('/var/lib/apt/lists').some((name) => /_Packages(\.|$)/.test(name));
  } catch {
    return false;
  }
}

/** @param {string[]} asRoot */
function update(asRoot) {
  return step('Reading the lists of system packages', {}, () => apt(asRoot, ['update'])).catch(() => {
    // Some list could not be had; the installation says whether that matters.
  });
}

/** @param {string[]} asRoot @param {string[]} args @param {(line: string) => void} [onLine] */
function apt(asRoot, args, onLine) {
  const [command = '', ...rest] = [
    ...asRoot,
    ...['env', 'DEBIAN_FRONTEND=noninteractive', 'NEEDRESTART_MODE=a'],
    ...['apt-get', '--quiet', '--option', 'DPkg::Lock::Timeout=120', ...args],
  ];
  const password = asRoot[0] === 'sudo' && asRoot.length === 1;
  return run(command, rest, { onTerminal: password, onLine });
}

/** @param {string[]} names @param {string[]} asRoot @param {string} why @param {string} command */
async function install(names, asRoot, why, command) {
  say(`Missing on this system, ${why}: ${names.join(', ')}`);
  const args = ['install', '--yes', '--no-install-recommends', ...names];
  try {
    await step('Installing these system packages', { hint: 'once' }, async (update) => {
      const show = (/** @type {string} */ line) => update(line.slice(0, 50));
      try {
        await apt(asRoot, args, show);
      } catch {
        // The lists are older than the archive: its files have other versions by now.
        await apt(asRoot, ['update']).catch(() => {});
        await apt(asRoot, args, show);
      }
    });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetUpError(`${error.lastLines.join('\n')}\n\nThat did not work. Try it yourself:\n  ${asRoot[0] === 'sudo' ? `sudo ${command}` : command}`, { cause: error });
  }
  for (const name of names.filter((one) => services.has(one))) await silenceService(name, asRoot);
}

/** What the tests need that is a service. */
const services = new Set(['ngircd', 'inspircd']);

/** Debian starts what it installs as a service; the tests start their own. @param {string} name @param {string[]} asRoot */
async function silenceService(name, asRoot) {
  const [command = '', ...args] = fs.existsSync('/run/systemd/system')
    ? [...asRoot, 'systemctl', 'disable', '--now', name]
    : [...asRoot, `/etc/init.d/${name}`, 'stop'];
  await succeeds(command, args);
}
