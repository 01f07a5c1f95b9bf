import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Numeric } from '../../src/shared/numerics';

const root = path.join(import.meta.dirname, '../..');

/** The texts of all TypeScript files in a folder and those below it, by path. */
function textsIn(folder: string): Map<string, string> {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Map(files.map((file) => [file, readFileSync(path.join(root, folder, file), 'utf8')]));
}

// Only this file's own table would make every code look tested.
const own = path.basename(import.meta.filename);

describe('the numerics', () => {
  const server = [...textsIn('src/server').values()].join('\n');
  const client = [...textsIn('src/client').values()].join('\n');
  const tests = [...textsIn('test/server')].filter(([file]) => file !== own).map(([, text]) => text).join('\n');
  const sent = Object.entries(Numeric).filter(([name]) => new RegExp(`\\bNumeric\\.${name}\\b`).test(server));

  for (const [name, code] of sent) {
    it(`${code} ${name}, which the server sends, is expected by a test`, () => {
      // As `'433'`, in a line `:server 433 …`, or as a name.
      assert.ok(new RegExp(`['" /]${code}[' /]|Numeric\\.${name}\\b`).test(tests));
    });
  }

  it('are all sent by the server or understood by the window', () => {
    const known = new Set(sent.map(([name]) => name));
    const dead = Object.entries(Numeric).filter(([name, code]) => !known.has(name) && !new RegExp(`\\bNumeric\\.${name}\\b|['"]${code}['"]`).test(client));
    assert.deepEqual(dead.map(([name]) => name), []);
  });

  it('have one name each, in order', () => {
    const codes = Object.values(Numeric);
    assert.deepEqual(codes, [...new Set(codes)].sort());
  });
});
