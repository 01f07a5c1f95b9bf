import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { subcommandNames } from '../../src/server/subcommands';
import { IrcClient } from '../helpers/irc-client';
import { ServerProcess } from '../helpers/server-process';
import { temporaryFolder, TestServer } from '../helpers/server';

describe('node dist/server.js', () => {
  it('ends with status 1 and says which setting to change when the port is taken', async () => {
    const { port } = await TestServer.start();
    const { code, errors } = await ServerProcess.start('--host', '127.0.0.1', '--port', String(port)).exit();
    assert.equal(code, 1);
    assert.match(errors, new RegExp(`^Port ${String(port)} is taken .*--port ${String(port + 1)} \\(or RITROVO_PORT\\)\\.\\n$`));
  });

  it('ends with status 1 and names a wrong flag, without a stack trace', async () => {
    const { code, errors } = await ServerProcess.start('--prot', '1').exit();
    assert.equal(code, 1);
    assert.match(errors, /^There is no setting --prot\. Allowed are .*\n$/);
  });

  it('ends with status 1 when the data folder cannot be used', async () => {
    const { code, errors } = await ServerProcess.start('--port', '0', '--data', '/dev/null/x').exit();
    assert.equal(code, 1);
    assert.match(errors, /^The data folder \/dev\/null\/x cannot be used: .* --data DIR\.\n$/);
  });

  it('prints --help and --version and ends with status 0', async () => {
    for (const flag of ['--help', '--version']) {
      const { code, output, errors } = await ServerProcess.start(flag).exit();
      assert.deepEqual([code, errors], [0, '']);
      assert.match(output, flag === '--help' ? /^Usage: / : /^\d+\.\d+\.\d+/);
    }
  });

  it('runs what stands first instead of a server, and explains it with --help', () => {
    const run = (input: string, ...args: readonly string[]): readonly [number | null, string] => {
      const { status, stdout } = spawnSync(process.execPath, [path.join(import.meta.dirname, '../../dist/server.js'), ...args], { input, encoding: 'utf8' });
      return [status, stdout];
    };
    const [status, hash] = run('correct-horse\n', 'hash-password');
    assert.equal(status, 0);
    assert.match(hash, /^scrypt\.\d+\.\d+\.\d+\.[\w-]+\.[\w-]+\n$/);
    for (const name of subcommandNames) {
      const [code, help] = run('', name, '--help');
      assert.equal(code, 0);
      assert.match(help, new RegExp(`^Usage: npm run (?:--silent )?server -- ${name}`));
    }
    assert.equal(run('', 'hash-password')[0], 1);
  });

  it('logs JSON, a line each, where there is no terminal', async () => {
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0');
    await server.listening();
    server.signal('SIGTERM');
    const { output } = await server.exit();
    const lines = output.trim().split('\n').map((line) => JSON.parse(line) as unknown);
    assert.ok(lines.length >= 2);
  });

  it('does not show the password of its command line to others once it runs, nor after a restart', async function () {
    // Where processes are files, this is what ps reads.
    if (process.platform !== 'linux') this.skip();
    const shown = (pid: number): string => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--password', 'open-sesame', '--room', '#a');
    const port = await server.listening();
    assert.match(shown(server.pid), /^\S*node .*server\.js --data .* --port 0 --room #a$/);
    const restarted = server.logged(/"listening on port/);
    server.signal('SIGUSR2');
    await restarted;
    const children = readFileSync(`/proc/${String(server.pid)}/task/${String(server.pid)}/children`, 'utf8').trim().split(' ').map((pid) => shown(Number(pid)));
    assert.equal(children.filter((child) => /^\S*node .*server\.js --data .* --port 0 --room #a$/.test(child)).length, 1, children.join('\n'));
    const anna = await IrcClient.connect(port);
    anna.send('PASS open-sesame', 'NICK anna', 'USER anna 0 * :Anna');
    await anna.expect(/ 001 anna /);
    server.signal('SIGTERM');
    const { code, output } = await server.exit();
    assert.equal(code, 0);
    assert.equal(output.match(/better --password-file/g)?.length, 1, 'it warns of it once');
  });

  it('reads the file of its password again on SIGHUP, and goes on with the one before where it cannot', async function () {
    if (process.platform === 'win32') this.skip();
    const file = path.join(temporaryFolder(), 'password');
    writeFileSync(file, 'first\n', { mode: 0o644 });
    const server = ServerProcess.start('--host', '127.0.0.1', '--port', '0', '--password-file', file);
    const port = await server.listening();
    const reload = async (text: string): Promise<string> => {
      writeFileSync(file, text);
      const logged = server.logged(/settings were/);
      server.signal('SIGHUP');
      return logged;
    };
    assert.match(await reload('second\n'), /Changed: password\./);
    assert.match(await reload('\n'), /not read again; nothing has changed.*first line of .* is empty/);
    const anna = await IrcClient.connect(port);
    anna.send('PASS second', 'NICK anna', 'USER anna 0 * :Anna');
    await anna.expect(/ 001 anna /);
    server.signal('SIGTERM');
    assert.match((await server.exit()).output, /"warn".*others on this computer can read .*chmod 600/);
  });
});
