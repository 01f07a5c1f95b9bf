import assert from 'node:assert/strict';
import { reachableAddresses } from '../../../src/server/listener';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';

describe('DLINE', () => {
  it('ends the connections from a range and takes no more, with words, until it is taken back', async function () {
    const [host] = reachableAddresses('0.0.0.0');
    if (host === undefined) this.skip();
    const server = await startWithOperator({ host: '0.0.0.0' });
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    const bob = await server.join('bob', { host });
    const [answer = ''] = (await root.ask(`DLINE 1h ${host}/32 :Too loud`)).filter((line) => line.includes(' NOTE '));
    assert.match(answer, new RegExp(`^:ritrovo\\.chat NOTE DLINE BANNED ${host} :Banned until `));
    assert.equal((await bob.closed()).at(-1), 'ERROR :Closing link: Banned from the server');
    const refused = await server.connect(host);
    assert.match((await refused.closed()).join(), /^ERROR :You are banned from this server until \d{4}-\S+: Too loud$/);
    const next = await server.restart();
    assert.match((await (await next.connect(host)).closed()).join(), /^ERROR :You are banned/);
    const again = await joinAsOperator(next, 'root');
    await again.ask(`UNDLINE ${host}`);
    await next.join('bob', { host });
  });

  it('refuses what is no address, and what is nearly everybody', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    assert.match((await root.ask('DLINE nonsense'))[0] ?? '', / FAIL DLINE INVALID_TARGET nonsense :/);
    assert.match((await root.ask('DLINE :'))[0] ?? '', / FAIL DLINE INVALID_TARGET \* :/);
    assert.match((await root.ask('DLINE 0.0.0.0/0 :x'))[0] ?? '', / FAIL DLINE TOO_WIDE 0\.0\.0\.0\/0 :/);
  });

  it('is for operators only', async () => {
    const server = await startWithOperator();
    assert.deepEqual(await (await server.join('anna')).askVerbs('DLINE 192.0.2.1'), ['481']);
  });
});
