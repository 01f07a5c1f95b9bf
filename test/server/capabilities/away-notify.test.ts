import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/away-notify
describe('away-notify', () => {
  it('tells who goes away and who comes back, to those who asked', async () => {
    const { asked, plain, anna } = await withAndWithout('away-notify');
    await anna.ask('AWAY :At lunch', 'AWAY');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} AWAY :At lunch`, `:${source('anna')} AWAY`]);
    assert.deepEqual(await plain.fence(), []);
  });

  it('tells with a JOIN that somebody is away', async () => {
    const { asked, plain, anna } = await withAndWithout('away-notify');
    await asked.ask('JOIN #a');
    await plain.ask('JOIN #a');
    await asked.fence();
    await anna.ask('AWAY :out');
    await asked.fence();
    await anna.ask('JOIN #a');
    assert.deepEqual(await asked.fence(), [`:${source('anna')} JOIN #a`, `:${source('anna')} AWAY :out`]);
    assert.deepEqual(await plain.fence(), [`:${source('anna')} JOIN #a`]);
  });
});
