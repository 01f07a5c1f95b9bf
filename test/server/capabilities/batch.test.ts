import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';

// https://ircv3.net/specs/extensions/batch
describe('batch', () => {
  it('puts a beginning and an end around what belongs together, for those who asked', async () => {
    const { asked } = await withAndWithout('batch');
    const [first = '', line = '', last = ''] = await asked.ask('PRIVMSG #lobby :ciao', 'CHATHISTORY LATEST #lobby * 1');
    const reference = /^:ritrovo\.chat BATCH \+(\w+) chathistory #lobby$/.exec(first)?.[1] ?? assert.fail(first);
    assert.match(line, new RegExp(`^@batch=${reference} :asked!\\S+ PRIVMSG #lobby :ciao$`));
    assert.equal(last, `:ritrovo.chat BATCH -${reference}`);
  });

  it('is not sent to the others, who get the lines alone', async () => {
    const { plain } = await withAndWithout('batch');
    const lines = await plain.ask('PRIVMSG #lobby :ciao', 'CHATHISTORY LATEST #lobby * 1');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^:plain!\S+ PRIVMSG #lobby :ciao$/);
  });
});
