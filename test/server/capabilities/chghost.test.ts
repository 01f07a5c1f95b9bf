import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/chghost
describe('chghost', () => {
  it('tells those who asked from where somebody is seen to come now', async () => {
    const { server, asked, anna } = await withAndWithout('chghost');
    server.makeOperator('anna');
    await anna.ask('SETHOST anna staff.example');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} CHGHOST test staff.example`]);
  });

  it('shows the others that somebody leaves and comes again', async () => {
    const { server, plain, anna } = await withAndWithout('chghost');
    server.makeOperator('anna');
    await anna.ask('SETHOST anna staff.example');
    const lines = await plain.fence();
    assert.match(lines[0] ?? '', /^:anna!test@127\.0\.0\.1 QUIT :/);
    assert.equal(lines[1], ':anna!test@staff.example JOIN #lobby');
  });
});
