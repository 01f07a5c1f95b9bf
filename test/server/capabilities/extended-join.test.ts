import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/extended-join
describe('extended-join', () => {
  it('has account and real name in a JOIN for those who asked, and the room alone for the others', async () => {
    const { server, asked, plain } = await withAndWithout('extended-join');
    await server.join('bob');
    assert.deepEqual(await asked.fence(), [`:${source('bob')} JOIN #lobby * :Real bob`]);
    assert.deepEqual(await plain.fence(), [`:${source('bob')} JOIN #lobby`]);
  });

  it('names the account of somebody who is logged in', async () => {
    const { server, asked, anna } = await withAndWithout('extended-join');
    await asked.ask('JOIN #a');
    server.logIn('anna', 'Anna');
    await anna.ask('JOIN #a');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} JOIN #a Anna :Real anna`]);
  });
});
