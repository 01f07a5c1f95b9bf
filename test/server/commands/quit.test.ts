import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#quit-message
describe('QUIT', () => {
  it('is told once to everybody who shares a room, with the reason', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    await anna.ask('JOIN #a');
    await bob.ask('JOIN #a');
    anna.send('QUIT :good night');
    assert.deepEqual(await anna.closed(), [`:${source('bob')} JOIN #a`, 'ERROR :Closing link: Quit: good night']);
    assert.deepEqual(await bob.fence(), [`:${source('anna')} QUIT :Quit: good night`]);
  });

  it('frees the name before the connection is closed', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    anna.send('QUIT');
    await bob.expect(`:${source('anna')} QUIT :Quit`);
    assert.deepEqual(await bob.ask('NICK anna'), [`:${source('bob')} NICK anna`]);
  });

  it('is the end for others, also while the connection takes its time to close', async () => {
    const server = await TestServer.start();
    const { anna, bob } = await server.joinAll(['anna', 'bob']);
    anna.socket.pause();
    anna.send('QUIT');
    await bob.expect(`:${source('anna')} QUIT :Quit`);
    assert.deepEqual(await bob.askVerbs('WHO an*'), ['315']);
    assert.ok((await bob.ask('LUSERS')).some((line) => line.includes(' 1 users ')));
  });

  it('answers what stood before it, and nothing that stands behind', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    anna.send('PING before', 'QUIT', 'PING behind');
    assert.deepEqual(await anna.closed(), [':ritrovo.chat PONG ritrovo.chat :before', 'ERROR :Closing link: Quit']);
  });

  it('works before the registration', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    guest.send('NICK anna', 'QUIT');
    assert.deepEqual(await guest.closed(), ['ERROR :Closing link: Quit']);
    await server.join('anna');
  });

  it('is told with the cause when a connection is cut', async () => {
    const server = await TestServer.start();
    const { anna, bob, carla } = await server.joinAll(['anna', 'bob', 'carla']);
    anna.socket.resetAndDestroy();
    await carla.expect(`:${source('anna')} QUIT :Connection reset`);
    bob.socket.end();
    await carla.expect(`:${source('bob')} QUIT :Connection closed`);
  });
});
