import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { numericsOf } from '../../helpers/server';

// https://ircv3.net/specs/extensions/multi-prefix
describe('multi-prefix', () => {
  it('shows all ranks of a member to those who asked, and the highest to the others', async () => {
    const { asked, plain, anna } = await withAndWithout('multi-prefix');
    await anna.ask('JOIN #a', 'MODE #a +v anna');
    assert.deepEqual(numericsOf(await asked.ask('NAMES #a'), '353'), ['= #a :@+anna']);
    assert.deepEqual(numericsOf(await plain.ask('NAMES #a'), '353'), ['= #a :@anna']);
    assert.match(numericsOf(await asked.ask('WHO #a'), '352')[0] ?? '', / anna H@\+ :/);
    assert.match(numericsOf(await plain.ask('WHO #a'), '352')[0] ?? '', / anna H@ :/);
  });
});
