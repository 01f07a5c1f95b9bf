import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keepHeapSmall } from './heap';

/** NodeGui's native part: a bag of classes that its own JavaScript wraps. */
export type NodeGuiAddon = Readonly<Record<string, unknown>>;

/** native/qt-loop: Qt's event loop, turned by Node's. */
interface QtLoop {
  /** Starts turning Qt's loop; keeps the process alive until `stop`. Again is no harm. */
  start(): void;
  /** Lets the process end by itself once nothing else keeps it. Again is no harm. */
  stop(): void;
}

export type QtRuntimeErrorCode = 'QT_RUNTIME_MISSING' | 'QT_RUNTIME_BROKEN';

/** The window's native parts are not there, or cannot be loaded. The message is for people. */
export class QtRuntimeError extends Error {
  override readonly name = 'QtRuntimeError';
  readonly code: QtRuntimeErrorCode;

  constructor(code: QtRuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** After so long the window is there, in ms. */
const startMs = 2000;

const loopFile = 'qt_loop.node';
const coreFile = 'nodegui_core.node';

/** Where the official runtime's install script puts NodeGui's native part, seen from dist/. */
const officialCore = path.join('..', 'node_modules', '@nodegui', 'nodegui', 'build', 'Release', coreFile);

let loop: QtLoop | undefined;

/**
 * Loads Qt and NodeGui's native part from `folder` and starts Qt's event loop.
 *
 * Under plain Node qt_loop.node comes first, with its symbols open to all: NodeGui's addon takes from it what it would
 * find in qode. Under qode (NodeGui's own fork of Node, the official runtime) Qt's loop is built in.
 *
 * Without a display Qt aborts the whole process in here: see `hasDisplay`.
 *
 * @throws QtRuntimeError
 */
export function loadQt(folder: string): NodeGuiAddon {
  // No OpenGL is used, and Mesa alone takes 60 MB and 0.3 s. Qt warns of that.
  process.env.QT_XCB_GL_INTEGRATION ??= 'none';
  // It and other warnings of Qt say nothing to the person at the terminal; set the variable to see them.
  process.env.QT_LOGGING_RULES ??= 'default.warning=false';

  // A start makes much that is young and stays: collecting it more often would only delay the window.
  setTimeout(keepHeapSmall, startMs).unref();
  if (isQode()) {
    const beside = path.join(folder, coreFile);
    return load(fs.existsSync(beside) ? beside : path.join(folder, officialCore));
  }
  const started = load(path.join(folder, loopFile), os.constants.dlopen.RTLD_NOW | os.constants.dlopen.RTLD_GLOBAL);
  const core = load(path.join(folder, coreFile));
  if (!isLoop(started)) throw new QtRuntimeError('QT_RUNTIME_BROKEN', `${loopFile} in ${folder} is not Ritrovo's.`);
  started.start();
  loop = started;
  // When Node takes its environment down after the last callback, NodeGui deletes widgets from within, which calls
  // JavaScript that can no longer run: the process would abort. process.exit() skips that.
  process.on('beforeExit', () => process.exit());
  return core;
}

/** Stops turning Qt's event loop, so that the process can end by itself. The window does not react any more. */
export function stopQt(): void {
  loop?.stop();
}

/** Whether this is NodeGui's fork of Node; its program is always called qode, inside packages too. */
function isQode(): boolean {
  return path.basename(process.execPath, '.exe') === 'qode';
}

function load(file: string, flags: number = os.constants.dlopen.RTLD_NOW): NodeGuiAddon {
  if (!fs.existsSync(file)) {
    throw new QtRuntimeError('QT_RUNTIME_MISSING', `The Qt runtime is missing (${file}). Run "npm start" once: it sets it up.`);
  }
  const module: { exports: NodeGuiAddon } = { exports: {} };
  try {
    process.dlopen(module, file, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new QtRuntimeError('QT_RUNTIME_BROKEN', `The Qt runtime cannot be loaded: ${reason}. Run "npm start" to set it up again.`, { cause: error });
  }
  return module.exports;
}

function isLoop(exports: NodeGuiAddon | QtLoop): exports is QtLoop {
  return typeof exports.start === 'function' && typeof exports.stop === 'function';
}
