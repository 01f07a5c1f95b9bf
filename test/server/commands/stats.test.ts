import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#stats-message
describe('STATS', () => {
  it('m tells how often each command was used', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('TIME', 'TIME');
    const rows = numericsOf(await anna.ask('STATS m'), '212');
    assert.ok(rows.includes('TIME 2 0 :0'), rows.join('\n'));
    assert.ok(rows.includes('USER 1 0 :0'));
  });

  it('o tells the names of the operators, never their passwords', async () => {
    const server = await TestServer.start({ operators: ['root:scrypt$hash'] });
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('STATS o'), [':ritrovo.chat 243 anna O * * :root', ':ritrovo.chat 219 anna o :End of STATS']);
  });

  it('u tells for how long the server has been running', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.match(numericsOf(await anna.ask('STATS u'), '242')[0] ?? '', /^:Server Up 0 days 0:00:\d\d$/);
  });

  it('answers with the end alone for another letter or none, and 402 for another server', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('STATS z', 'STATS'), [':ritrovo.chat 219 anna z :End of STATS', ':ritrovo.chat 219 anna * :End of STATS']);
    assert.deepEqual(await anna.askVerbs('STATS u elsewhere.example', 'STATS u ritrovo.chat'), ['402', '242', '219']);
  });

  it('k and d tell the bans of the server, to its operators only', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('STATS k', 'STATS d'), ['481', '219', '481', '219']);
    server.makeOperator('anna');
    const at = new Date();
    server.server.bans.add({ kind: 'mask', mask: 'evil!*@*', reason: 'spam', by: 'root', at, until: undefined });
    server.server.bans.add({ kind: 'address', mask: '192.0.2.0/24', reason: 'more spam', by: 'root', at, until: new Date('2100-01-01') });
    assert.deepEqual(numericsOf(await anna.ask('STATS k'), '216'), ['K evil!*@* root * :spam']);
    assert.deepEqual(numericsOf(await anna.ask('STATS d'), '225'), ['D 192.0.2.0/24 root 2100-01-01T00:00:00.000Z :more spam']);
  });
});
