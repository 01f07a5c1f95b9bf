// NodeGui's own runtime: qode (a fork of Node), a Qt and the compiled addon, downloaded by NodeGui's install scripts.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CommandFailed, SetUpError, run } from './main.mjs';
import { nodeModules, root } from './paths.mjs';
import { step } from './steps.mjs';

const answerMs = 3000;
const nodegui = path.join(nodeModules, '@nodegui', 'nodegui');
const qode = path.join(nodeModules, '@nodegui', 'qode');

/** Called late: before the packages are installed there is nothing to require. @param {string} name @returns {any} */
const load = (name) => createRequire(path.join(root, 'package.json'))(name);

/** The addon that belongs to qode and NodeGui's Qt. */
export function officialAddon() {
  return path.join(nodegui, 'build', 'Release', 'nodegui_core.node');
}

/** Whether NodeGui publishes its runtime for this processor at all. */
export function officialExists() {
  return process.platform !== 'linux' || process.arch === 'x64';
}

export function officialReady() {
  return fs.existsSync(qodePath()) && fs.existsSync(officialAddon()) && fs.existsSync(qtHome());
}

/** How to run dist/client.js on it. */
export function officialCommand() {
  const wrapper = path.join(nodegui, 'scripts', 'qode.js'); // sets the paths to NodeGui's Qt
  return { command: process.execPath, before: [wrapper] };
}

/** Whether the places that NodeGui's install scripts download from answer within a few seconds. */
export async function officialReachable() {
  const places = [load('@nodegui/qode/src/config.js').downloadLink, process.env.QT_LINK_MIRROR || 'https://download.qt.io'];
  if (!officialExists()) return false;
  return (await Promise.all(places.map((place) => answers(place)))).every(Boolean);
}

/** @throws {SetUpError} */
export async function installOfficial() {
  const scripts = [
    { title: "Downloading NodeGui's runtime, qode", folder: qode, script: 'install.js' },
    { title: "Downloading NodeGui's Qt", folder: nodegui, script: 'scripts/setupMiniQt.js' },
    { title: "Downloading NodeGui's addon", folder: nodegui, script: 'scripts/setupBinary.js' },
  ];
  for (const { title, folder, script } of scripts) {
    try {
      await step(title, { hint: 'once' }, (update) =>
        run(process.execPath, [path.join(folder, script)], { cwd: folder, onLine: (line) => update(line.slice(0, 60)) }),
      );
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      throw new SetUpError(`${error.lastLines.join('\n')}\n\nThe official Qt runtime could not be downloaded.`, { cause: error });
    }
  }
  if (!officialReady()) throw new SetUpError('The official Qt runtime was downloaded, but parts of it are missing.');
}

function qodePath() {
  return load('@nodegui/qode').qodePath;
}

function qtHome() {
  return load('@nodegui/nodegui/config/qtConfig.js').qtHome ?? '';
}

/** Any answer will do. @param {string} address */
function answers(address) {
  const { request } = address.startsWith('http:') ? http : https;
  return new Promise((resolve) => {
    const asked = request(address, { method: 'HEAD', timeout: answerMs }, (response) => {
      response.resume();
      resolve(true);
    });
    const giveUp = setTimeout(() => asked.destroy(new Error('no answer')), answerMs);
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', () => resolve(false));
    asked.once('close', () => clearTimeout(giveUp));
    asked.end();
  });
}
