import assert from 'node:assert/strict';
import { TestServer } from '../../helpers/server';

// https://modern.ircdocs.horse/#error-message
describe('ERROR', () => {
  it('from a client is passed over, before the registration too', async () => {
    const server = await TestServer.start();
    const guest = await server.connect();
    assert.deepEqual(await guest.ask('ERROR :x', 'ERROR'), []);
    const anna = await server.join('anna');
    assert.deepEqual(await anna.ask('ERROR :x'), []);
  });

  it('is the last thing that somebody is told who leaves', async () => {
    const server = await TestServer.start();
    const anna = await server.join('anna');
    anna.send('QUIT :bye');
    assert.deepEqual(await anna.closed(), ['ERROR :Closing link: Quit: bye']);
  });
});
