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

  // https://ircv3.net/specs/extensions/utf8-only
  it('names no command where none could be read', async () => {
    const { asked, plain } = await withAndWithout('standard-replies');
    for (const client of [asked, plain]) client.sendBytes(Buffer.from([0x58, 0x20, 0xff, 0x0d, 0x0a]));
    assert.match((await asked.fence())[0] ?? '', /^:ritrovo\.chat FAIL \* INVALID_UTF8 :The line is not valid UTF-8/);
    assert.match((await plain.fence())[0] ?? '', /^:ritrovo\.chat NOTICE plain :The line is not valid UTF-8/);
  });
});
