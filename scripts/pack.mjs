// npm run pack: a package of the window for this operating system (AppImage, dmg, folder with an exe), in deploy/.
import fs from 'node:fs';
import path from 'node:path';
import { ensureBundles } from './lib/bundles.mjs';
import { CommandFailed, SetUpError, run, setUp } from './lib/main.mjs';
import { assemble } from './lib/package-folder.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { nodeModules, root } from './lib/paths.mjs';
import { installOfficial, officialAddon, officialExists, officialReachable, officialReady } from './lib/qt-official.mjs';
import { say, step } from './lib/steps.mjs';

const name = 'Ritrovo';
const packer = path.join(nodeModules, '@nodegui', 'packer');
const template = path.join(root, 'deploy', process.platform, process.platform === 'darwin' ? `${name}.app` : name);

await setUp(async () => {
  await ensurePackages();
  await ensureBundles(['server', 'client']);
  await ensureOfficial();
  if (process.platform === 'linux') await ensureLinuxDeployQt();

  const folder = path.join(root, 'build', 'package');
  await step('Putting the program together', {}, async () => assemble(folder, officialAddon()));
  if (!fs.existsSync(template)) await pack('Making the template', ['--init', name]);
  dress();
  await pack('Packing', ['--pack', folder]);
  say(`The package is under ${path.relative(root, path.dirname(template))}${path.sep}build.`);
});

/** A package carries its own Qt and qode; the system's Qt would tie it to this system. */
async function ensureOfficial() {
  if (officialReady()) return;
  if (!officialExists()) {
    throw new SetUpError(`Packaging needs NodeGui's official runtime, which is not published for ${process.platform} on ${process.arch}.`);
  }
  if (!(await officialReachable())) {
    throw new SetUpError(
      "Packaging needs NodeGui's official runtime from github.com and download.qt.io, and they do not answer.\n" +
        'Run "npm run pack" once where they can be reached; the package itself runs anywhere.',
    );
  }
  await installOfficial();
}

async function ensureLinuxDeployQt() {
  if (fs.existsSync(path.join(packer, 'deps', 'linuxdeployqt'))) return;
  try {
    await step('Downloading linuxdeployqt', { hint: 'once' }, () =>
      run(process.execPath, [path.join(packer, 'scripts', 'setupBinaries.js')], { cwd: packer }),
    );
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetUpError(`${error.lastLines.join('\n')}\n\nPackaging needs linuxdeployqt, which could not be downloaded from github.com.`, {
      cause: error,
    });
  }
}

/** The icon and the entry for the desktop, under the names that the packer's template has for them. */
function dress() {
  if (process.platform !== 'linux') return;
  fs.copyFileSync(path.join(root, 'assets', 'ritrovo-256.png'), path.join(template, 'default.png'));
  fs.copyFileSync(path.join(root, 'assets', 'ritrovo.desktop'), path.join(template, 'default.desktop'));
}

/** @param {string} title @param {string[]} args */
async function pack(title, args) {
  try {
    await step(title, {}, () => run(process.execPath, [path.join(packer, 'dist', 'cli.js'), ...args], { cwd: root }));
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    throw new SetUpError(`${error.lastLines.join('\n')}\n\nThe packer did not succeed.`, { cause: error });
  }
}
