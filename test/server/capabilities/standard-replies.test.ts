import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';

// https://ircv3.net/specs/extensions/standard-replies
describe('standard-replies', () => {
  it('has FAIL with its code for those who asked, and words for the others', async () => {
    const { asked, plain } = await withAndWithout('standard-replies');
    assert.match((await asked.ask('PERSISTENCE GET'))[0] ?? '', /^:ritrovo\.chat FAIL PERSISTENCE ACCOUNT_REQUIRED :\S/);
    const lines = await plain.ask('PERSISTENCE GET');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^:ritrovo\.chat (?:FAIL|NOTICE plain) .*An account is required$/);
  });
});
