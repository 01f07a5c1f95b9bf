import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/server-time
describe('server-time', () => {
  it('says when it was, in UTC with milliseconds, to those who asked', async () => {
    const { asked, plain, anna } = await withAndWithout('server-time');
    const before = Date.now();
    await anna.ask('PRIVMSG #lobby :ciao');
    const [line = ''] = await asked.fence();
    const [, time = '', rest] = /^@time=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (.*)$/.exec(line) ?? assert.fail(line);
    assert.equal(rest, `:${source('anna')} PRIVMSG #lobby :ciao`);
    assert.ok(Date.parse(time) >= before - 1 && Date.parse(time) <= Date.now());
    assert.deepEqual(await plain.fence(), [`:${source('anna')} PRIVMSG #lobby :ciao`]);
  });
});
