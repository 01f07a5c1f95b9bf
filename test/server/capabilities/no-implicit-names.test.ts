import assert from 'node:assert/strict';
import { source, TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/no-implicit-names
describe('no-implicit-names', () => {
  it('leaves NAMES out of the answer to JOIN, and answers NAMES as ever', async () => {
    const server = await TestServer.start();
    const anna = await server.connect();
    await anna.ask('CAP REQ :no-implicit-names', 'NICK anna', 'USER test 0 * :A', 'CAP END');
    assert.deepEqual(await anna.ask('JOIN #a'), [`:${source('anna')} JOIN #a`]);
    assert.deepEqual(await anna.askVerbs('NAMES #a'), ['353', '366']);
  });
});
