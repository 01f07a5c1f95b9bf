import assert from 'node:assert/strict';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';

describe('UNDLINE', () => {
  it('takes a ban back however the range is written, and says where there is none', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    await root.ask('DLINE 192.0.2.77/24 :x');
    assert.deepEqual(server.server.bans.list('address').map(({ mask }) => mask), ['192.0.2.0/24']);
    assert.ok((await root.ask('UNDLINE 192.0.2.0/24')).some((line) => line.includes(' NOTE UNDLINE UNBANNED 192.0.2.0/24 :')));
    assert.deepEqual(server.server.bans.list('address'), []);
    assert.match((await root.ask('UNDLINE 192.0.2.0/24'))[0] ?? '', / FAIL UNDLINE INVALID_TARGET 192\.0\.2\.0\/24 :/);
  });
});
