import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { help, OptionsError, readOptions, withoutPassword, type Options } from '../../src/client/options';

function run(args: string[], environment: NodeJS.ProcessEnv = {}): Options {
  const request = readOptions(args, environment, '1.2.3');
  assert.ok(request.kind === 'run');
  return request.options;
}

describe('the client\'s options', () => {
  it('`client ADDRESS[:PORT]` names the server; the port is not needed', () => {
    assert.deepEqual(run(['lab.example']).address, { host: 'lab.example', port: 8080 });
    assert.deepEqual(run(['[::1]:6667', '--name', 'anna']), {
      address: { host: '::1', port: 6667 }, name: 'anna', room: undefined, pingSeconds: undefined, stay: undefined, password: undefined, certificate: undefined,
    });
    assert.equal(run([]).address, undefined);
  });

  it('irc:// and ircs:// addresses are understood', () => {
    assert.deepEqual(run(['ircs://lab.example/tea']).address, { host: 'lab.example', port: 6697, tls: true, rooms: ['#tea'] });
  });

  it('a certificate to log in with is read, with its key from the same file or another', () => {
    const { certificate } = run(['--client-cert', __filename], { RITROVO_CLIENT_KEY: '' });
    assert.equal(certificate?.certificate, certificate?.key);
    assert.match(certificate?.key ?? '', /to log in with/);
    assert.throws(() => run(['--client-cert', '/no/such/file']), (error) => error instanceof OptionsError && error.message.includes('--client-cert'));
    assert.throws(() => run(['--client-key', __filename]), (error) => error instanceof OptionsError && error.message.includes('--client-cert'));
  });

  it('a link is shown to others without its password', () => {
    assert.equal(withoutPassword('irc://:open@lab:6667/#a'), 'irc://@lab:6667/#a');
    assert.equal(withoutPassword('IRCS://anna:a:b@[::1]/x@y'), 'IRCS://anna@[::1]/x@y');
    for (const open of ['irc://anna@lab:6667/#a:b@c', 'lab:6667', 'irc://lab:6667/#a@b', '--name']) assert.equal(withoutPassword(open), open);
  });

  it('the password of the server is the first line of a file', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-options-')), 'password');
    fs.writeFileSync(file, 'open sesame\r\nand more\n');
    assert.equal(run(['--password-file', file]).password, 'open sesame');
    assert.equal(run([], { RITROVO_PASSWORD_FILE: file }).password, 'open sesame');
    fs.writeFileSync(file, '\n');
    assert.throws(() => run(['--password-file', file]), (error) => error instanceof OptionsError && /first line .* is empty/.test(error.message));
    assert.throws(() => run(['--password-file', '/no/such/file']), (error) => error instanceof OptionsError && error.message.includes('--password-file'));
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  it('flags come before the environment', () => {
    const environment = { RITROVO_NICK: 'bob', RITROVO_PING_SECONDS: '7', RITROVO_STAY: 'yes', RITROVO_ROOM: '#a' };
    assert.deepEqual(run([], environment), { address: undefined, name: 'bob', room: '#a', pingSeconds: 7, stay: true, password: undefined, certificate: undefined });
    assert.deepEqual(run(['--name=eve', '--ping-seconds=2.5'], environment).pingSeconds, 2.5);
    assert.equal(run(['--name=eve'], environment).name, 'eve');
  });

  for (const [args, environment, expected] of [
    [['--colour'], {}, /--colour.*Allowed are --name, --room/s],
    [['--ping-seconds', '0'], {}, /--ping-seconds is “0”.*from 1 to 3600/],
    [[], { RITROVO_PING_SECONDS: 'often' }, /RITROVO_PING_SECONDS is “often”/],
    [[], { RITROVO_STAY: 'perhaps' }, /RITROVO_STAY.*yes or no/],
    [['host:99999'], {}, /“99999” is not a port/],
    [['host', 'anna'], {}, /“anna” is too much/],
    [['--name'], {}, /--name/],
  ] as const) {
    it(`a wrong one is named with what is allowed: ${[...args, ...Object.entries(environment).map((pair) => pair.join('='))].join(' ')}`, () => {
      assert.throws(() => readOptions(args, environment, ''), (error) => error instanceof OptionsError && expected.test(error.message));
    });
  }

  it('--help and --version print', () => {
    assert.deepEqual(readOptions(['--help'], {}, '1.2.3'), { kind: 'print', text: help });
    assert.deepEqual(readOptions(['-v'], {}, '1.2.3'), { kind: 'print', text: '1.2.3' });
    for (const flag of ['--name', '--room', '--ping-seconds', '--stay', '--help', '--version']) assert.ok(help.includes(flag), flag);
  });
});
