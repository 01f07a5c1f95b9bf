import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/setname
describe('setname', () => {
  it('tells a new real name to those who asked, and not to the others', async () => {
    const { server, asked, plain } = await withAndWithout('setname');
    const bob = await server.join('bob', { capabilities: ['setname'] });
    for (const client of [asked, plain]) await client.fence();
    assert.deepEqual(await bob.ask('SETNAME :Bob B.'), [`:${source('bob')} SETNAME :Bob B.`]);
    assert.deepEqual(await asked.fence(), [`:${source('bob')} SETNAME :Bob B.`]);
    assert.deepEqual(await plain.fence(), []);
  });

  it('refuses an empty name with FAIL', async () => {
    const { asked } = await withAndWithout('setname', 'standard-replies');
    assert.match((await asked.ask('SETNAME :'))[0] ?? '', / FAIL SETNAME INVALID_REALNAME :/);
  });
});
