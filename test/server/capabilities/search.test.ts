import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { askBatch, textsOf } from '../../helpers/history';
import { TestServer } from '../../helpers/server';

// https://github.com/ircv3/ircv3-specifications/pull/496
describe('draft/search', () => {
  it('answers with a batch of what fits and was said where one may read', async () => {
    const { asked, anna } = await withAndWithout('draft/search', 'batch');
    await anna.ask('PRIVMSG #lobby :the green door', 'PRIVMSG #lobby :the red one', 'JOIN #a', 'PRIVMSG #a :green secrets');
    await asked.fence();
    assert.deepEqual(textsOf(await askBatch(asked, 'SEARCH text=green')), ['the green door']);
  });

  it('is not offered where nothing is kept', async () => {
    const server = await TestServer.start({ history: false });
    assert.doesNotMatch((await (await server.connect()).ask('CAP LS 302')).join(' '), /draft\/search/);
  });
});
