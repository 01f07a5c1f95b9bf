import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { loadQt, QtRuntimeError } from '../../src/client/qt/runtime';
import { endLater, programs, root, runLib, runNode, temporaryFolder, tidy } from './run-script';

const imports = `import { compiledRuntime, ensureSystemRuntime } from './qt-system.mjs';`;

/** CMake and Ninja that only pretend, so that what surrounds a build can be seen in a moment. */
function pretendCompiler(ninja: string): string {
  return `${programs({
    cmake: 'exit 0',
    ninja: `folder="$2"; case "$folder" in *qt-loop) name=qt_loop ;; *) name=nodegui_core ;; esac; ${ninja}`,
  })}:${process.env.PATH ?? ''}`;
}
const succeed = 'mkdir -p "$folder"; echo "[1/1] pretending"; echo addon > "$folder/$name.node"';

function runtimes(cache: string): string[] {
  const folder = path.join(cache, 'ritrovo', 'qt-runtime');
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

describe('the Qt runtime', function () {
  this.timeout(30_000);
  afterEach(tidy);

  describe('compiled for the system', () => {
    it('goes whole into the cache, and is not compiled a second time', async () => {
      const XDG_CACHE_HOME = temporaryFolder();
      const first = await runLib(imports, 'console.log(await ensureSystemRuntime());', { XDG_CACHE_HOME, PATH: pretendCompiler(succeed) });
      assert.equal(first.status, 0, first.stderr);
      const folder = first.stdout.trim();
      assert.match(path.basename(folder), /^nodegui-[\d.]+-qt-6\.[\d.]+-[a-z0-9]+-[0-9a-f]{12}$/);
      assert.deepEqual(fs.readdirSync(folder).sort(), ['nodegui_core.node', 'qt_loop.node']);
      assert.deepEqual(runtimes(XDG_CACHE_HOME), [path.basename(folder)]);
      const second = await runLib(imports, 'console.log(await ensureSystemRuntime());', { XDG_CACHE_HOME, PATH: pretendCompiler('exit 1') });
      assert.deepEqual([second.status, second.stdout, second.stderr], [0, first.stdout, '']);
    });

    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      it(`leaves nothing half-done that is taken for whole when a build ends by ${signal}`, async () => {
        const XDG_CACHE_HOME = temporaryFolder();
        // The first part is ready, the second never will be.
        const ninja = `case "$name" in qt_loop) ${succeed} ;; *) echo "$$" >&2; echo "[1/9] hanging"; : > "$folder/hanging"; exec sleep 60 ;; esac`;
        const PATH = pretendCompiler(`mkdir -p "$folder"; ${ninja}`);
        const program = `${imports.replace("'./", `'${root}/scripts/lib/`)} import { setUp } from '${root}/scripts/lib/main.mjs'; await setUp(ensureSystemRuntime);`;
        const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
          env: { ...process.env, XDG_CACHE_HOME, PATH },
          stdio: 'ignore',
          detached: true,
        });
        endLater(child);
        const ended = new Promise((resolve) => child.once('exit', resolve));
        await new Promise<void>((resolve) => {
          const look = setInterval(() => {
            const [building] = runtimes(XDG_CACHE_HOME);
            if (!building || !fs.existsSync(path.join(XDG_CACHE_HOME, 'ritrovo', 'qt-runtime', building, 'nodegui', 'hanging'))) return;
            clearInterval(look);
            resolve();
          }, 20);
        });
        if (signal === 'SIGKILL') process.kill(-(child.pid ?? 0), signal);
        else child.kill(signal);
        await ended;
        if (signal === 'SIGINT') assert.deepEqual(runtimes(XDG_CACHE_HOME), [], 'SIGINT cleans up');

        const none = await runLib(imports, 'console.log(compiledRuntime());', { XDG_CACHE_HOME });
        assert.equal(none.stdout, 'undefined\n');
        const next = await runLib(imports, 'console.log(await ensureSystemRuntime());', { XDG_CACHE_HOME, PATH: pretendCompiler(succeed) });
        assert.equal(next.status, 0, next.stderr);
        assert.deepEqual(runtimes(XDG_CACHE_HOME), [path.basename(next.stdout.trim())], 'the next build cleans up');
      });
    }

    it('may be compiled by two at the same time', async () => {
      const XDG_CACHE_HOME = temporaryFolder();
      const PATH = pretendCompiler(`sleep 0.3; ${succeed}`);
      const both = await Promise.all([1, 2].map(() => runLib(imports, 'console.log(await ensureSystemRuntime());', { XDG_CACHE_HOME, PATH })));
      assert.deepEqual(both.map(({ status }) => status), [0, 0], both.map(({ stderr }) => stderr).join());
      assert.equal(both[0]?.stdout, both[1]?.stdout);
      assert.equal(runtimes(XDG_CACHE_HOME).length, 1);
    });

    it('says in words that the cache folder cannot be written', async () => {
      const XDG_CACHE_HOME = path.join(temporaryFolder(), 'file');
      fs.writeFileSync(XDG_CACHE_HOME, '');
      const { status, stderr } = await runLib(imports, 'await ensureSystemRuntime();', { XDG_CACHE_HOME, PATH: pretendCompiler(succeed) });
      assert.equal(status, 1);
      assert.equal(stderr, `${path.join(XDG_CACHE_HOME, 'ritrovo', 'qt-runtime')} cannot be written: a part of its name is no folder (ENOTDIR).\nThe set-up writes to this folder and to the cache folder (XDG_CACHE_HOME).\n`);
    });

    it('that fails shows the end of the log, where all of it is, and what to do', async () => {
      const XDG_CACHE_HOME = temporaryFolder();
      const PATH = pretendCompiler('echo "fatal error: no teapot" >&2; exit 1');
      const { status, stderr } = await runLib(imports, 'await ensureSystemRuntime();', { XDG_CACHE_HOME, PATH });
      assert.equal(status, 1);
      assert.match(stderr, /fatal error: no teapot/);
      const log = /The whole log: (.*)/.exec(stderr)?.[1] ?? '';
      assert.match(fs.readFileSync(log, 'utf8'), /no teapot/);
      assert.match(stderr, /RITROVO_QT=official npm start/);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.deepEqual(runtimes(XDG_CACHE_HOME), ['failed.log']);
    });
  });

  describe('chosen by RITROVO_QT', () => {
    const choose = `import { ensureQtRuntime } from './qt-runtime.mjs';`;
    const nowhere = { QODE_MIRROR: 'https://127.0.0.1:9/qode.tar.gz', QT_LINK_MIRROR: 'https://127.0.0.1:9' };

    it('official says clearly when its hosts do not answer', async function () {
      if (fs.existsSync(path.join(root, 'node_modules/@nodegui/qode/binaries'))) this.skip();
      const { status, stderr } = await runLib(choose, 'await ensureQtRuntime();', { ...nowhere, RITROVO_QT: 'official' });
      assert.equal(status, 1);
      assert.match(stderr, /^The official Qt runtime comes from github\.com and download\.qt\.io, and they do not answer\.\n/);
    });

    it('system uses the system whatever else there is', async () => {
      const { status, stdout, stderr } = await runLib(choose, 'console.log(await ensureQtRuntime());', { RITROVO_QT: 'system' });
      assert.deepEqual([status, stdout], [0, 'system\n'], stderr);
    });

    it('anything else is named with what is allowed', async () => {
      const { status, stderr } = await runLib(choose, 'await ensureQtRuntime();', { RITROVO_QT: 'gtk' });
      assert.equal(status, 1);
      assert.match(stderr, /RITROVO_QT is "gtk"; it can be "official" .* or "system"/);
    });
  });

  describe('in the bundle', () => {
    it('missing is told with what to run', () => {
      assert.throws(() => loadQt(temporaryFolder()), (error) => error instanceof QtRuntimeError && error.code === 'QT_RUNTIME_MISSING' && error.message.includes('npm start'));
    });

    it('damaged is told with the reason', () => {
      const folder = temporaryFolder();
      for (const file of ['qt_loop.node', 'nodegui_core.node']) fs.writeFileSync(path.join(folder, file), 'not a library');
      assert.throws(() => loadQt(folder), (error) => error instanceof QtRuntimeError && error.code === 'QT_RUNTIME_BROKEN' && /file too short|invalid ELF/.test(error.message));
    });
  });

  describe('packed', () => {
    it('runs the window or the server from one folder that needs nothing outside itself', async () => {
      const folder = path.join(temporaryFolder(), 'package');
      const { status, stderr } = await runLib(
        `import { assemble } from './package-folder.mjs';`,
        `assemble(${JSON.stringify(folder)}, ${JSON.stringify(path.join(root, 'dist', 'nodegui_core.node'))});`,
      );
      assert.equal(status, 0, stderr);
      assert.ok(fs.existsSync(path.join(folder, 'nodegui_core.node')));
      assert.ok(fs.existsSync(path.join(folder, 'node_modules', '@photostructure/sqlite', 'package.json')));
      const server = await runNode([path.join(folder, 'index.js'), path.join(folder, 'server.js'), '--help']);
      assert.match(server.stdout, /npm run server/);
      // They are no window.
      for (const name of ['database-process', 'database-inspector']) {
        const beside = await runNode([path.join(folder, 'index.js'), path.join(folder, name), path.join(folder, 'none.db'), '--help']);
        assert.doesNotMatch(beside.stdout, /npm run/, name);
      }
      const client = await runNode([path.join(folder, 'index.js'), '--help']);
      assert.match(client.stdout, /npm run client/);
    });
  });
});
