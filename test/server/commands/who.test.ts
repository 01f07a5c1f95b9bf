import assert from 'node:assert/strict';
import { numericsOf, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#who-message
describe('WHO', () => {
  it('lists a room with here or gone, prefix and real name', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a', 'AWAY :out');
    assert.deepEqual(numericsOf(await bob.ask('WHO #a'), '352'), [
      '#a test 127.0.0.1 ritrovo.chat anna H@ :0 Real anna',
      '#a test 127.0.0.1 ritrovo.chat bob G :0 Real bob',
    ]);
  });

  it('finds a person by name, in any case, and by mask', async () => {
    const server = await TestServer.start();
    const { bob } = await server.joinAll(['anna', 'bob', 'andrea']);
    assert.deepEqual(await bob.ask('WHO ANNA'), [
      ':ritrovo.chat 352 bob * test 127.0.0.1 ritrovo.chat anna H :0 Real anna',
      ':ritrovo.chat 315 bob ANNA :End of WHO',
    ]);
    assert.deepEqual(numericsOf(await bob.ask('WHO an*'), '352').map((row) => row.split(' ')[4]), ['anna', 'andrea']);
  });

  it('answers with the end alone where it finds nobody', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.askVerbs('WHO nobody', 'WHO #nowhere'), ['315', '315']);
  });

  it('shows a secret room to its members only, and the invisible to those who share a room', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a', 'MODE #a +s', 'MODE anna +i');
    assert.deepEqual(await bob.askVerbs('WHO #a'), ['315']);
    assert.deepEqual(await bob.askVerbs('WHO an*'), ['352', '315']);
    await bob.ask('PART #lobby');
    assert.deepEqual(await bob.askVerbs('WHO an*'), ['315']);
  });

  it('shows all prefixes to those who asked for multi-prefix', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['multi-prefix'] });
    assert.match(numericsOf(await anna.ask('JOIN #a', 'MODE #a +v anna', 'WHO #a'), '352')[0] ?? '', / anna H@\+ /);
  });

  it('with o lists operators of the server only', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'bob']);
    server.makeOperator('bob');
    assert.deepEqual(numericsOf(await anna.ask('WHO #lobby o'), '352').map((row) => row.split(' ').slice(4, 6)), [['bob', 'H*']]);
  });

  // https://ircv3.net/specs/extensions/whox
  describe('with fields (WHOX)', () => {
    it('sends exactly those that are asked for, in the order of the specification', async () => {
      const server = await TestServer.start();
      const { anna, bob } = await server.joinAll(['anna', 'bob']);
      server.logIn('bob', 'Robert');
      await bob.ask('AWAY :x');
      assert.deepEqual(await anna.ask('WHO #lobby %rlafnshiuct,152'), [
        ':ritrovo.chat 354 anna 152 #lobby test 127.0.0.1 127.0.0.1 ritrovo.chat anna H 0 0 :Real anna',
        ':ritrovo.chat 354 anna 152 #lobby test 127.0.0.1 127.0.0.1 ritrovo.chat bob G 0 Robert :Real bob',
        ':ritrovo.chat 315 anna #lobby :End of WHO',
      ]);
      assert.deepEqual(numericsOf(await anna.ask('WHO bob %cna'), '354'), ['* bob :Robert']);
    });

    it('sends hops and the level of an operator too, which clients of other servers are used to', async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      assert.deepEqual(numericsOf(await anna.ask('WHO anna %tcuihsnfdlaor,7'), '354'), ['7 * test 127.0.0.1 127.0.0.1 ritrovo.chat anna H 0 0 0 n/a :Real anna']);
      // As WeeChat asks.
      assert.deepEqual(numericsOf(await anna.ask('WHO #lobby %cuhsnfdar'), '354'), ['#lobby test 127.0.0.1 ritrovo.chat anna H 0 0 :Real anna']);
    });

    it('passes over fields that there are not, a token that is none, and takes flags before it', async () => {
      const server = await TestServer.start();
      const anna = await server.join('anna');
      assert.deepEqual(numericsOf(await anna.ask('WHO anna %znyt,abcd'), '354'), ['0 :anna']);
      assert.deepEqual(numericsOf(await anna.ask('WHO anna o%n'), '354'), []);
      server.makeOperator('anna');
      assert.deepEqual(numericsOf(await anna.ask('WHO anna o%nf'), '354'), ['anna :H*']);
    });
  });
});
