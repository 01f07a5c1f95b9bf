import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { configOf, readRequest, type Config } from '../../src/server/config';
import { settingNames, settings } from '../../src/server/settings';
import { refusal } from '../helpers/refusal';
import { temporaryFolder } from '../helpers/server';

type Environment = Readonly<Record<string, string>>;

function read(args: readonly string[], environment: Environment = {}): Config {
  const request = readRequest(args, environment);
  assert.equal(request.kind, 'serve');
  return request.config;
}

function printed(...args: readonly string[]): string {
  const request = readRequest(args, {});
  assert.equal(request.kind, 'print');
  return request.text;
}

function fileWith(text: string): string {
  const file = path.join(temporaryFolder(), 'ritrovo.toml');
  writeFileSync(file, text);
  return file;
}

describe('settings', () => {
  it('are the defaults where nothing is said: port 8080, all addresses, #lobby', () => {
    const { host, port, room, password } = read([]);
    assert.deepEqual({ host, port, room, password }, { host: '::', port: 8080, room: '#lobby', password: undefined });
    assert.deepEqual(read([]), configOf());
  });

  it('are read from flags, with a space or an equals sign', () => {
    const config = read(['--port', '6667', '--name=My Office', '--data', '/srv/chat', '--room', '#büro', '--log-level', 'debug', '--max-rooms', '3']);
    assert.equal(config.port, 6667);
    assert.equal(config.name, 'My Office');
    assert.equal(config.data, '/srv/chat');
    assert.equal(config.room, '#büro');
    assert.equal(config.logLevel, 'debug');
    assert.equal(config.maxRooms, 3);
  });

  it('are read from the environment', () => {
    const config = read([], { RITROVO_PORT: '7000', RITROVO_MAX_ROOMS: '4', RITROVO_PASSWORD: '1234', RITROVO_NAME: '' });
    assert.deepEqual([config.port, config.maxRooms, config.password, config.name], [7000, 4, '1234', 'Ritrovo']);
  });

  it('are read from a TOML file, named by flag or environment', () => {
    const file = fileWith('port = 7001\nname = "Office"\nmax-rooms = 5\n');
    for (const config of [read(['--config', file]), read([], { RITROVO_CONFIG: file })]) {
      assert.deepEqual([config.port, config.name, config.maxRooms], [7001, 'Office', 5]);
    }
  });

  it('count as flag before environment before file before default', () => {
    const file = fileWith('port = 1\nmax-rooms = 1\nsendq = 20000\n');
    const config = read(['--port', '3', '--config', file], { RITROVO_PORT: '2', RITROVO_MAX_ROOMS: '2' });
    assert.deepEqual([config.port, config.maxRooms, config.sendq, config.commandRate], [3, 2, 20_000, 15]);
  });

  it('take the last of a flag that stands twice', () => {
    assert.equal(read(['--port', '1', '--port', '2']).port, 2);
  });

  it('are all in --help, each with its flag and its default', () => {
    const help = printed('--help');
    for (const name of settingNames) assert.match(help, new RegExp(`^ {2}--${name} \\S+(?: +|\\n {36})\\S`, 'm'));
    assert.match(help, /--port PORT .*\[8080\]/);
    assert.equal(printed('-h'), help);
  });

  it('are under headings in --help, in lines of at most 100 characters', () => {
    const lines = printed('--help').split('\n');
    assert.deepEqual(lines.filter((line) => Array.from(line).length > 100), []);
    const headings = lines.filter((line) => /^[A-Z][^:]*:$/.test(line));
    assert.deepEqual(headings.slice(0, -2), [...new Set(settingNames.map((name) => `${settings[name].chapter}:`))]);
    assert.equal(new Set(headings).size, headings.length);
  });

  it('give the version with --version', () => {
    assert.match(printed('--version'), /^\d+\.\d+\.\d+/);
  });
});

describe('a subcommand', () => {
  it('is the first word, and what follows is its own', () => {
    assert.deepEqual(readRequest(['hash-password', '--help'], {}), { kind: 'subcommand', name: 'hash-password', args: ['--help'] });
  });

  it('is in --help', () => {
    assert.match(printed('--help'), /\n\nCommands:\n(?: {2}.*\n)*? {2}hash-password +\S/);
  });
});

describe('a wrong setting', () => {
  const wrong: readonly (readonly [args: readonly string[], words: RegExp])[] = [
    [['--prot', '1'], /^There is no setting --prot\. Allowed are --host, --port/],
    [['8080'], /^“8080” is not a setting\. Allowed are --host/],
    [['-p', '1'], /^There is no setting -p\./],
    [['--port'], /^--port needs a value: --port PORT$/],
    [['--config'], /^--config needs a value: --config FILE$/],
    [['--port', 'irc'], /^--port: "irc" cannot be used, it must be a whole number from 0 to 65535\. It is the TCP port/],
    [['--port', '70000'], /^--port: "?70000"? cannot be used, it must be at most 65535\./],
    [['--port=-1'], /^--port: "?-1"? cannot be used, it must be at least 0\./],
    [['--port', '1.5'], /^--port: "1\.5" cannot be used, it must be a whole number/],
    [['--port', ''], /^--port: "" cannot be used/],
    [['--room', 'lobby'], /^--room: "lobby" cannot be used, it must start with # and have no spaces or commas\./],
    [['--log-level', 'loud'], /^--log-level: "loud" cannot be used, it must be one of fatal, error, warn, info/],
    [['--name', 'a\nb'], /^--name: .* it must be one line of text\./],
    [['--config', '/nowhere/x.toml'], /^The configuration file \/nowhere\/x\.toml cannot be read: /],
  ];
  for (const [args, words] of wrong) {
    it(`is named with what is allowed: ${JSON.stringify(args.join(' '))}`, () => {
      assert.match(refusal(args), words);
    });
  }

  it('in the environment is named by its variable', () => {
    assert.match(refusal([], { RITROVO_PORT: 'x' }), /^RITROVO_PORT: "x" cannot be used/);
  });

  it('in the file is named with the file', () => {
    const unknown = fileWith('prot = 1\n');
    assert.equal(refusal(['--config', unknown]).split('. ')[0], `${unknown}: there is no setting “prot”`);
    const wrongValue = fileWith('port = "x"\n');
    assert.ok(refusal(['--config', wrongValue]).startsWith(`${wrongValue}: port: "x" cannot be used`));
    const wrongType = fileWith('port = true\n');
    assert.ok(refusal(['--config', wrongType]).startsWith(`${wrongType}: port: true cannot be used, it must be a whole number`));
    const table = fileWith('[port]\nx = 1\n');
    assert.match(refusal(['--config', table]), /: port must be a text, a number, yes or no/);
    const noToml = fileWith('a = 1\nport 8080\n');
    assert.match(refusal(['--config', noToml]), /, line 2, is not TOML: /);
  });
});
