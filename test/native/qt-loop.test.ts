import assert from 'node:assert/strict';
import { glibWatch, killLeftOvers, runQt, startQt } from './run-qt';

/** Scripts print what they saw as one JSON line. */
function seen(stdout: string): unknown {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe('qt-loop', function () {
  this.timeout(30_000);
  before(() => glibWatch());
  afterEach(killLeftOvers);

  describe('Node and Qt in one thread', () => {
    it('shows a window while timers, promises and sockets go on', async () => {
      const { stdout, status } = await runQt(`
        const net = require('node:net');
        const seen = [];
        const window = new nodegui.QMainWindow();
        window.addEventListener(nodegui.WidgetEventTypes.Show, () => seen.push('shown'));
        window.show();
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen.push('timer');
        await new Promise((resolve) => {
          const server = net.createServer((socket) => socket.end('ciao')).listen(0, '127.0.0.1', () => {
            net.connect(server.address().port, '127.0.0.1').on('data', (data) => {
              seen.push(String(data));
              server.close(resolve);
            });
          });
        });
        console.log(JSON.stringify(seen));
        process.exit();
      `);
      assert.deepEqual(seen(stdout), ['shown', 'timer', 'ciao']);
      assert.equal(status, 0);
    });

    it('settles ticks and promises after a turn of Qt, before Node goes on', async () => {
      const { stdout } = await runQt(`
        const seen = [];
        glib.after(1, () => {
          setImmediate(() => { seen.push('immediate'); console.log(JSON.stringify(seen)); process.exit(); });
          Promise.resolve().then(() => seen.push('promise'));
          process.nextTick(() => seen.push('tick'));
          seen.push('handler');
          return false;
        });
      `);
      assert.deepEqual(seen(stdout), ['handler', 'tick', 'promise', 'immediate']);
    });

    it('lets neither a busy Node starve Qt nor a busy Qt starve Node', async () => {
      const { stdout } = await runQt(`
        const seen = { node: 0, qt: 0 };
        // Each is busy until the other has had twenty turns, whose time has always come.
        const spin = () => { seen.node++; immediate = setImmediate(spin); };
        let immediate = setImmediate(spin);
        await new Promise((resolve) => glib.after(0, () => ++seen.qt < 20 || resolve()));
        clearImmediate(immediate);
        const turns = { ...seen };
        Object.assign(seen, { node: 0, qt: 0 });
        glib.idle(() => { seen.qt++; return true; });
        await new Promise((resolve) => { const timer = setInterval(() => { if (++seen.node === 20) resolve(clearInterval(timer)); }, 1); });
        console.log(JSON.stringify([turns, seen]));
        process.exit();
      `);
      const [busyNode, busyQt] = seen(stdout) as { node: number; qt: number }[];
      assert.ok(busyNode?.qt === 20 && busyNode.node >= 10, JSON.stringify(busyNode));
      assert.ok(busyQt?.node === 20 && busyQt.qt >= 10, JSON.stringify(busyQt));
    });

    it('survives a loop of Qt inside a handler, such as a dialog', async () => {
      const { stdout } = await runQt(`
        const seen = [];
        const dialog = new nodegui.QDialog();
        glib.after(30, () => { seen.push('inside'); dialog.accept(); return false; });
        glib.after(1, () => { seen.push('before'); dialog.exec(); seen.push('after'); return false; });
        await new Promise((resolve) => setTimeout(resolve, 100));
        await new Promise((resolve) => glib.after(5, () => { seen.push('later'); resolve(); return false; }));
        console.log(JSON.stringify(seen));
        process.exit();
      `);
      assert.deepEqual(seen(stdout), ['before', 'inside', 'after', 'later']);
    });

    it('deletes later what Node asked to delete', async () => {
      const { stdout } = await runQt(`
        const label = new nodegui.QLabel();
        await new Promise((resolve) => setTimeout(resolve, 10));
        label.deleteLater();
        await new Promise((resolve) => setTimeout(resolve, 30));
        console.log(JSON.stringify(label.native === null));
        process.exit();
      `);
      assert.equal(seen(stdout), true);
    });

    it('uses next to no processor time while nothing happens', async () => {
      const { stdout } = await runQt(`
        const window = new nodegui.QMainWindow();
        window.show();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const before = process.cpuUsage();
        await new Promise((resolve) => setTimeout(resolve, 3000));
        const { user, system } = process.cpuUsage(before);
        console.log(JSON.stringify((user + system) / 3e6));
        process.exit();
      `);
      const share = seen(stdout) as number;
      assert.ok(share < 0.005, `${(share * 100).toFixed(2)} % of a core`);
    });
  });

  describe('descriptors', () => {
    it('waits for any number of them, which come and go', async () => {
      const { stdout } = await runQt(`
        const fs = require('node:fs');
        let slowest = 0;
        for (let round = 0; round < 3; round++) {
          const pipes = Array.from({ length: 300 }, () => glib.pipe());
          const written = [];
          const heard = [];
          const watches = pipes.map(([read], index) => glib.watch(read, 1, () => {
            fs.readSync(read, Buffer.alloc(1));
            heard[index](performance.now() - written[index]);
            return true;
          }));
          for (const index of [299, 0, 150, 17, 63]) {
            const took = new Promise((resolve) => { heard[index] = resolve; });
            await new Promise((resolve) => setTimeout(resolve, 10)); // nothing is ready, the loop sleeps
            written[index] = performance.now();
            fs.writeSync(pipes[index][1], 'x');
            setTimeout(() => {}, 1000); // wakes a loop that does not hear
            slowest = Math.max(slowest, await took);
          }
          watches.forEach((watch) => glib.remove(watch));
          for (const pipe of pipes) pipe.forEach((fd) => glib.close(fd));
        }
        console.log(JSON.stringify(slowest));
        process.exit();
      `);
      assert.ok((seen(stdout) as number) < 500, `${String(seen(stdout))} ms`);
    });

    it('hears one whose number was closed and came back as another file', async () => {
      const { stdout } = await runQt(`
        const fs = require('node:fs');
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const [first] = glib.pipe();
        const old = glib.watch(first, 1, () => true);
        await wait(20);
        // All in one turn, so that the loop never sees a moment without this number.
        glib.remove(old);
        const [second, secondWrite] = glib.pipe();
        glib.duplicate(second, first);
        const heard = new Promise((resolve) => glib.watch(first, 1, () => { resolve(performance.now()); return false; }));
        await wait(20);
        const written = performance.now();
        fs.writeSync(secondWrite, 'x');
        setTimeout(() => {}, 1000); // wakes a loop that does not hear
        console.log(JSON.stringify(await heard - written));
        process.exit();
      `);
      assert.ok((seen(stdout) as number) < 500, `${String(seen(stdout))} ms`);
    });

    it('is not kept busy by a closed one whose file a copy holds open', async () => {
      const { stdout } = await runQt(`
        const fs = require('node:fs');
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const [read, write] = glib.pipe();
        const watch = glib.watch(read, 1, () => true);
        await wait(20);
        glib.dup(read);
        glib.remove(watch);
        glib.close(read);
        fs.writeSync(write, 'x'); // readable for ever, and nobody asks
        await wait(20);
        const before = process.cpuUsage();
        await wait(500);
        const { user, system } = process.cpuUsage(before);
        console.log(JSON.stringify((user + system) / 5e5));
        process.exit();
      `);
      assert.ok((seen(stdout) as number) < 0.1, `${String(seen(stdout))} of a core`);
    });

    it('says of a closed one that it is invalid, as poll(2) does', async () => {
      const { stdout, status } = await runQt(`
        const [read] = glib.pipe();
        const said = new Promise((resolve) => glib.watch(read, 1, (condition) => { resolve(condition); return false; }));
        await new Promise((resolve) => setTimeout(resolve, 20));
        glib.close(read);
        setTimeout(() => {}, 1); // a turn
        console.log(JSON.stringify(await said));
        process.exit();
      `);
      const G_IO_NVAL = 32;
      assert.equal(seen(stdout), G_IO_NVAL);
      assert.equal(status, 0);
    });

    it('shares one with Node, and leaves its mode alone', async () => {
      const { stdout } = await runQt(`
        const net = require('node:net');
        const seen = [];
        const server = net.createServer((socket) => setTimeout(() => socket.write('ciao'), 50)).listen(0, '127.0.0.1');
        await new Promise((resolve) => server.once('listening', resolve));
        const socket = net.connect(server.address().port, '127.0.0.1');
        const qt = new Promise((resolve) => socket.once('connect', () => {
          const G_IO_OUT = 4;
          glib.watch(socket._handle.fd, G_IO_OUT, () => { seen.push('qt'); resolve(); return false; });
        }));
        const node = new Promise((resolve) => socket.once('data', () => { seen.push('node'); resolve(); }));
        await Promise.all([qt, node]);
        const before = glib.flags(0);
        glib.watch(0, 1, () => false);
        await new Promise((resolve) => setTimeout(resolve, 20));
        console.log(JSON.stringify([seen.sort(), glib.flags(0) === before]));
        process.exit();
      `);
      assert.deepEqual(seen(stdout), [['node', 'qt'], true]);
    });

    it('takes a regular file for ready, as poll(2) does', async () => {
      const { stdout } = await runQt(`
        const fd = require('node:fs').openSync('package.json');
        await new Promise((resolve) => setTimeout(resolve, 100));
        setTimeout(() => {}, 1000); // wakes a loop that does not hear
        const begun = performance.now();
        let times = 0;
        await new Promise((resolve) => glib.watch(fd, 1, () => ++times < 5 || resolve()));
        console.log(JSON.stringify(performance.now() - begun));
        process.exit();
      `);
      assert.ok((seen(stdout) as number) < 500, `${String(seen(stdout))} ms`);
    });
  });

  describe('errors', () => {
    it('brings what a listener throws to uncaughtException, and the other listeners go on', async () => {
      const { stdout } = await runQt(`
        require('./src/client/qt/errors.ts').rethrowHandlerErrors();
        const seen = [];
        process.on('uncaughtException', (error) => seen.push(error.message));
        const button = new nodegui.QPushButton();
        button.addEventListener('clicked', () => { throw new Error('from a signal'); });
        button.addEventListener('clicked', () => seen.push('second listener'));
        button.addEventListener(nodegui.WidgetEventTypes.Show, () => { throw new Error('from an event'); });
        button.click();
        button.show();
        await new Promise((resolve) => setTimeout(resolve, 30));
        console.log(JSON.stringify(seen));
        process.exit();
      `);
      assert.deepEqual(seen(stdout), ['second listener', 'from a signal', 'from an event']);
    });

    it('ends the process where nobody handles it, as anywhere in Node', async () => {
      const { status, stderr } = await runQt(`
        require('./src/client/qt/errors.ts').rethrowHandlerErrors();
        const button = new nodegui.QPushButton();
        button.addEventListener('clicked', () => { throw new Error('nobody handles this'); });
        glib.after(1, () => { button.click(); return false; });
      `);
      assert.equal(status, 1);
      assert.match(stderr, /Error: nobody handles this\n\s+at/);
    });

    it('removes a guarded listener by the function that was added', async () => {
      const { stdout } = await runQt(`
        require('./src/client/qt/errors.ts').rethrowHandlerErrors();
        let count = 0;
        const listener = () => count++;
        const button = new nodegui.QPushButton();
        button.addEventListener('clicked', listener);
        button.click();
        button.removeEventListener('clicked', listener);
        button.click();
        button.addEventListener('clicked', listener);
        button.removeEventListener('clicked');
        button.click();
        console.log(JSON.stringify(count));
        process.exit();
      `);
      assert.equal(seen(stdout), 1);
    });
  });

  describe('start and stop', () => {
    it('keeps the process alive until stop(), then it ends by itself with its exit code', async () => {
      const running = startQt(`
        const widgets = Array.from({ length: 20 }, () => new nodegui.QLabel());
        widgets[0].show();
        process.on('SIGUSR2', () => { process.exitCode = 7; process.removeAllListeners('SIGUSR2'); runtime.stopQt(); });
        console.log('ready');
      `);
      await running.line('ready');
      running.child.kill('SIGUSR2');
      const { status, signal, stderr } = await running.ended;
      assert.deepEqual([status, signal], [7, null], stderr);
    });

    it('can be stopped from inside a handler of Qt', async () => {
      const { status, stderr } = await runQt('glib.after(1, () => { runtime.stopQt(); runtime.stopQt(); return false; });');
      assert.equal(status, 0, stderr);
    });

    it('ends at process.exit() inside a handler of Qt', async () => {
      const { status, stderr } = await runQt('glib.after(1, () => process.exit(5));');
      assert.equal(status, 5, stderr);
    });

    it('honours signals at once', async () => {
      const running = startQt(`
        const window = new nodegui.QMainWindow();
        window.show();
        process.on('SIGTERM', () => { console.log('heard'); process.exit(3); });
        console.log('ready');
      `);
      await running.line('ready');
      const sent = performance.now();
      running.child.kill('SIGTERM');
      await running.line('heard');
      assert.ok(performance.now() - sent < 500);
      assert.equal((await running.ended).status, 3);
    });

    it('leaves Ctrl-C to Node where nobody handles it', async () => {
      const running = startQt(`new nodegui.QMainWindow().show(); console.log('ready');`);
      await running.line('ready');
      running.child.kill('SIGINT');
      assert.equal((await running.ended).signal, 'SIGINT');
    });

    it('refuses to start before NodeGui made the application', async () => {
      const { stdout } = await runQt(
        `const module = { exports: {} };
         const { RTLD_NOW, RTLD_GLOBAL } = require('node:os').constants.dlopen;
         process.dlopen(module, require('node:path').resolve('dist/qt_loop.node'), RTLD_NOW | RTLD_GLOBAL);
         try { module.exports.start(); } catch (error) { console.log(JSON.stringify(error.code)); }`,
        { bare: true },
      );
      assert.equal(seen(stdout), 'QT_LOOP_NO_APPLICATION');
    });

    it('throws where the process has no descriptor left, and can be started once it has', async () => {
      const { stdout, stderr } = await runQt(`
        runtime.stopQt();
        const fs = require('node:fs');
        const { RTLD_NOW, RTLD_GLOBAL } = require('node:os').constants.dlopen;
        const module = { exports: {} };
        process.dlopen(module, require('node:path').resolve('dist/qt_loop.node'), RTLD_NOW | RTLD_GLOBAL);
        await new Promise(setImmediate);
        const taken = [];
        let refused;
        // A file of each number that is free, up to the limit that the shell set.
        try { for (;;) taken.push(fs.openSync('/dev/null')); } catch (error) { refused = error.code; }
        let thrown;
        try { module.exports.start(); } catch (error) { thrown = error.code; }
        taken.forEach((fd) => fs.closeSync(fd));
        module.exports.start();
        await new Promise((resolve) => glib.after(1, () => { resolve(); return false; }));
        console.log(JSON.stringify([refused, thrown]));
        process.exit();
      `, { descriptors: 200 });
      assert.deepEqual(seen(stdout), ['EMFILE', 'EMFILE'], stderr);
    });

    it('says what to do where Qt runs without GLib', async () => {
      const { status, stderr } = await runQt('', { environment: { QT_NO_GLIB: '1' } });
      assert.equal(status, 1);
      assert.match(stderr, /unset QT_NO_GLIB/);
    });
  });
});
