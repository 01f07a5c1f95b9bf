import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#names-message
describe('NAMES', () => {
  it('lists the members with their highest prefix', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    await anna.ask('MODE #a +v anna', 'MODE #a +v bob');
    assert.deepEqual(numericsOf(await bob.ask('NAMES #a'), '353'), ['= #a :@anna +bob']);
  });

  // https://ircv3.net/specs/extensions/multi-prefix
  it('lists all prefixes to those who asked for multi-prefix', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['multi-prefix'] });
    assert.deepEqual(numericsOf(await anna.ask('JOIN #a', 'MODE #a +v anna', 'NAMES #a'), '353').at(-1), '= #a :@+anna');
  });

  // https://ircv3.net/specs/extensions/userhost-in-names
  it('lists sources to those who asked for userhost-in-names', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['userhost-in-names'] });
    assert.deepEqual(numericsOf(await anna.ask('NAMES #lobby'), '353'), [`= #lobby :${source('anna')}`]);
  });

  it('shows strangers neither a secret room nor the invisible', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a', 'MODE bob +i');
    assert.deepEqual(numericsOf(await carla.ask('NAMES #a'), '353'), ['= #a :@anna']);
    await anna.ask('MODE #a +s');
    assert.deepEqual(await carla.ask('NAMES #a'), [':ritrovo.chat 366 carla #a :End of NAMES']);
    assert.deepEqual(numericsOf(await bob.ask('NAMES #a'), '353'), ['@ #a :@anna bob']);
  });

  it('takes as many lines as the names need, each of at most 512 bytes', async () => {
    const server = await TestServer.start();
    const nicks = Array.from({ length: 12 }, (_, index) => '李'.repeat(30) + String.fromCharCode(0x4e00 + index));
    await server.joinAll(nicks);
    const bob = await server.join('bob');
    const lines = await bob.ask('NAMES #lobby');
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510, String(Buffer.byteLength(line)));
    const listed = numericsOf(lines, '353').flatMap((rest) => rest.slice(rest.indexOf(':') + 1).split(' '));
    assert.deepEqual(listed, [...nicks, 'bob']);
  });

  it('answers with the end alone without a room', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('NAMES'), [':ritrovo.chat 366 anna * :End of NAMES']);
    assert.deepEqual(await anna.askVerbs('NAMES #nowhere,#lobby'), ['366', '353', '366']);
  });
});
