import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { commands } from '../src/server/commands';
import { capabilityBits } from '../src/server/capabilities';
import { settingNames, settings, type Setting, type SettingName } from '../src/server/settings';
import { capabilityNames, capabilitySpecifications } from '../src/shared/capabilities';

const root = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the README', () => {
  const readme = read('README.md');

  /** A setting's row in the table: its name, its default and what `--help` says of it. */
  function rowOf(name: SettingName): string {
    const { default: preset, help }: Setting = settings[name];
    const written = preset === undefined || (typeof preset === 'object' && preset.length === 0) ? 'none' : `\`${typeof preset === 'boolean' ? (preset ? 'yes' : 'no') : String(preset)}\``;
    return `| \`--${name}\` | ${name === 'data' ? "the platform's data folder" : written} | ${help.replaceAll('|', '\\|')} |`;
  }

  it('has every setting of the server in its table, with its default and what --help says', () => {
    const missing = settingNames.map(rowOf).filter((row) => !readme.split('\n').includes(row));
    assert.equal(missing.join('\n'), '');
  });

  it('has no setting in its table that there is not', () => {
    const names = [...readme.matchAll(/^\| `--([\w-]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(names.sort(), [...settingNames].sort());
  });

  it('names npm scripts that there are', () => {
    const project = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const known = new Set(Object.keys(project.scripts));
    for (const [, name = ''] of readme.matchAll(/npm run ([\w:-]+)/g)) assert.ok(known.has(name), `npm run ${name}`);
  });
});

describe('the dependencies', () => {
  it('are named with exact versions, the ones that the lock file has', () => {
    const project = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides']) {
      for (const [name, version] of Object.entries(project[kind] ?? {})) assert.equal(version, packages[`node_modules/${name}`]?.version, name);
    }
  });

  it('that SECURITY.md calls replaced are there in one version only', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string }> };
    for (const [, name = '', major = ''] of read('SECURITY.md').matchAll(/replaced by (\w+) (\d+)/g)) {
      const versions = Object.entries(packages).filter(([folder]) => folder.endsWith(`node_modules/${name}`)).map(([, { version = '' }]) => version.split('.')[0]);
      assert.deepEqual(versions, [major], name);
    }
  });
});

describe('the documents', () => {
  for (const file of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md']) {
    const text = existsSync(path.join(root, file)) ? read(file) : '';

    it(`${file} names files and folders that there are`, () => {
      for (const [, name = ''] of text.matchAll(/`((?:src|test|scripts|native|assets)\/[\w./-]*)`/g)) {
        assert.ok(existsSync(path.join(root, name)), `${file} names ${name}`);
      }
    });

    it(`${file} links to files that there are`, () => {
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        assert.ok(existsSync(path.join(root, target)), `${file} links to ${target}`);
      }
    });
  }
});

describe('every capability', () => {
  for (const name of capabilityNames) {
    it(`${name} has the link of its specification`, () => {
      assert.match(capabilitySpecifications[name], /^https:\/\/(?:ircv3\.net\/specs\/extensions\/[a-z-]+(?:3\.2)?(?:#[a-z-]+)?|github\.com\/ircv3\/ircv3-specifications\/pull\/\d+)$/);
    });
  }

  it('that the server offers is one of them', () => {
    for (const name of Object.keys(capabilityBits)) assert.ok((capabilityNames as readonly string[]).includes(name));
  });
});

describe('every command', () => {
  for (const [verb, { usage, help }] of commands) {
    it(`${verb} has a usage that begins with it, and a help of whole sentences`, () => {
      assert.match(usage, new RegExp(`^${verb}(?: |$)`));
      assert.match(help, /^[A-Z].*\.$/);
    });
  }

  it('has the link of its specification above its code', () => {
    const folder = path.join(root, 'src/server/commands');
    for (const verb of commands.keys()) {
      const code = readFileSync(path.join(folder, `${verb.toLowerCase()}.ts`), 'utf8');
      assert.match(code, /Source: https:\/\/(?:modern\.ircdocs\.horse\/|ircv3\.net\/|www\.rfc-editor\.org\/rfc\/rfc2812#)/, verb);
    }
  });
});

describe('the import rule', () => {
  /** The layers, and the layers of ours that each may import. The first that fits a file is its own. */
  const layers: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
    ['src/shared', ['src/shared']],
    ['src/server', ['src/server', 'src/shared']],
    ['src/client/text', ['src/client/text', 'src/client/i18n', 'src/client/core', 'src/shared']],
    ['src/client/i18n', ['src/client/i18n', 'assets/translations', 'src/shared']],
    ['src/client/core', ['src/client/core', 'src/client/text', 'src/client/i18n', 'src/shared']],
    ['src/client/qt', ['src/client/qt']],
    ['src/client/ui', ['src/client/ui', 'src/client/qt', 'src/client/core', 'src/client/text', 'src/client/i18n', 'src/shared']],
    ['src/client/main.ts', ['src/client', 'src/shared']],
    ['src/client', ['src/client/core', 'src/client/text', 'src/client/i18n', 'src/client/*.ts', 'src/shared']],
  ];

  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join('src', name.split(path.sep).join('/')));

  /** What a file imports; what is relative is given from the project's folder. */
  function importsOf(file: string): string[] {
    const found = read(file).matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^']+)'/g);
    return [...found].map(([, name = '']) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
  }

  const fits = (name: string, layer: string): boolean =>
    layer.endsWith('/*.ts') ? path.posix.dirname(name) === path.posix.dirname(layer) : name === layer || name.startsWith(`${layer}/`);

  const ours = (name: string): boolean => name.startsWith('src/');

  it('reads every import of the tree', () => {
    assert.ok(importsOf('src/server/client.ts').includes('src/shared/message'));
    assert.ok(files.length > 80);
  });

  it('holds between the layers', () => {
    for (const file of files) {
      const [, allowed] = layers.find(([folder]) => fits(file, folder)) ?? assert.fail(`${file} is in no layer`);
      for (const name of importsOf(file).filter(ours)) {
        assert.ok(allowed.some((layer) => fits(name, layer)), `${file} imports ${name}`);
      }
    }
  });

  it('keeps NodeGui in the window and what starts it', () => {
    for (const file of files) {
      if (fits(file, 'src/client/ui') || fits(file, 'src/client/qt')) continue;
      assert.deepEqual(importsOf(file).filter((name) => name.startsWith('@nodegui/')), [], file);
    }
  });

  it('keeps sockets, files and packages out of the IRC language', () => {
    for (const file of files.filter((name) => fits(name, 'src/shared'))) {
      // The server's limits and the client's list of servers ask the computer for its networks.
      const known = file === 'src/shared/own-networks.ts' ? ['node:net', 'node:os'] : [];
      assert.deepEqual(importsOf(file).filter((name) => !ours(name)), known, file);
    }
  });

  it('lets nothing be written to a terminal but by shared/terminal.ts', () => {
    const direct = files.filter((file) => /\bconsole\.|process\.(?:stdout|stderr)\.write\(/.test(read(file)));
    // The one makes an export safe where it goes to a terminal, the other writes a hash.
    assert.deepEqual(direct.sort(), ['src/server/accounts/hash-password.ts', 'src/server/subcommands.ts']);
  });

  it('names Node’s own modules with node:', () => {
    for (const file of files) {
      assert.deepEqual(importsOf(file).filter((name) => builtinModules.includes(name)), [], file);
    }
  });
});
