import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { capabilityNames } from '../../../src/shared/capabilities';

describe('The capabilities', () => {
  const files = new Set(readdirSync(__dirname));

  for (const name of capabilityNames) {
    it(`${name} has a test file of its own`, () => {
      assert.ok(files.has(`${name.replace('draft/', '')}.test.ts`));
    });
  }

  it('have no test file left over from one that is gone', () => {
    const known = new Set<string>(capabilityNames.map((name) => name.replace('draft/', '')));
    assert.deepEqual([...files].map((file) => file.replace('.test.ts', '')).filter((name) => name !== 'index' && !known.has(name)), []);
  });
});
