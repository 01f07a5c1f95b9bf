import assert from 'node:assert/strict';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';

describe('UNKLINE', () => {
  it('takes a ban back, in any case, and says where there is none', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    await root.ask('KLINE bob :x', 'UNKLINE BOB');
    await server.join('bob');
    assert.match((await root.ask('UNKLINE bob')).at(-1) ?? '', / FAIL UNKLINE INVALID_TARGET bob :/);
  });
});
