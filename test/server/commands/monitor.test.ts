import assert from 'node:assert/strict';
import { numericsOf, source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/monitor
describe('MONITOR', () => {
  it('+ says who is here and who is not, and tells who comes and goes', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    assert.deepEqual(await anna.ask('MONITOR + BOB,carla'), [`:ritrovo.chat 730 anna :${source('bob')}`, ':ritrovo.chat 731 anna :carla']);
    await anna.ask('PART #lobby');
    const carla = await server.join('Carla');
    assert.deepEqual(await anna.fence(), [`:ritrovo.chat 730 anna :${source('Carla')}`]);
    await bob.ask('NICK roberto');
    assert.deepEqual(await anna.fence(), [':ritrovo.chat 731 anna :bob']);
    await bob.ask('NICK Bob');
    assert.deepEqual(await anna.fence(), [`:ritrovo.chat 730 anna :${source('Bob')}`]);
    await bob.ask('NICK BOB');
    assert.deepEqual(await anna.fence(), []);
    carla.send('QUIT');
    await carla.closed();
    assert.deepEqual(await anna.fence(), [':ritrovo.chat 731 anna :Carla']);
  });

  it('- and C end the watching; L and S show the list and who of it is here', async () => {
    const server = await TestServer.start();
    const { anna } = await server.joinAll(['anna', 'bob']);
    await anna.ask('MONITOR + bob,carla,Dora');
    assert.deepEqual(await anna.ask('MONITOR L'), [':ritrovo.chat 732 anna :bob,carla,Dora', ':ritrovo.chat 733 anna :End of MONITOR list']);
    await anna.ask('MONITOR - CARLA,nobody');
    assert.deepEqual(numericsOf(await anna.ask('MONITOR l'), '732'), [':bob,Dora']);
    assert.deepEqual(await anna.ask('MONITOR S'), [`:ritrovo.chat 730 anna :${source('bob')}`, ':ritrovo.chat 731 anna :Dora']);
    assert.deepEqual(await anna.ask('MONITOR C', 'MONITOR L', 'MONITOR S'), [':ritrovo.chat 733 anna :End of MONITOR list']);
    await anna.ask('PART #lobby');
    await server.join('carla');
    assert.deepEqual(await anna.fence(), []);
  });

  it('passes over what is no name, and asks twice for nobody', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('MONITOR + 1,*,,a!b@c', 'MONITOR + bob', 'MONITOR + bob', 'MONITOR +', 'MONITOR -');
    assert.deepEqual(numericsOf(await anna.ask('MONITOR L'), '732'), [':bob']);
  });

  it('is answered with 734 and the names that did not fit past max-monitor', async () => {
    const server = await TestServer.start({ maxMonitor: 2 });
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('MONITOR + a,b,c,1,d'), [':ritrovo.chat 734 anna 2 c,d :Monitor list is full', ':ritrovo.chat 731 anna :a,b']);
    assert.deepEqual(await anna.askVerbs('MONITOR + a'), ['731']);
  });

  it('fails for a command that there is not', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna', { capabilities: ['standard-replies'] });
    assert.deepEqual(await anna.ask('MONITOR X y'), [':ritrovo.chat FAIL MONITOR UNKNOWN_COMMAND X :There is no such MONITOR command: +, -, C, L, S']);
  });

  it('forgets the list with the connection', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    await anna.ask('MONITOR + bob');
    anna.send('QUIT');
    await anna.closed();
    assert.equal(server.server.users.monitor.watchersOf('bob').size, 0);
  });
});
