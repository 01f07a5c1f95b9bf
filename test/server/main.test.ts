import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { subcommandNames } from '../../src/server/subcommands';
import { ServerProcess } from '../helpers/server-process';
import { TestServer } from '../helpers/server';

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
});
