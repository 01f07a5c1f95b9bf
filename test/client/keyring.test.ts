import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Keyring } from '../../src/client/keyring';

/** A program in the place of libsecret's: it keeps what it is told in a file, by its arguments. */
const program = `#!/bin/sh
command=$1; shift
[ "$command" = store ] && shift
file="$KEYRING_FOLDER/$(echo "$@" | tr ' /' '__')"
case $command in
  store) cat > "$file" ;;
  lookup) cat "$file" 2>/dev/null || exit 1 ;;
esac
`;

describe('the keyring', () => {
  let folder = '';
  const before = process.env.PATH;
  const known = new Set<string>();
  const accounts = {
    has: (server: string, account: string) => known.has(`${server} ${account}`),
    add: (server: string, account: string) => void known.add(`${server} ${account}`),
  };
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ritrovo-keyring-'));
    known.clear();
    process.env.KEYRING_FOLDER = folder;
  });
  afterEach(() => {
    process.env.PATH = before;
    Reflect.deleteProperty(process.env, 'KEYRING_FOLDER');
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function install(): void {
    fs.writeFileSync(path.join(folder, 'secret-tool'), program, { mode: 0o755 });
    process.env.PATH = `${folder}${path.delimiter}${before ?? ''}`;
  }

  it('gives back what it was given, by server and account', async () => {
    install();
    const keyring = new Keyring(accounts, 'linux');
    await keyring.set('lab:8080', 'anna', 'p@ss "word" ü');
    assert.equal(await keyring.get('lab:8080', 'anna'), 'p@ss "word" ü');
    assert.equal(await keyring.get('lab:8080', 'bob'), undefined);
    assert.ok(known.has('lab:8080 anna'));
  });

  it('is not asked for a password that was never kept: it might open a dialog', async () => {
    install();
    fs.writeFileSync(path.join(folder, 'secret-tool'), '#!/bin/sh\necho surprise\n', { mode: 0o755 });
    assert.equal(await new Keyring(accounts, 'linux').get('lab:8080', 'anna'), undefined);
  });

  it('where there is none, nothing is kept and nothing is thrown', async () => {
    known.add('lab:8080 anna');
    process.env.PATH = folder;
    for (const platform of ['linux', 'win32'] as const) {
      const keyring = new Keyring(accounts, platform);
      await keyring.set('lab:8080', 'bob', 'secret');
      assert.equal(await keyring.get('lab:8080', 'anna'), undefined);
    }
    assert.ok(!known.has('lab:8080 bob'));
  });
});
