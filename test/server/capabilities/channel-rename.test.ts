import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/channel-rename
describe('draft/channel-rename', () => {
  it('is RENAME for those who asked, and leaving and coming for the others', async () => {
    const { asked, plain, anna } = await withAndWithout('draft/channel-rename');
    for (const client of [anna, asked, plain]) await client.ask('JOIN #a');
    await asked.fence();
    await anna.ask('RENAME #a #b :better');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} RENAME #a #b better`]);
    assert.deepEqual((await plain.fence()).slice(0, 2), [`:${source('plain')} PART #a :better`, `:${source('plain')} JOIN #b`]);
  });
});
