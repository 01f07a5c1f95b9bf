import assert from 'node:assert/strict';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';
import { source } from '../../helpers/server';

describe('SETHOST', () => {
  it('shows somebody with another host', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    await server.join('bob');
    await root.ask('SETHOST bob physics.example');
    assert.equal(server.server.names.find('bob')?.user?.source, 'bob!test@physics.example');
    assert.match((await root.ask('AUDIT 1'))[0] ?? '', /SETHOST bob \(physics\.example\)$/);
  });

  it('refuses what is no host, and says who is not there', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root', ['standard-replies']);
    for (const host of ['a@b', '.a', 'a b', 'x'.repeat(64), ':']) {
      assert.match((await root.ask(`SETHOST root :${host}`))[0] ?? '', / FAIL SETHOST INVALID_HOST :/, host);
    }
    assert.deepEqual(await root.askVerbs('SETHOST nobody a.b'), ['401']);
    assert.deepEqual(await (await server.join('eva')).askVerbs('SETHOST root a.b'), ['481']);
  });
});

// https://ircv3.net/specs/extensions/chghost
describe('chghost', () => {
  it('tells of a new host those who asked for it, and lets the others see somebody leave and come back', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    const anna = await server.join('anna', { capabilities: ['chghost'] });
    await anna.ask('JOIN #a');
    const capable = await server.join('capable', { capabilities: ['chghost'] });
    const plain = await server.join('plain');
    await capable.ask('JOIN #a');
    await plain.ask('JOIN #a');
    for (const client of [anna, capable, plain]) await client.fence();
    await root.ask('SETHOST anna physics.example');
    assert.deepEqual(await capable.fence(), [`:${source('anna')} CHGHOST test physics.example`]);
    assert.deepEqual(await anna.fence(), [`:${source('anna')} CHGHOST test physics.example`]);
    assert.deepEqual(await plain.fence(), [
      `:${source('anna')} QUIT :Changing host`,
      ':anna!test@physics.example JOIN #lobby',
      ':anna!test@physics.example JOIN #a',
      ':ritrovo.chat MODE #a +o anna',
    ]);
  });
});
