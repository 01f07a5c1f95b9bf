import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDataFolder, readRequest } from '../../src/server/config';
import { takePassword } from '../../src/server/server-password';
import { refusal } from '../helpers/refusal';
import { temporaryFolder } from '../helpers/server';

type Environment = Record<string, string | undefined>;

function fileWith(text: string, name = 'password', mode = 0o600): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, text, { mode });
  return file;
}

function read(args: readonly string[], environment: Environment = {}): { password: string | undefined; warnings: readonly string[] } {
  const request = readRequest(args, environment);
  assert.equal(request.kind, 'serve');
  return { password: request.config.password, warnings: request.warnings };
}

describe('the password of the server', () => {
  it('is the first line of a file, named by flag, environment or configuration, and read again each time', () => {
    const file = fileWith(' open sesame \r\nsecond\n');
    assert.deepEqual(read(['--password-file', file]), { password: ' open sesame ', warnings: [] });
    assert.equal(read([], { RITROVO_PASSWORD_FILE: file }).password, ' open sesame ');
    assert.equal(read(['--config', fileWith(`password-file = "${file}"`, 'ritrovo.toml')]).password, ' open sesame ');
    writeFileSync(file, 'other');
    assert.equal(read(['--password-file', file]).password, 'other');
  });

  it('is relative to the working directory', () => {
    const file = fileWith('relative');
    assert.equal(read(['--password-file', path.relative(process.cwd(), file)]).password, 'relative');
  });

  it('is refused where its file cannot be read, is empty or holds what nobody can send', () => {
    assert.match(refusal(['--password-file', '/no/such/file']), /^password-file: \/no\/such\/file cannot be read: ENOENT.*first line is the password/);
    assert.match(refusal(['--password-file', temporaryFolder()]), /cannot be read: EISDIR/);
    for (const text of ['', '\n', '\r\nsecond']) assert.match(refusal(['--password-file', fileWith(text)]), /first line of .* is empty/);
    assert.match(refusal(['--password-file', fileWith('a\0b')]), /is no password/);
  });

  it('is warned of where others can read its file', function () {
    if (process.platform === 'win32') this.skip();
    for (const [flag, file] of [['--password-file', fileWith('open')], ['--config', fileWith('password = "open"')]] as const) {
      assert.deepEqual(read([flag, file]).warnings, []);
      chmodSync(file, 0o640);
      assert.deepEqual(read([flag, file]).warnings, [`others on this computer can read ${file}, which holds the password; chmod 600 keeps it from them`]);
    }
    assert.deepEqual(read(['--config', fileWith('port = 1', 'ritrovo.toml', 0o644)]).warnings, []);
  });

  it('comes from what counts before the other where both are set, and from neither where they count the same', () => {
    const file = fileWith('of the file');
    assert.equal(read(['--password-file', file], { RITROVO_PASSWORD: 'of the environment' }).password, 'of the file');
    assert.equal(read(['--password', 'of the flag'], { RITROVO_PASSWORD_FILE: '/no/such/file' }).password, 'of the flag');
    assert.match(refusal(['--password', 'a', '--password-file', file]), /both set/);
    assert.match(refusal([], { RITROVO_PASSWORD: 'a', RITROVO_PASSWORD_FILE: file }), /both set/);
  });

  it('is not needed for what is only about the data', () => {
    assert.equal(readDataFolder(['--data', '/srv/chat'], { RITROVO_PASSWORD_FILE: '/no/such/file' }), '/srv/chat');
  });
});

describe('a password on the command line', () => {
  it('moves to the environment, where it means the same', () => {
    for (const given of [['--password', 'open'], ['--password=open'], ['--password', 'first', '--password=open']]) {
      const environment: Environment = { RITROVO_PASSWORD: 'less', RITROVO_PASSWORD_FILE: '/no/such/file' };
      const args = takePassword(['--port', '1', ...given, '--name', 'password'], environment);
      assert.deepEqual(args, ['--port', '1', '--name', 'password']);
      assert.equal(read(args, environment).password, 'open');
    }
  });

  it('stays where it cannot be used, so that this is told rather than that everybody is let in', () => {
    for (const given of [['--password', ''], ['--password='], ['--password'], ['--password', 'a', '--password-file', 'b']]) {
      const environment: Environment = {};
      const args = takePassword(given, environment);
      assert.deepEqual(args, given);
      assert.notEqual(refusal(args, environment), '');
    }
  });
});
