import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';

// https://ircv3.net/specs/extensions/labeled-response
describe('labeled-response', () => {
  it('has the label of a command on its answer: one line, a batch, or ACK', async () => {
    const { asked } = await withAndWithout('labeled-response', 'batch', 'message-tags');
    assert.match((await asked.ask('@label=one TIME'))[0] ?? '', /^@label=one :ritrovo\.chat 391 asked /);
    const several = await asked.ask('@label=two LUSERS');
    assert.match(several[0] ?? '', /^@label=two :ritrovo\.chat BATCH \+\w+ labeled-response$/);
    assert.equal(several.filter((line) => line.includes('label=two')).length, 1);
    assert.deepEqual(await asked.ask('@label=three PONG x'), ['@label=three :ritrovo.chat ACK']);
  });

  it('passes over the label of those who did not ask', async () => {
    const { plain } = await withAndWithout('labeled-response', 'batch');
    assert.match((await plain.ask('@label=one TIME'))[0] ?? '', /^:ritrovo\.chat 391 plain /);
    assert.deepEqual(await plain.ask('@label=three PONG x'), []);
  });
});
