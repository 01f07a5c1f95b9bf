import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { hasDisplay, noDisplay } from '../../src/client/qt/display';
import { endLater, programs, root, runLib, runNode, temporaryFolder, tidy } from './run-script';

describe('the scripts of set-up', function () {
  this.timeout(30_000);
  afterEach(tidy);

  describe('packages', () => {
    it('are not installed again when nothing changed', async () => {
      const npm = path.join(temporaryFolder(), 'npm.js');
      fs.writeFileSync(npm, 'process.exit(1)');
      const { status, stderr } = await runLib(`import { ensurePackages } from './packages.mjs';`, 'await ensurePackages();', { npm_execpath: npm });
      assert.deepEqual([status, stderr], [0, '']);
    });

    it('are installed without install scripts when the lock file asks for others', async () => {
      const clone = temporaryFolder();
      for (const file of ['package.json', 'package-lock.json', 'scripts']) {
        fs.cpSync(path.join(root, file), path.join(clone, file), { recursive: true });
      }
      const said = path.join(clone, 'said');
      const npm = path.join(clone, 'npm.js');
      fs.writeFileSync(npm, `require('fs').mkdirSync('node_modules'); require('fs').appendFileSync(${JSON.stringify(said)}, process.argv.slice(2).join(' ') + '\\n')`);
      const program = `import { ensurePackages } from ${JSON.stringify(path.join(clone, 'scripts/lib/packages.mjs'))}; await ensurePackages(); await ensurePackages();`;
      const { status, stderr } = await runNode(['--input-type=module', '--eval', program], { npm_execpath: npm });
      assert.equal(status, 0, stderr);
      assert.equal(fs.readFileSync(said, 'utf8'), 'ci --ignore-scripts --include=dev --no-audit --no-fund\n');
    });
  });

  describe('npm by hand', () => {
    it('runs no install scripts in this project, whose downloads may be out of reach', () => {
      assert.match(fs.readFileSync(path.join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
    });

    it('needs none: no script of ours relies on a pre or post script', () => {
      const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
      const names = Object.keys(scripts);
      assert.deepEqual(names.filter((name) => /^(?:pre|post)/.test(name) || ['install', 'prepare'].includes(name)), []);
    });
  });

  describe('the server alone', () => {
    // Whatever looks for a Qt ends with these words.
    const noQt = { RITROVO_QT: 'none', QT_QPA_PLATFORM: 'offscreen' };

    it('is built by npm run build:server, and run by npm run server, without touching Qt', async function () {
      this.timeout(120_000);
      const built = await runNode(['scripts/run.cjs', 'build', 'server'], noQt);
      assert.deepEqual([built.status, built.stderr.includes('RITROVO_QT')], [0, false], built.stderr);
      const { status, stdout } = await runNode(['scripts/run.cjs', 'server', '--version'], noQt);
      assert.deepEqual([status, /^\S+\n$/.test(stdout)], [0, true], stdout);
    });

    it('is there where npm run build cannot go on to the window', async function () {
      this.timeout(120_000);
      const { status, stderr } = await runNode(['scripts/run.cjs', 'build'], noQt);
      assert.equal(status, 1);
      assert.match(stderr, /RITROVO_QT is "none"[^]*The server is built, only the window is not: node dist\/server\.js\n$/);
    });
  });

  describe('system packages', () => {
    const need = `[{ what: 'a teapot', packages: ['teapot-x', 'teapot'], command: 'teapot' }]`;
    const body = `await ensureSystem(${need}, 'for the tests');`;
    const imports = `import { ensureSystem } from './system-packages.mjs';`;
    // As somebody who is not root and has no sudo.
    const asNobody = `process.getuid = () => 1000; ${body}`;
    const cache = `[ "$2" = teapot ] && echo "  Candidate: 1.0" || echo "  Candidate: (none)"`;

    it('prints the one command to type where it may not install', async () => {
      const PATH = programs({ 'apt-get': 'exit 9', 'apt-cache': cache });
      const { status, stderr } = await runLib(imports, asNobody, { PATH });
      assert.equal(status, 1);
      assert.match(stderr, /^Missing on this system, for the tests: teapot\nInstall with \(it asks for the password of root\):\n {2}su - -c '(apt-get update && )?apt-get install --no-install-recommends teapot'\n$/);
      const withSudo = programs({ 'apt-get': 'exit 9', 'apt-cache': cache, sudo: 'exit 1' });
      assert.match((await runLib(imports, asNobody, { PATH: withSudo })).stderr, /\nInstall with:\n {2}(sudo apt-get update && )?sudo apt-get install --no-install-recommends teapot\n$/);
    });

    it('installs as root, after reading the lists anew where the first try fails', async () => {
      const said = path.join(temporaryFolder(), 'said');
      const PATH = programs({
        env: 'while [ "$1" != apt-get ]; do shift; done; exec "$@"',
        'apt-cache': cache,
        'apt-get': `echo "$@" >> ${said}; case "$*" in
          *update*) : > ${said}.updated ;;
          *) [ -e ${said}.updated ] || exit 100; printf '#!/bin/sh\\n' > "$(dirname "$0")/teapot"; chmod +x "$(dirname "$0")/teapot" ;;
        esac`,
      });
      const { status, stderr } = await runLib(imports, `process.getuid = () => 0; ${body}`, { PATH: `${PATH}:/usr/bin:/bin` });
      assert.equal(status, 0, stderr);
      assert.match(stderr, /Missing on this system, for the tests: teapot\n.*Installing these system packages/);
      const commands = fs.readFileSync(said, 'utf8').trim().split('\n');
      assert.match(commands.at(-2) ?? '', /update$/);
      assert.match(commands.at(-1) ?? '', /install --yes --no-install-recommends teapot$/);
    });

    it('uses sudo where it asks for no password', async () => {
      const said = path.join(temporaryFolder(), 'said');
      const PATH = programs({
        sudo: `printf '%s\\n' "$*" >> ${said}; case "$*" in *install*) printf '#!/bin/sh\\n' > "$(dirname "$0")/teapot"; chmod +x "$(dirname "$0")/teapot" ;; esac`,
        'apt-cache': cache,
        'apt-get': 'exit 9',
      });
      const { status, stderr } = await runLib(imports, asNobody, { PATH: `${PATH}:/usr/bin:/bin` });
      assert.equal(status, 0, stderr);
      assert.match(fs.readFileSync(said, 'utf8'), /^-n env .*apt-get .*install --yes --no-install-recommends teapot$/m);
    });

    it('names what is missing where there is no apt', async () => {
      const { status, stderr } = await runLib(imports, asNobody, { PATH: programs({}) });
      assert.equal(status, 1);
      assert.match(stderr, /^ {2}a teapot$/m);
    });

    it('asks for nothing where all is there', async () => {
      const { status, stderr } = await runLib(imports, asNobody, { PATH: programs({ teapot: '' }) });
      assert.deepEqual([status, stderr], [0, '']);
    });
  });

  describe('the display', () => {
    const cases: [NodeJS.ProcessEnv, NodeJS.Platform, boolean][] = [
      [{}, 'linux', false],
      [{ DISPLAY: ':0' }, 'linux', true],
      [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
      [{ QT_QPA_PLATFORM: 'offscreen' }, 'linux', true],
      [{ QT_QPA_PLATFORM: 'xcb;minimal:enable_fonts' }, 'linux', true],
      [{ QT_QPA_PLATFORM: 'xcb' }, 'linux', false],
      [{ DISPLAY: '' }, 'linux', false],
      [{}, 'darwin', true],
      [{}, 'win32', true],
    ];

    it('is known to be missing before Qt would abort, by the window and by the scripts alike', async () => {
      assert.deepEqual(cases.map(([environment, platform]) => hasDisplay(environment, platform)), cases.map(([, , there]) => there));
      const { stdout } = await runLib(
        `import { hasDisplay, noDisplay } from './display.mjs';`,
        `const cases = ${JSON.stringify(cases)};
         console.log(JSON.stringify([cases.map(([environment, platform]) => hasDisplay(environment, platform)), noDisplay]));`,
      );
      assert.deepEqual(JSON.parse(stdout), [cases.map(([, , there]) => there), noDisplay]);
    });

    it('missing, npm run client says so in one sentence and ends with status 1', async () => {
      const { status, stdout, stderr } = await runNode(['scripts/client.mjs', '127.0.0.1'], {
        DISPLAY: '', WAYLAND_DISPLAY: '', QT_QPA_PLATFORM: '',
      });
      assert.deepEqual([status, stdout, stderr], [1, '', `${noDisplay}\n`]);
    });
  });

  describe('the frame', () => {
    it("passes a tool's exit status and words on", async () => {
      const good = await runNode(['scripts/tool.mjs', 'tsc', '--version']);
      assert.equal(good.status, 0);
      assert.match(good.stdout, /^Version/);
      assert.equal((await runNode(['scripts/tool.mjs', 'tsc', '--no-such-flag'])).status, 1);
      const unknown = await runNode(['scripts/tool.mjs', 'no-such-tool']);
      assert.deepEqual([unknown.status, unknown.stderr], [1, 'No package of this project has a program "no-such-tool".\n']);
    });

    it('ends with 130 on Ctrl-C, with what it started, and without a stack trace', async () => {
      const program = `import { run, setUp } from '${root}/scripts/lib/main.mjs';
        import { step } from '${root}/scripts/lib/steps.mjs';
        await setUp(() => step('Sleeping', {}, () => run('sh', ['-c', 'echo $$; exec sleep 60'], { onLine: (pid) => console.log(pid) })));`;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'pipe'] });
      endLater(child);
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      const pid = await new Promise<number>((resolve) => child.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))));
      child.kill('SIGINT');
      const status = await new Promise((resolve) => child.once('close', resolve));
      assert.equal(status, 130);
      assert.equal(stderr, '… Sleeping\n');
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    });

    /** A copy of the scripts, whose lock is its own. */
    function cloneWithLock(content = ''): { clone: string; lock: string; library: string } {
      const clone = temporaryFolder();
      fs.cpSync(path.join(root, 'scripts'), path.join(clone, 'scripts'), { recursive: true });
      const lock = path.join(clone, 'build', 'set-up.lock');
      fs.mkdirSync(path.dirname(lock));
      fs.writeFileSync(lock, content);
      return { clone, lock, library: JSON.stringify(path.join(clone, 'scripts/lib/lock.mjs')) };
    }

    const deadProcess = async (): Promise<string> => (await runNode(['--eval', 'console.log(process.pid)'])).stdout.trim();

    it('lets one set-up of a clone work at a time, and takes over from one that was killed', async () => {
      const { clone, lock, library } = cloneWithLock(await deadProcess());
      const log = path.join(clone, 'log');
      const program = (name: string): string => `
        import fs from 'node:fs';
        import { alone } from ${library};
        const say = (text) => fs.appendFileSync(${JSON.stringify(log)}, '${name} ' + text + ',');
        await alone(async () => {
          say('in');
          await new Promise((resolve) => setTimeout(resolve, 200));
          say('out');
        });`;
      const both = await Promise.all(['a', 'b'].map((name) => runNode(['--input-type=module', '--eval', program(name)])));
      assert.deepEqual(both.map(({ status }) => status), [0, 0]);
      assert.match(fs.readFileSync(log, 'utf8'), /^(a in,a out,b in,b out,|b in,b out,a in,a out,)$/);
      assert.ok(!fs.existsSync(lock));
    });

    it('leaves a lock alone that somebody took in the very moment in which the old one was found to be left', async () => {
      const { lock, library } = cloneWithLock(await deadProcess());
      const program = `
        import fs from 'node:fs';
        import { alone } from ${library};
        const { readFileSync } = fs;
        fs.readFileSync = (file, ...options) => {
          const text = readFileSync(file, ...options);
          fs.readFileSync = readFileSync;
          fs.writeFileSync(file, '${String(process.pid)}');
          return text;
        };
        await alone(async () => console.log('in'));`;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'pipe'] });
      endLater(child);
      let stdout = '';
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
      const [told] = (await once(child.stderr, 'data')) as [Buffer];
      assert.deepEqual([told.toString(), stdout], [`Waiting for another set-up of this folder (process ${String(process.pid)}).\n`, '']);
      fs.rmSync(lock);
      await once(child, 'close');
      assert.equal(stdout, 'in\n');
    });

    for (const [what, content] of [['of before the machine was started', String(process.pid)], ['without a process, as a full disk leaves it', '']] as const) {
      it(`does not wait for a lock ${what}`, async () => {
        const { lock, library } = cloneWithLock(content);
        fs.utimesSync(lock, new Date(0), new Date(0));
        const { stdout } = await runNode(['--input-type=module', '--eval', `import { alone } from ${library}; await alone(async () => console.log('in'));`]);
        assert.equal(stdout, 'in\n');
      });
    }

    it('runs the test files that are named and no others', async () => {
      const mocha = 'node_modules/mocha/bin/mocha.js';
      const { status, stdout } = await runNode([mocha, '--dry-run', 'test/server/operators/duration.test.ts']);
      assert.equal(status, 0);
      assert.match(stdout, /^\s+a duration\n/);
      assert.doesNotMatch(stdout, /the frame/);
    });

    describe('on a Node that is too old', () => {
      function asOld(...args: readonly string[]): ReturnType<typeof runNode> {
        const pretend = path.join(temporaryFolder(), 'pretend.cjs');
        fs.writeFileSync(pretend, `Object.defineProperty(process.versions, 'node', { value: '20.18.3' });`);
        return runNode(['--require', pretend, ...args]);
      }

      for (const program of [['scripts/run.cjs', 'start'], ['scripts/run.cjs', 'test'], ['dist/server.js'], ['dist/client.js']]) {
        it(`says in one sentence which it needs: ${program.join(' ')}`, async () => {
          const { status, stdout, stderr } = await asOld(...program);
          assert.deepEqual([status, stdout, stderr], [1, '', `Ritrovo needs Node 20.19 or later, this is 20.18.3 (${process.execPath}).\n`]);
        });
      }

      it('reads nothing before that which it could not read', () => {
        const { scripts } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
        for (const script of Object.values(scripts).flatMap((line) => line.split(' && '))) assert.match(script, /^node scripts\/run\.cjs [\w-]+/);
        for (const file of ['scripts/run.cjs', 'scripts/lib/node-version.cjs']) {
          assert.doesNotMatch(fs.readFileSync(path.join(root, file), 'utf8'), /node:|\?\.|\?\?|\bawait\b|^import /m, file);
        }
      });
    });
  });
});
