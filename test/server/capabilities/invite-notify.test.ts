import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/invite-notify
describe('invite-notify', () => {
  it('tells the members of a room who invites whom, where they asked', async () => {
    const { server, asked, plain, anna } = await withAndWithout('invite-notify');
    const guest = await server.join('guest');
    for (const client of [anna, asked, plain]) await client.ask('JOIN #a');
    await asked.fence();
    await anna.ask('INVITE guest #a');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} INVITE guest #a`]);
    assert.deepEqual(await plain.fence(), []);
    assert.deepEqual(await guest.fence(), [`:${source('anna')} INVITE guest #a`]);
  });
});
