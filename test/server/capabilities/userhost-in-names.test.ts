import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { numericsOf, source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/userhost-in-names
describe('userhost-in-names', () => {
  it('has whole sources in NAMES for those who asked, and names for the others', async () => {
    const { asked, plain, anna } = await withAndWithout('userhost-in-names');
    await anna.ask('JOIN #a');
    assert.deepEqual(numericsOf(await asked.ask('NAMES #a'), '353'), [`= #a :@${source('anna')}`]);
    assert.deepEqual(numericsOf(await plain.ask('NAMES #a'), '353'), ['= #a :@anna']);
  });
});
