import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';

// https://ircv3.net/specs/extensions/read-marker
describe('draft/read-marker', () => {
  it('tells how far a room was read with a JOIN, to those who asked', async () => {
    const { asked, plain } = await withAndWithout('draft/read-marker');
    assert.ok((await asked.ask('JOIN #a')).includes(':ritrovo.chat MARKREAD #a *'));
    assert.ok(!(await plain.ask('JOIN #b')).some((line) => line.includes('MARKREAD')));
  });

  it('answers with the time that holds', async () => {
    const { asked } = await withAndWithout('draft/read-marker');
    const time = '2024-01-02T03:04:05.678Z';
    assert.deepEqual(await asked.ask(`MARKREAD #lobby timestamp=${time}`, 'MARKREAD #lobby timestamp=2023-01-01T00:00:00.000Z'), [
      `:ritrovo.chat MARKREAD #lobby timestamp=${time}`, `:ritrovo.chat MARKREAD #lobby timestamp=${time}`,
    ]);
  });
});
